package scheduler;

import module java.base;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Puts calls of Gate into a stage's classes: before each line of the classes in which a Server stops, around each lock,
 * and where a socket's streams come from. A synchronized method becomes one with a lock around its code.
 */
final class Weaver implements CodeTransform {
    private static final ClassDesc GATE = ClassDesc.of(Gate.class.getName());
    private static final MethodTypeDesc NOTE = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);
    private static final MethodTypeDesc PASS = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object,
            ConstantDescs.CD_boolean);
    private static final Set<String> REPLACED = Set.of("java/net/Socket.getInputStream",
            "java/net/Socket.getOutputStream", "java/lang/Object.wait");

    private final ClassDesc type;
    private final boolean isStatic;
    private final boolean locks; // the method is synchronized
    private final List<Boolean> shared; // for each line of the method: whether state is touched there that others see
    private int line;
    private Label start;
    private Label end;

    private Weaver(ClassDesc type, MethodModel method, CodeModel code) {
        this.type = type;
        isStatic = method.flags().has(AccessFlag.STATIC);
        locks = method.flags().has(AccessFlag.SYNCHRONIZED);
        boolean stops = Server.WATCHED.contains(type.packageName() + "." + type.displayName())
                && !method.flags().has(AccessFlag.SYNTHETIC) && !method.methodName().stringValue().startsWith("<");
        shared = stops ? shared(code) : List.of();
    }

    static ClassTransform change(ClassModel model) {
        return ClassTransform.transformingMethods((builder, element) -> {
            switch (element) {
                case AccessFlags flags ->
                        builder.withFlags(flags.flagsMask() & ~ClassFile.ACC_SYNCHRONIZED);
                case CodeModel code -> builder.transformCode(code, CodeTransform.ofStateful(
                        () -> new Weaver(model.thisClass().asSymbol(), code.parent().orElseThrow(), code)));
                case MethodElement other -> builder.with(other);
            }
        });
    }

    /** A line on which nothing but local values is touched is no place for a change of threads. */
    private static List<Boolean> shared(CodeModel code) {
        var shared = new ArrayList<Boolean>();
        var passed = new HashSet<Label>();
        for (CodeElement element : code) {
            boolean touches = switch (element) {
                case LineNumber _ -> {
                    shared.add(false);
                    yield false;
                }
                case LabelTarget label -> {
                    passed.add(label.label());
                    yield false;
                }
                case BranchInstruction branch -> passed.contains(branch.target()); // a loop: its head has no line again
                case FieldInstruction _, MonitorInstruction _ -> true;
                case InvokeInstruction call -> !call.owner().asInternalName().startsWith("java/lang/")
                        && !call.owner().asInternalName().equals("chat/Message");
                default -> false;
            };
            if (touches && !shared.isEmpty()) {
                shared.set(shared.size() - 1, true);
            }
        }
        return shared;
    }

    @Override
    public void atStart(CodeBuilder code) {
        if (locks) {
            lock(code);
            enter(code);
            start = code.newLabel();
            end = code.newLabel();
            code.labelBinding(start);
        }
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        switch (element) {
            case LineNumber number when line < shared.size() -> {
                code.with(number);
                if (isStatic) {
                    code.aconst_null();
                } else {
                    code.aload(0);
                }
                code.loadConstant(shared.get(line) ? 1 : 0).invokestatic(GATE, "pass", PASS);
                line++;
            }
            case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITORENTER -> enter(code);
            case MonitorInstruction _ -> exit(code);
            case ReturnInstruction result when locks -> {
                lock(code);
                exit(code);
                code.with(result);
            }
            case InvokeInstruction call when REPLACED.contains(
                    call.owner().asInternalName() + "." + call.name().stringValue()) ->
                    code.invokestatic(GATE, call.name().stringValue(),
                            call.typeSymbol().insertParameterTypes(0, call.owner().asSymbol()));
            default -> code.with(element);
        }
    }

    @Override
    public void atEnd(CodeBuilder code) {
        if (locks) {
            code.labelBinding(end);
            Label handler = code.newBoundLabel();
            lock(code);
            exit(code);
            code.athrow().exceptionCatchAll(start, end, handler);
        }
    }

    /** The object that a synchronized method locks. */
    private void lock(CodeBuilder code) {
        if (isStatic) {
            code.ldc(type);
        } else {
            code.aload(0);
        }
    }

    private static void enter(CodeBuilder code) {
        code.dup().invokestatic(GATE, "wants", NOTE).dup().monitorenter().invokestatic(GATE, "has", NOTE);
    }

    private static void exit(CodeBuilder code) {
        code.dup().monitorexit().invokestatic(GATE, "frees", NOTE);
    }
}
