package chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A server of this stage whose threads can be held between two of their steps. Its classes are loaded once more, with a
 * call of {@link #at} put in where another thread could step in: around the calls of a room, before those of a client,
 * a lock, an atomic, a queue or a stream, before a field is written, and where a lock is taken. Such a place is
 * described as, say, {@code line 57 of Session, where it calls ChatRoom.say}.
 */
public final class Seams implements AutoCloseable {
    /** How long to wait for what must come. */
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("patience", 20));

    private static final Pattern CALLS = Pattern.compile("ChatRoom\\..*|Client\\.(readLine|send)"
            + "|Atomic\\w+\\..*|.*Lock\\..*|\\w*Queue\\.put|OutputStream\\.write|ServerSocket\\.accept");
    private static final String WAITS_FOR_INPUT = "calls Client.readLine";
    private static final ClassDesc SEAMS = ClassDesc.of("chat.Seams");
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Seams> ALL = new ConcurrentHashMap<>(); // by the numbers in their servers' code

    private final int id = NEXT.getAndIncrement();
    private final AutoCloseable server;
    private final int port;

    private final Map<Thread, Integer> asked = new ConcurrentHashMap<>(); // how often each reader has asked for a line
    private final Map<Thread, Integer> before = new ConcurrentHashMap<>(); // the same, before it was last sent one
    private volatile Thread acceptor;
    private FutureTask<Void> closing; // null until the server is told to close

    // These are guarded by this.
    private final List<Thread> readers = new ArrayList<>(); // in the order in which they first asked for a line
    private Object waitedFor; // the last that a thread waited for
    private int waits; // how often one did
    private Thread only; // the thread to be held; null for any
    private Pattern where; // null if none is to be held
    private int which; // 0: the next that fits
    private RuntimeException toThrow; // instead of holding; null to hold
    private Thread held;
    private String heldAt;

    private Seams() throws Exception {
        ALL.put(id, this);
        var type = new Loader(id).loadClass("chat.ChatServer");
        server = (AutoCloseable) type.getMethod("start", InetSocketAddress.class)
                .invoke(null, new InetSocketAddress("localhost", 0));
        port = (int) type.getMethod("port").invoke(server);
    }

    static Seams server() throws Exception {
        ServerLog.open();
        return new Seams();
    }

    /** Connects, and waits until the server waits for the client's name. */
    TestClient connect() {
        int readersBefore = asked.size();
        var client = TestClient.connect(port);
        client.expectPrompt("every client is greeted and asked for its name");
        await(() -> asked.size() > readersBefore, () -> "no thread waits for the name of the client");
        return client;
    }

    /** Connects, gives a name, and waits until the others have been told and the server waits for a line. */
    TestClient join(String name, TestClient... others) {
        var client = connect();
        send(client, newest(), name);
        for (var other : others) {
            other.expectJoined(name);
        }
        return client;
    }

    /** The thread that reads what the client that came last sends. */
    synchronized Thread newest() {
        return readers.getLast();
    }

    /** Holds the next thread that comes to such a place, until it is released. */
    synchronized void holdNext(String place) {
        hold(null, place, 0);
    }

    /** Holds this thread at the so-many-th place that it comes to, 0 for the next. */
    synchronized void hold(Thread thread, int place) {
        hold(thread, "^(?!.*Client.readLine)", place);
    }

    /** Lets the next thread that comes to such a place fail. */
    synchronized void failNext(String place, RuntimeException failure) {
        hold(null, place, 0);
        toThrow = failure;
    }

    /** Holds this thread at the so-many-th such place. */
    synchronized void hold(Thread thread, String place, int number) {
        only = thread;
        where = Pattern.compile(place);
        which = number;
        toThrow = null;
        held = null;
        heldAt = null;
    }

    /** Waits until the thread that is to be held is. */
    void awaitHeld(String probably) {
        await(() -> heldAt().isPresent(), () -> "no thread came to such a place: " + where
                + "\n  what it probably means: " + probably);
    }

    private synchronized Thread heldThread() {
        return held;
    }

    private synchronized Optional<String> heldAt() {
        return Optional.ofNullable(heldAt);
    }

    /** Lets the thread that is held go on; holds none any more. */
    synchronized void release() {
        where = null;
        held = null;
        notifyAll();
    }

    /**
     * Lets the client send a line, and waits until its thread has done what it could: it asks for another line, it has
     * ended, it is held (where, is the result), or it can't go on before another thread does.
     */
    Optional<String> send(TestClient client, Thread reader, String line) {
        before.put(reader, asked.get(reader));
        client.send(line);
        settle(reader);
        return heldAt().filter(_ -> heldThread() == reader);
    }

    /** Lets the thread that is held go on, and waits until these have done what was sent to them. */
    void goOn(Thread... readers) {
        release();
        for (var reader : readers) {
            await(() -> isDone(reader), () -> "a client's thread isn't done with the line that was sent to it: "
                    + place(reader) + "\n  what it probably means: it waits for something that never comes");
        }
    }

    /** Whether this thread has done all that {@link #send} sent to it, and asks for another line, or has ended. */
    boolean isDone(Thread reader) {
        return asked.get(reader) > before.get(reader) || !reader.isAlive();
    }

    /** Waits until this thread has done what it could. One that waits for a limited time has done that, too. */
    void settle(Thread reader) {
        settle(reader, true);
    }

    /** Waits until this thread has done what it could, also when its time to wait is over. */
    void settleForGood(Thread reader) {
        settle(reader, false);
    }

    private void settle(Thread reader, boolean withALimit) {
        var stands = new Standstill(reader, withALimit);
        await(() -> isDone(reader) || heldThread() == reader || stands.forManyLooks(),
                () -> "the thread goes on and on: " + place(reader));
    }

    /** Whether a thread stands in one place, and not for a moment only, as it may in a stream's own lock. */
    private final class Standstill {
        /** A thread that waits for its client, and one that was held and hasn't yet gone on. */
        private static final Set<String> NOT_STUCK = Set.of("readLine", "reached");

        private final Thread thread;
        private final boolean withALimit; // whether to wait for a limited time is to stand still
        private List<StackTraceElement> before = List.of();
        private int looks;

        Standstill(Thread thread, boolean withALimit) {
            this.thread = thread;
            this.withALimit = withALimit;
        }

        boolean forManyLooks() {
            var now = List.of(thread.getStackTrace());
            boolean waits = switch (thread.getState()) {
                case WAITING -> true;
                case TIMED_WAITING -> withALimit;
                case BLOCKED -> heldThread() != null; // who else would keep a monitor?
                default -> false;
            };
            boolean stands = waits && now.equals(before)
                    && now.stream().noneMatch(frame -> NOT_STUCK.contains(frame.getMethodName()));
            before = now;
            looks = stands ? looks + 1 : 0;
            return looks == 50;
        }
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(100_000); // what a thread does can only be polled
        }
    }

    /** What this thread is in the middle of, in the stage's own code. */
    static String place(Thread thread) {
        return thread.getState() + Stream.of(thread.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("chat.") && !frame.getClassName().contains("Seams"))
                .map(frame -> " in " + frame.getClassName().replaceFirst("chat\\.", "") + "." + frame.getMethodName()
                        + ", line " + frame.getLineNumber())
                .findFirst().orElse("");
    }

    /** Called by the server's threads. */
    public static void at(int id, String place) {
        var seams = ALL.get(id);
        if (seams != null) {
            seams.reached(place);
        }
    }

    private synchronized void reached(String place) {
        var thread = Thread.currentThread();
        if (place.endsWith(WAITS_FOR_INPUT) && asked.merge(thread, 1, Integer::sum) == 1) {
            readers.add(thread);
        }
        if (place.endsWith("calls ServerSocket.accept")) {
            acceptor = thread;
        }
        if (where == null || heldAt != null || only != null && only != thread || !where.matcher(place).find()
                || which-- > 0) {
            return;
        }
        heldAt = place;
        if (toThrow != null) {
            throw toThrow;
        }
        held = thread;
        boolean interrupted = false;
        while (held == thread) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            thread.interrupt();
        }
    }

    /** Begins to close the server, and waits until that has ended or can't go on while a thread is held. */
    void beginToClose() {
        closing = new FutureTask<>(() -> {
            server.close();
            return null;
        });
        var closer = Thread.startVirtualThread(closing);
        var stands = new Standstill(closer, true);
        await(() -> closing.isDone() || stands.forManyLooks(), () -> "close() goes on and on: " + place(closer));
        var acceptorStands = new Standstill(acceptor, true);
        await(() -> !acceptor.isAlive() || acceptorStands.forManyLooks(), () -> "the acceptor goes on and on: "
                + place(acceptor));
    }

    /** Closes the server. */
    void closeServer() throws Exception {
        if (closing == null) {
            beginToClose();
        }
        try {
            closing.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the server doesn't end\n  what it probably means: a thread of it waits, and "
                    + "doesn't end when it is interrupted");
        }
    }

    /** Wakes all threads that wait in an {@code Object.wait()}, for no reason: the language allows that to happen. */
    void wakeAll(Thread reader) {
        Object monitor;
        int before;
        synchronized (this) {
            monitor = waitedFor;
            before = waits;
        }
        if (monitor != null) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
            await(() -> isDone(reader) || waits() > before, () -> "the thread that was woken stands: " + place(reader));
        }
    }

    private synchronized int waits() {
        return waits;
    }

    /** Called by the server's threads before they wait for a monitor's notification. */
    public static void waits(int id, Object monitor) {
        var seams = ALL.get(id);
        if (seams != null) {
            synchronized (seams) {
                seams.waitedFor = monitor;
                seams.waits++;
            }
        }
    }

    @Override
    public void close() throws Exception {
        release();
        try {
            if (closing == null) {
                closeServer();
            }
        } finally {
            ALL.remove(id);
        }
    }

    /** Loads the stage's classes with the calls of {@link #at} in them, and leaves all others to its parent. */
    private static final class Loader extends ClassLoader {
        private final int id;
        private final Path folder;

        Loader(int id) throws Exception {
            super(Seams.class.getClassLoader());
            this.id = id;
            folder = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            setDefaultAssertionStatus(true);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var file = folder.resolve(name.replace('.', '/') + ".class");
                if (!name.startsWith("chat.") || !Files.exists(file)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name, file) : loaded;
            }
        }

        private Class<?> define(String name, Path file) {
            try {
                var format = ClassFile.of();
                byte[] code = format.transformClass(format.parse(Files.readAllBytes(file)),
                        ClassTransform.transformingMethodBodies(Loader::mayBeStoppedIn,
                                CodeTransform.ofStateful(() -> new Line(name.replaceFirst("chat\\.", ""))::add)));
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Not in what makes an object or a class: a thread that is stopped there stops all others that need it. */
        private static boolean mayBeStoppedIn(MethodModel method) {
            return !method.methodName().stringValue().startsWith("<");
        }

        /** Goes through one method's code, and knows in which line it is. */
        private final class Line {
            private final String type;
            private int number;

            Line(String type) {
                this.type = type;
            }

            void add(CodeBuilder builder, CodeElement element) {
                switch (element) {
                    case LineNumber line -> number = line.line();
                    case InvokeInstruction call when called(call).startsWith("ChatRoom.")
                            && !type.equals("ChatRoom") -> {
                        at(builder, "calls " + called(call));
                        builder.with(element);
                        at(builder, "is back from " + called(call));
                        return;
                    }
                    case InvokeInstruction call when CALLS.matcher(called(call)).matches() ->
                            at(builder, "calls " + called(call));
                    case InvokeInstruction call when call.owner().asInternalName().equals("java/lang/Object")
                            && call.name().equalsString("wait") && call.type().equalsString("()V") -> {
                        at(builder, "waits");
                        builder.dup().loadConstant(id).swap().invokestatic(SEAMS, "waits", MethodTypeDesc.of(
                                ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_Object));
                    }
                    case FieldInstruction field when field.opcode() == Opcode.PUTFIELD
                            || field.opcode() == Opcode.PUTSTATIC -> at(builder, "writes the field " + field.name());
                    case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITORENTER ->
                            at(builder, "takes a lock");
                    default -> { }
                }
                builder.with(element);
            }

            private static String called(InvokeInstruction call) {
                return call.owner().asInternalName().replaceFirst(".*/", "") + "." + call.name();
            }

            private void at(CodeBuilder builder, String what) {
                builder.loadConstant(id).loadConstant("line " + number + " of " + type + ", where it " + what)
                        .invokestatic(SEAMS, "at", MethodTypeDesc.of(ConstantDescs.CD_void,
                                ConstantDescs.CD_int, ConstantDescs.CD_String));
            }
        }
    }
}
