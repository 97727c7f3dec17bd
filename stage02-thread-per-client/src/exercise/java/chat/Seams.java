package chat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Holds a thread where no test could: it loads the server's classes once more, with a seam before each call and each
 * use of a field or an array. What a thread does between two seams can't meet what another does.
 *
 * <p>{@link #explore} tries each order in which the first of two threads is held once, while the second goes as far as
 * it can. What goes wrong in such an order goes wrong each time.
 */
final class Seams {
    /** What two threads do at once, and what must be true when both are done. Each order gets a new one. */
    interface Pair {
        /** As in: one thread "lets in a client as ada". */
        String firstDoes();

        String secondDoes();

        void first() throws Exception;

        void second() throws Exception;

        /** Called when both are done. */
        void check() throws Exception;
    }

    // These are of the copy of this class that is among the classes with seams.
    private static volatile Hold hold;
    private static final List<Thread> THREADS = new CopyOnWriteArrayList<>();

    private Seams() {}

    /** Runs a task that is loaded anew, with the classes of the server. */
    static void run(Class<? extends Callable<Void>> task) throws Exception {
        ((Callable<?>) make(new Loader().loadClass(task.getName()))).call();
    }

    /** Tries the pair in each order. */
    static void explore(Class<? extends Pair> pair) throws Exception {
        var loader = new Loader();
        ((Callable<?>) make(loader.loadClass(Explorer.class.getName()), loader.loadClass(pair.getName()))).call();
    }

    private static Object make(Class<?> type, Class<?>... arguments) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true); // the copies of a class in two loaders are strangers
        return constructor.newInstance((Object[]) arguments);
    }

    /** The virtual threads that have passed a seam, in the order in which they came to their first. */
    static List<Thread> threads() {
        return THREADS;
    }

    /** Every seam calls this. */
    static void pass(String seam) {
        if (Thread.currentThread().isVirtual() && !THREADS.contains(Thread.currentThread())) {
            THREADS.add(Thread.currentThread());
        }
        var current = hold;
        if (current != null) {
            current.pass(seam);
        }
    }

    /** Holds one thread when it comes to its seam of this number, counted from 1. */
    static final class Hold {
        private final Predicate<Thread> whom;
        private final int number;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private volatile String where; // null until the thread is held
        private int passed; // the thread's alone

        Hold(Predicate<Thread> whom, int number) {
            this.whom = whom;
            this.number = number;
            hold = this;
        }

        /** Where the thread is held; null if it isn't. */
        String where() {
            return where;
        }

        void letGo() {
            letGo.countDown();
        }

        private void pass(String seam) {
            if (whom.test(Thread.currentThread()) && ++passed == number) {
                where = seam;
                arrived.countDown();
                try {
                    letGo.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** Lives among the classes with seams. */
    static final class Explorer implements Callable<Void> {
        private final Class<?> type;

        Explorer(Class<?> type) {
            this.type = type;
        }

        @Override
        public Void call() throws Exception {
            int number = 0; // not held at all: one after the other
            while (holds(number) || number == 0) {
                number++;
            }
            return null;
        }

        /** Tries the order in which the first thread is held at this seam. Returns whether it came to it. */
        private boolean holds(int number) throws Exception {
            var pair = (Pair) make(type);
            var first = new Call("first", pair::first);
            var second = new Call("second", pair::second);
            var hold = new Hold(thread -> thread == first.thread, number);
            String story = "one thread " + pair.firstDoes();
            try {
                first.thread.start();
                await(() -> hold.where() != null || first.hasEnded());
                if (hold.where() == null) {
                    first.assertEnded();
                    story += "\n    then another thread " + pair.secondDoes();
                    second.thread.start();
                } else {
                    story += ", and is held " + hold.where() + "\n    another thread " + pair.secondDoes() + ", ";
                    second.thread.start();
                    await(() -> hasEndedOrWaits(second.thread));
                    story += second.hasEnded() ? "from its beginning to its end" : "as far as it can: it waits";
                    story += "\n    then the first goes on";
                }
                hold.letGo();
                first.assertEnded();
                second.assertEnded();
                pair.check();
                return hold.where() != null;
            } catch (AssertionError broken) {
                throw new AssertionError(broken.getMessage() + "\n  the order that shows it:\n    " + story, broken);
            } finally {
                hold.letGo();
                first.thread.interrupt();
                second.thread.interrupt();
            }
        }
    }

    private interface Task {
        void run() throws Exception;
    }

    private static final class Call {
        private final Thread thread;
        private volatile Throwable thrown;

        Call(String name, Task task) {
            thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
                try {
                    task.run();
                } catch (Throwable e) {
                    thrown = e;
                }
            });
        }

        boolean hasEnded() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        void assertEnded() throws InterruptedException {
            if (!await(this::hasEnded)) {
                throw new AssertionError("The " + thread.getName() + " thread doesn't come to its end; it is "
                        + thread.getState() + (thread.getStackTrace().length == 0 ? "" : " at "
                        + thread.getStackTrace()[0]));
            }
            if (thrown != null) {
                throw new AssertionError("The " + thread.getName() + " thread ended with " + thrown, thrown);
            }
        }
    }

    /** Whether it can't go on by itself. One that sleeps can. */
    static boolean hasEndedOrWaits(Thread thread) {
        return switch (thread.getState()) {
            case NEW, RUNNABLE, TIMED_WAITING -> false;
            case BLOCKED, WAITING, TERMINATED -> true;
        };
    }

    /** Whether it comes true within the tests' patience. What a thread does can only be asked again and again. */
    static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TestClient.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(20_000);
        }
        return true;
    }

    /** Loads the classes of this package itself, the server's with seams; all others come from where they always do. */
    private static final class Loader extends ClassLoader {
        private static final Path SERVER = server();

        Loader() {
            super(Seams.class.getClassLoader());
        }

        private static Path server() {
            try {
                return Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("chat.")) {
                    return super.loadClass(name, resolve);
                }
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (var in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                if (Files.exists(SERVER.resolve(file))) {
                    bytes = withSeams(bytes);
                }
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        private byte[] withSeams(byte[] bytes) {
            var resolver = ClassHierarchyResolver.ofResourceParsing(getParent()).cached();
            var file = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
            var model = file.parse(bytes);
            String source = model.thisClass().name().stringValue().replaceAll("\\$.*", "") + ".java";
            return file.transformClass(model, ClassTransform.transformingMethodBodies(
                    method -> !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME),
                    CodeTransform.ofStateful(() -> new SeamMaker(source))));
        }
    }

    /** Puts a seam before each instruction that other threads can have to do with. */
    private static final class SeamMaker implements CodeTransform {
        private static final ClassDesc SEAMS = ClassDesc.of(Seams.class.getName());
        private static final MethodTypeDesc PASS =
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

        private final String source;
        private int line;

        SeamMaker(String source) {
            this.source = source;
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            String does = switch (element) {
                case FieldInstruction field -> (isRead(field) ? "reads " : "writes ") + field.name().stringValue();
                case InvokeInstruction call -> "calls " + shortName(call) + "." + call.name().stringValue();
                case ArrayLoadInstruction _ -> "reads from an array";
                case ArrayStoreInstruction _ -> "writes to an array";
                case LineNumber number -> {
                    line = number.line();
                    yield null;
                }
                default -> null;
            };
            if (does != null) {
                code.ldc("in " + source.substring(source.lastIndexOf('/') + 1) + ", line " + line + ", before it "
                        + does + sourceLine());
                code.invokestatic(SEAMS, "pass", PASS);
            }
            code.with(element);
        }

        private static boolean isRead(FieldInstruction field) {
            return field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC;
        }

        private static String shortName(InvokeInstruction call) {
            return call.owner().name().stringValue().replaceAll(".*[/$]", "");
        }

        /** Read from the source code, if it is where Maven has it. */
        private String sourceLine() {
            var file = Loader.SERVER.resolve("../../src/main/java").resolve(source).normalize();
            try {
                return ":\n      " + Files.readAllLines(file).get(line - 1).strip();
            } catch (IOException | IndexOutOfBoundsException e) {
                return "";
            }
        }
    }
}
