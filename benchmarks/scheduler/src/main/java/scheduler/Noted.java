package scheduler;

import module java.base;
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

/** What a watched stage's own threads note about themselves. Called first in the stage's methods that are of interest. */
public final class Noted {
    /** The method to call, by class and method of the stage. */
    private static final Map<String, String> CALLS = Map.of(
            "chat/Session.run", "begin", "chat/Client.write", "begin", "chat/ChatRoom.run", "begin",
            "chat/Client.send", "send",
            "chat/ChatRoom.join", "ask", "chat/ChatRoom.say", "ask", "chat/ChatRoom.who", "ask",
            "chat/ChatRoom.leave", "ask", "chat/ChatRoom.close", "ask");

    static final Map<Thread, Noted> threads = new ConcurrentHashMap<>();

    final Object work; // the Session, Client or ChatRoom whose thread it is
    volatile Object client; // to which it last began to send
    volatile Object room; // which it last asked for something
    volatile long sends; // so far; written by the thread itself alone

    private Noted(Object work) {
        this.work = work;
    }

    /** A thread begins its work. */
    public static void begin(Object work) {
        if (Thread.currentThread().isVirtual()) { // stage 6's log is written by another
            threads.keySet().removeIf(thread -> !thread.isAlive());
            threads.put(Thread.currentThread(), new Noted(work));
        }
    }

    /** A thread begins to send to a client. */
    public static void send(Object client) {
        Noted noted = threads.get(Thread.currentThread());
        if (noted != null) {
            noted.client = client;
            noted.sends = noted.sends + 1;
        }
    }

    /** A thread asks a room for something. */
    public static void ask(Object room) {
        Noted noted = threads.get(Thread.currentThread());
        if (noted != null) {
            noted.room = room;
        }
    }

    // How the calls come into the stage's classes.

    static ClassTransform calls(ClassModel model) {
        return (builder, element) -> {
            if (element instanceof MethodModel method && call(model, method) != null) {
                builder.transformMethod(method, MethodTransform.transformingCode(new Calling(call(model, method))));
            } else {
                builder.with(element);
            }
        };
    }

    private static String call(ClassModel model, MethodModel method) {
        boolean passesOn = method.methodType().stringValue().startsWith("(Ljava/lang/String;)") // stage 6: as Lines
                && model.methods().stream().filter(it -> it.methodName().equals(method.methodName())).count() > 1;
        return method.flags().has(AccessFlag.STATIC) || passesOn ? null
                : CALLS.get(model.thisClass().asInternalName() + "." + method.methodName().stringValue());
    }

    /** Begins a method with a call, with the object that the method is of. */
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
