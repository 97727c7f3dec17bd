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
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/**
 * Puts calls of Gate into a stage's classes: before each line of the classes in which a Server stops, around each lock,
 * and where a socket's streams and threads come from. A synchronized method becomes one with a lock around its code.
 */
final class Weaver implements CodeTransform {
    private static final Set<String> NOT_WATCHED = Set.of("ChatServer", "Client", "Command", "Limits", "Message",
            "Outbox", "Session", "Text");
    private static final ClassDesc GATE = ClassDesc.of(Gate.class.getName());
    private static final MethodTypeDesc NOTE = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);
    private static final MethodTypeDesc PASS = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc TOUCH = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object,
            ConstantDescs.CD_String);
    private static final MethodTypeDesc POOL = MethodTypeDesc.of(ConstantDescs.CD_void,
            ClassDesc.of(ExecutorService.class.getName()));
    private static final ClassDesc THREAD = ClassDesc.of(Thread.class.getName());
    private static final Pattern REPLACED = Pattern.compile("java/net/Socket.get(In|Out)putStream|java/lang/Object.wait"
            + "|java/lang/Thread.(start(VirtualThread)?|setDaemon)|java/lang/IO.print(ln)?"
            + "|(java/lang/Thread\\$Builder)(\\$Of\\w+)?.(start|unstarted)|java/util/concurrent/ThreadFactory.newThread"
            + "|java/util/concurrent/Executors.new((Virtual)?ThreadPerTask|SingleThread)Executor");
    private static final Pattern POOLS =
            Pattern.compile("java/util/concurrent/(Executors.new(Cached|Fixed)ThreadPool|ThreadPoolExecutor.<init>)");

    private final ClassDesc type;
    private final boolean isStatic;
    private final boolean locks; // the method is synchronized
    private final boolean tells; // of fields; not while an object is made, which nobody else knows
    private final List<Integer> kinds; // of what is touched on each line of the method
    private final Deque<String> made = new ArrayDeque<>(); // classes of objects whose constructors weren't called yet
    private int line;
    private Label start;
    private Label end;

    private Weaver(List<String> watched, ClassDesc type, MethodModel method, CodeModel code) {
        this.type = type;
        isStatic = method.flags().has(AccessFlag.STATIC);
        locks = method.flags().has(AccessFlag.SYNCHRONIZED);
        tells = !method.methodName().stringValue().startsWith("<");
        boolean stops = watched.contains(type.packageName() + "." + type.displayName())
                && (!method.flags().has(AccessFlag.SYNTHETIC) || isLambda(method.methodName().stringValue())) && tells
                && stopsIn(type.displayName(), method.methodName().stringValue());
        kinds = stops ? kinds(code) : List.of();
    }

    /**
     * The classes before whose lines threads stop, by the files in a folder of sources or of classes: ChatRoom, Hub, and
     * what the stage's reader has added.
     */
    static List<String> watched(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(it -> it.getFileName().toString()).filter(it -> it.matches("\\w+\\.(java|class)"))
                    .map(it -> it.replaceFirst("\\..*", "")).filter(it -> !NOT_WATCHED.contains(it)).sorted()
                    .map(it -> "chat." + it).toList();
        }
    }

    static List<String> andSession(List<String> watched) {
        return Stream.concat(watched.stream(), Stream.of("chat.Session")).toList();
    }

    /** A session doesn't stop where it waits for lines: what it does with one is elsewhere. */
    static boolean stopsIn(String type, String method) {
        return !type.equals("Session") || !Set.of("run", "talk").contains(method);
    }

    /** Whether a method that the compiler has made has the reader's lines in it. */
    static boolean isLambda(String method) {
        return method.startsWith("lambda$");
    }

    static ClassTransform change(List<String> watched, ClassModel model) {
        return ClassTransform.transformingMethods((builder, element) -> {
            switch (element) {
                case AccessFlags flags ->
                        builder.withFlags(flags.flagsMask() & ~ClassFile.ACC_SYNCHRONIZED);
                case CodeModel code -> builder.transformCode(code, CodeTransform.ofStateful(
                        () -> new Weaver(watched, model.thisClass().asSymbol(), code.parent().orElseThrow(), code)));
                case MethodElement other -> builder.with(other);
            }
        });
    }

    /** A line on which nothing but local values is touched is no place for a change of threads. */
    private static List<Integer> kinds(CodeModel code) {
        var kinds = new ArrayList<Integer>();
        var passed = new HashSet<Label>();
        int collections = 0; // read from fields on this line, less those that something was asked of
        for (CodeElement element : code) {
            int kind = switch (element) {
                case LineNumber _ -> {
                    kinds.add(Gate.LOCAL);
                    collections = 0;
                    yield Gate.LOCAL;
                }
                case LabelTarget label -> {
                    passed.add(label.label());
                    yield Gate.LOCAL;
                }
                case BranchInstruction branch when passed.contains(branch.target()) -> Gate.UNKNOWN; // a loop's head
                case FieldInstruction field when isWide(field) -> Gate.UNKNOWN;
                case FieldInstruction field -> {
                    collections += field.type().stringValue().startsWith("Ljava/util/") ? 1 : 0;
                    yield Gate.TOLD;
                }
                case InvokeInstruction call when call.owner().asInternalName().matches("java/util/(concurrent/.*)?\\w+")
                        && call.opcode() != Opcode.INVOKESTATIC -> --collections < 0 ? Gate.UNKNOWN : Gate.TOLD;
                case InvokeInstruction call when call.owner().asInternalName().startsWith("chat/") -> Gate.TOLD;
                case MonitorInstruction _ -> Gate.TOLD;
                default -> Gate.LOCAL;
            };
            if (!kinds.isEmpty()) {
                kinds.set(kinds.size() - 1, Math.max(kind, kinds.getLast()));
            }
        }
        return kinds;
    }

    private static boolean isWide(FieldInstruction field) {
        return field.opcode() == Opcode.PUTFIELD && field.type().stringValue().matches("[JD]");
    }

    private static boolean isOutput(FieldInstruction field) {
        return field.opcode() == Opcode.GETSTATIC && field.owner().asInternalName().equals("java/lang/System")
                && field.type().stringValue().equals("Ljava/io/PrintStream;");
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
            case LineNumber number when line < kinds.size() -> {
                code.with(number);
                if (isStatic) {
                    code.aconst_null();
                } else {
                    code.aload(0);
                }
                code.loadConstant(kinds.get(line)).invokestatic(GATE, "pass", PASS);
                line++;
            }
            case FieldInstruction field when isOutput(field) ->
                    code.getstatic(GATE, "NOWHERE", ClassDesc.of(PrintStream.class.getName()));
            case FieldInstruction field when tells && !isWide(field) -> {
                switch (field.opcode()) {
                    case GETFIELD -> code.dup();
                    case PUTFIELD -> code.dup2().pop();
                    default -> code.loadConstant(field.owner().asInternalName());
                }
                code.loadConstant(field.name().stringValue()).invokestatic(GATE, "touch", TOUCH).with(field);
            }
            case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITORENTER -> enter(code);
            case MonitorInstruction _ -> exit(code);
            case ReturnInstruction result when locks -> {
                lock(code);
                exit(code);
                code.with(result);
            }
            case NewObjectInstruction object -> {
                code.with(object);
                made.push(object.className().asInternalName());
            }
            case InvokeInstruction call when call.name().equalsString("<init>") -> {
                code.with(call);
                if (call.owner().asInternalName().equals(made.peek())) { // else it is the one of a class above
                    made.pop();
                    know(code, call);
                }
            }
            case InvokeInstruction call when POOLS.matcher(name(call)).matches() -> {
                code.with(call);
                know(code, call);
            }
            case InvokeInstruction call when REPLACED.matcher(name(call)).matches() -> code.invokestatic(GATE,
                    call.name().stringValue(), call.opcode() == Opcode.INVOKESTATIC ? call.typeSymbol()
                            : call.typeSymbol().insertParameterTypes(0, ClassDesc.ofInternalName(
                                    call.owner().asInternalName().replaceFirst("\\$Of.*", ""))));
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

    /** A thread or a pool of threads was made, if it is that. */
    private static void know(CodeBuilder code, InvokeInstruction call) {
        if (call.owner().asSymbol().equals(THREAD)) {
            code.invokestatic(GATE, "known", MethodTypeDesc.of(THREAD, THREAD));
        } else if (POOLS.matcher(name(call)).matches()) {
            code.dup().invokestatic(GATE, "pool", POOL);
        }
    }

    private static String name(InvokeInstruction call) {
        return call.owner().asInternalName() + "." + call.name().stringValue();
    }

    /** The object that a synchronized method locks. */
    private void lock(CodeBuilder code) {
        if (isStatic) {
            code.ldc(type);
        } else {
            code.aload(0);
        }
    }

    /**
     * The lock is kept as javac does it, in a local variable. When it was left on the stack, JDK 25.0.3 crashed in one of
     * some ten runs of these tests.
     */
    private static void enter(CodeBuilder code) {
        int lock = code.allocateLocal(TypeKind.REFERENCE);
        code.dup().astore(lock).invokestatic(GATE, "wants", NOTE).aload(lock).monitorenter().aload(lock)
                .invokestatic(GATE, "has", NOTE);
    }

    private static void exit(CodeBuilder code) {
        code.dup().monitorexit().invokestatic(GATE, "frees", NOTE);
    }
}
