package scheduler;

import module java.base;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Loads a stage's classes, with a call of Noted added as the first thing in the methods that are of interest. */
final class StageLoader extends URLClassLoader {
    /** The method of Noted to call, by class and method of the stage. */
    private static final Map<String, String> CALLS = Map.of(
            "chat.Session.run", "begin", "chat.Client.write", "begin", "chat.ChatRoom.run", "begin",
            "chat.Client.send", "send",
            "chat.ChatRoom.join", "ask", "chat.ChatRoom.say", "ask", "chat.ChatRoom.who", "ask",
            "chat.ChatRoom.leave", "ask", "chat.ChatRoom.close", "ask");

    /** For a folder of classes, which none of the tool's own class path replace. */
    StageLoader(Path classes) throws IOException {
        super(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.equals(Noted.class.getName())) {
            return Noted.class;
        } else if (CALLS.keySet().stream().noneMatch(it -> it.startsWith(name + "."))) {
            return super.findClass(name);
        }
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] changed = changed(name, in.readAllBytes());
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] changed(String name, byte[] original) {
        var classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this).orElse(ClassHierarchyResolver.defaultResolver())));
        var model = classFile.parse(original);
        ClassTransform transform = (builder, element) -> {
            if (element instanceof MethodModel method && call(name, model, method) != null) {
                builder.transformMethod(method, MethodTransform.transformingCode(
                        new Calling(call(name, model, method))));
            } else {
                builder.with(element);
            }
        };
        return classFile.transformClass(model, transform);
    }

    private static String call(String type, ClassModel model, MethodModel method) {
        boolean passesOn = method.methodType().stringValue().startsWith("(Ljava/lang/String;)") // stage 6: as Lines
                && model.methods().stream().filter(it -> it.methodName().equals(method.methodName())).count() > 1;
        return method.flags().has(AccessFlag.STATIC) || passesOn ? null
                : CALLS.get(type + "." + method.methodName().stringValue());
    }

    /** Begins a method with a call of a method of Noted, with the object that the method is of. */
    private record Calling(String noted) implements CodeTransform {
        @Override
        public void atStart(CodeBuilder builder) {
            builder.aload(0).invokestatic(ClassDesc.of(Noted.class.getName()), noted,
                    MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object));
        }

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            builder.with(element);
        }
    }
}
