package chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scheduler.StageLoader;

/**
 * A server of this stage whose threads can be held between two of their steps. A check holds a client's thread at one
 * place, lets another client act meanwhile, and then lets the first go on. It does so for each place, with a new server
 * each time. So a mistake that needs just one order of steps is found every time.
 *
 * <p>The places are called seams. The server's classes are loaded once more, with a call of {@link #pass} before each
 * step in which threads can meet: a call of {@code ChatRoom}, of {@code Hub}, of {@code Client.send} or of
 * {@code java.util}, {@code java.io} or {@code java.net}, a write to a field, and the taking of a lock. One more is
 * behind each call of {@code ChatRoom}. In messages a seam is
 * {@code line 57 of Session, where it calls ChatRoom.say}.
 */
public final class Seams implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static final Map<Integer, Seams> ALL = new ConcurrentHashMap<>(); // by the numbers in their servers' code
    private static final String ASKS_FOR_A_LINE = "calls Client.readLine";

    private final Thread starter = Thread.currentThread(); // runs the server's code, too, when it makes the server
    private final int id = NEXT.getAndIncrement();
    private final AutoCloseable server;
    private final int port;

    private final CopyOnWriteArrayList<Thread> threads = new CopyOnWriteArrayList<>(); // in order of their first seams
    private final AtomicInteger passed = new AtomicInteger(); // seams, by all threads
    private final Map<Thread, Integer> asked = new ConcurrentHashMap<>(); // how often it has asked for a line
    private final List<Thread> readers = new CopyOnWriteArrayList<>(); // in the order in which they first asked

    private final Map<TestClient, Thread> threadOf = new ConcurrentHashMap<>();
    private final Map<Thread, Integer> askedBefore = new ConcurrentHashMap<>(); // it was last sent something
    private final AtomicInteger falseAlarms = new AtomicInteger(); // how many waits are to end for no reason
    private volatile Hold hold = new Hold(_ -> false, "", 0, null);
    private FutureTask<Void> closing; // null until the server is told to close

    private Seams() throws Exception {
        ALL.put(id, this);
        var classes = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var type = new StageLoader(classes, Seams.class, this::withSeams).loadClass("chat.ChatServer");
        server = (AutoCloseable) type.getMethod("start", InetSocketAddress.class)
                .invoke(null, new InetSocketAddress("localhost", 0));
        port = (int) type.getMethod("port").invoke(server);
    }

    static Seams server() throws Exception {
        ServerLog.open();
        return new Seams();
    }

    int port() {
        return port;
    }

    // Clients.

    /** Connects, and waits until the server waits for the client's name. */
    TestClient connect() {
        int before = readers.size();
        var client = TestClient.connect(port);
        client.expectPrompt("every client is greeted and asked for its name");
        ThreadWatch.await(() -> readers.size() > before, () -> "no thread of the server reads the client's name");
        threadOf.put(client, readers.getLast());
        return client;
    }

    /** Connects, gives a name, and waits until the others have been told and the server waits for a line. */
    TestClient join(String name, TestClient... others) {
        var client = connect();
        send(client, name);
        settleForGood(client); // a room that sleeps before it lets somebody in isn't done yet
        for (var other : others) {
            other.expectJoined(name);
        }
        return client;
    }

    /** Connects, and waits until the server has answered in some way, or can't while a thread of it is held. */
    TestClient arrive() {
        int before = threads.size();
        var acceptor = threads.getFirst();
        var client = TestClient.connect(port);
        var stands = new Standstill(null, true);
        ThreadWatch.await(() -> (threads.size() > before || hasBytes(client) || !isIn(acceptor, "accept"))
                && stands.getAsBoolean(), () -> "the server doesn't come to rest when a client connects");
        return client;
    }

    /**
     * Sends a line, and waits until the client's thread has done what it can: it asks for the next line, it has ended,
     * it is held, or it can't go on before another thread does. The result is where it is held.
     */
    Optional<String> send(TestClient client, String line) {
        return act(client, () -> client.send(line));
    }

    /** The same with what isn't a line. */
    Optional<String> act(TestClient client, Runnable sends) {
        var thread = threadOf.get(client);
        askedBefore.put(thread, asked.get(thread));
        sends.run();
        settle(client);
        return Optional.ofNullable(hold.thread == thread ? hold.place : null);
    }

    /** Whether the client's thread has done all that was sent to it, and asks for the next line or has ended. */
    boolean isDone(TestClient client) {
        var thread = threadOf.get(client);
        return asked.get(thread) > askedBefore.get(thread) || !thread.isAlive();
    }

    /** Whether the client's thread waits, and for a limited time only. */
    boolean waitsForALimitedTime(TestClient client) {
        return threadOf.get(client).getState() == Thread.State.TIMED_WAITING;
    }

    /** Whether the client's thread has ended. */
    boolean hasEnded(TestClient client) {
        return !threadOf.get(client).isAlive();
    }

    private static boolean hasBytes(TestClient client) {
        try {
            return client.bytesWaiting() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isIn(Thread thread, String method) {
        return Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals(method));
    }

    /** What the client's thread is doing. */
    String where(TestClient client) {
        var thread = threadOf.get(client);
        return thread.getState() + Stream.of(thread.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("chat.") && !frame.getClassName().contains("Seams"))
                .map(frame -> " in " + frame.getClassName().replace("chat.", "") + "." + frame.getMethodName()
                        + ", line " + frame.getLineNumber())
                .findFirst().orElse("");
    }

    /** Waits until the client's thread has done what it can. To wait for a limited time is to stand still, too. */
    void settle(TestClient client) {
        awaitSettled(client, true);
    }

    /** Waits until the client's thread has done what it can, also after a wait for a limited time. */
    void settleForGood(TestClient client) {
        awaitSettled(client, false);
    }

    // Holding a thread.

    /** Holds the client's thread at the seam of this number, 0 for the next that it comes to. */
    void hold(TestClient client, int number) {
        hold(client, "^(?!.*readLine)", number);
    }

    /** Holds the client's thread at the seam of this number among those that look like this. */
    void hold(TestClient client, String where, int number) {
        var thread = threadOf.get(client);
        hold = new Hold(current -> current == thread, where, number, null);
    }

    /** Holds the thread of the next client that connects. */
    void holdNewcomer(int number) {
        var known = Set.copyOf(threads);
        hold = new Hold(current -> !known.contains(current), "^(?!.*readLine)", number, null);
    }

    /** Holds the next thread, of whomever, that comes to a seam that looks like this. */
    void holdAny(String where) {
        hold = new Hold(_ -> true, where, 0, null);
    }

    /** Lets the next thread that comes to such a seam fail. */
    void failAny(String where, RuntimeException failure) {
        hold = new Hold(_ -> true, where, 0, failure);
    }

    /** Lets the next wait in an {@code Object} or {@code Condition} end for no reason: the language allows that. */
    void wakeNextForNoReason() {
        falseAlarms.set(1);
    }

    /** Where the thread is held; null if none is yet. */
    String heldAt() {
        return hold.place;
    }

    /** Waits until a thread is held. */
    void awaitHeld(String probably) {
        ThreadWatch.await(() -> heldAt() != null, () -> "no thread came to a place like this: " + hold.where
                + "\n  what it probably means: " + probably);
    }

    /** Lets the thread that is held go on. */
    void release() {
        hold.opened.countDown();
        hold = new Hold(_ -> false, "", 0, null);
    }

    /** Lets the thread that is held go on, and waits until the threads of these clients are done. */
    void goOn(TestClient... clients) {
        release();
        for (var client : clients) {
            ThreadWatch.await(() -> isDone(client), () -> "a client's thread isn't done with what was sent to it: "
                    + where(client) + "\n  what it probably means: it waits for something that never comes");
        }
    }

    // The end of the server.

    /** Begins to close the server, and waits until that has ended or can't go on while a thread is held. */
    void beginToClose() {
        closing = new FutureTask<>(() -> {
            server.close();
            return null;
        });
        threads.add(Thread.startVirtualThread(closing));
        var stands = new Standstill(null, true);
        ThreadWatch.await(() -> closing.isDone() || stands.getAsBoolean(), () -> "close() goes on and on");
    }

    void closeServer() throws Exception {
        if (closing == null) {
            beginToClose();
        }
        try {
            closing.get(TestClient.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the server doesn't end\n  what it probably means: a thread of it waits, and "
                    + "doesn't end when it is interrupted");
        }
    }

    @Override
    public void close() throws Exception {
        release();
        try {
            closeServer();
        } finally {
            ALL.remove(id);
        }
    }

    // What the server's code calls.

    /** Every thread of the server calls this at each seam. */
    public static void pass(int id, String place) {
        var seams = ALL.get(id);
        if (seams != null) {
            seams.passed(Thread.currentThread(), place);
        }
    }

    private void passed(Thread thread, String place) {
        if (thread == starter) {
            return;
        }
        threads.addIfAbsent(thread);
        passed.incrementAndGet();
        if (place.endsWith(ASKS_FOR_A_LINE) && asked.merge(thread, 1, Integer::sum) == 1) {
            readers.add(thread);
        }
        hold.pass(thread, place);
    }

    /** The server's code calls this in place of {@code wait} and {@code await}. */
    public static void waitFor(Object monitor, int id) throws InterruptedException {
        var seams = ALL.get(id);
        if (seams != null && seams.falseAlarms.getAndDecrement() > 0) {
            return;
        }
        if (monitor instanceof Condition condition) {
            condition.await();
        } else {
            monitor.wait();
        }
    }

    /** Which thread is to be held, and where. */
    private static final class Hold {
        private final Predicate<Thread> whom;
        private final Pattern where;
        private final AtomicInteger left;
        private final RuntimeException failure; // null to hold the thread
        private final CountDownLatch opened = new CountDownLatch(1);
        private volatile Thread thread; // these two are null until a thread is held
        private volatile String place;

        Hold(Predicate<Thread> whom, String where, int number, RuntimeException failure) {
            this.whom = whom;
            this.where = Pattern.compile(where);
            this.left = new AtomicInteger(number);
            this.failure = failure;
        }

        void pass(Thread current, String seam) {
            if (!whom.test(current) || !where.matcher(seam).find() || left.getAndDecrement() != 0) {
                return;
            }
            if (failure != null) {
                throw failure;
            }
            place = seam;
            thread = current;
            boolean interrupted = false;
            while (opened.getCount() > 0) {
                try {
                    opened.await();
                } catch (InterruptedException e) {
                    interrupted = true; // it shall find that later, not be let go by it
                }
            }
            if (interrupted) {
                current.interrupt();
            }
        }
    }

    // When a thread can't go on. That can only be seen by looking again and again.

    private void awaitSettled(TestClient client, boolean withALimit) {
        var thread = threadOf.get(client);
        var stands = new Standstill(thread, withALimit);
        ThreadWatch.await(() -> isDone(client) || hold.thread == thread || stands.getAsBoolean(),
                () -> "a client's thread goes on and on: " + where(client));
    }

    /** Whether no thread of the server can go on by itself, in many looks in a row. */
    private final class Standstill implements BooleanSupplier {
        private final Thread reader; // was sent something, which it hasn't got while it is in readLine; or null
        private final boolean withALimit; // whether a thread that waits for a limited time stands still
        private int passedBefore;
        private int looks;

        Standstill(Thread reader, boolean withALimit) {
            this.reader = reader;
            this.withALimit = withALimit;
        }

        @Override
        public boolean getAsBoolean() {
            boolean stands = threads.stream().noneMatch(this::canGoOn) && passed.get() == passedBefore;
            passedBefore = passed.get();
            looks = stands ? looks + 1 : 0;
            return looks == 20;
        }

        private boolean canGoOn(Thread thread) {
            return switch (thread.getState()) {
                case NEW, RUNNABLE -> true;
                case BLOCKED -> hold.thread == null; // else the one that is held may have the lock
                case WAITING -> thread == reader && isIn(thread, "readLine");
                case TIMED_WAITING -> !withALimit;
                case TERMINATED -> false;
            };
        }
    }

    // How seams come into the server's code.

    /** Not in what makes an object or a class: a thread that is held there holds up all that need it. */
    private ClassTransform withSeams(ClassModel type) {
        String name = type.thisClass().asSymbol().displayName();
        return ClassTransform.transformingMethodBodies(method -> !method.methodName().stringValue().startsWith("<"),
                CodeTransform.ofStateful(() -> new SeamMaker(id, name)));
    }

    /** Goes through the code of one method, and puts a seam before each step in which threads can meet. */
    private static final class SeamMaker implements CodeTransform {
        private static final ClassDesc SEAMS = ClassDesc.of("chat.Seams");
        private static final MethodTypeDesc PASS =
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_String);
        private static final MethodTypeDesc WAIT_FOR =
                MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object, ConstantDescs.CD_int);
        private static final Pattern CALLS = Pattern.compile("chat\\.(ChatRoom|Hub)\\..*|chat\\.Client\\.(readLine|send)"
                + "|java\\.(util|io|net)\\.(?!regex|stream).*");

        private final int id;
        private final String type;
        private int line;

        SeamMaker(int id, String type) {
            this.id = id;
            this.type = type;
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case MonitorInstruction monitor when monitor.opcode() == Opcode.MONITORENTER ->
                        seam(code, "takes a lock");
                case FieldInstruction field when field.opcode().toString().startsWith("PUT") ->
                        seam(code, "writes the field " + field.name());
                case InvokeInstruction call when isWait(call) -> {
                    seam(code, "waits");
                    code.loadConstant(id).invokestatic(SEAMS, "waitFor", WAIT_FOR);
                    return;
                }
                case InvokeInstruction call when CALLS.matcher(fullName(call)).matches()
                        && !call.name().equalsString("<init>") -> {
                    String name = fullName(call).replaceFirst(".*\\.(.*\\.)", "$1");
                    seam(code, "calls " + name);
                    if (name.startsWith("ChatRoom.") && !type.startsWith("ChatRoom")) {
                        code.with(element);
                        seam(code, "is back from " + name);
                        return;
                    }
                }
                default -> { }
            }
            code.with(element);
        }

        private static boolean isWait(InvokeInstruction call) {
            return List.of("java.lang.Object.wait", "java.util.concurrent.locks.Condition.await")
                    .contains(fullName(call)) && call.type().equalsString("()V");
        }

        private static String fullName(InvokeInstruction call) {
            return call.owner().asInternalName().replace('/', '.') + "." + call.name();
        }

        private void seam(CodeBuilder code, String what) {
            code.loadConstant(id).loadConstant("line " + line + " of " + type + ", where it " + what)
                    .invokestatic(SEAMS, "pass", PASS);
        }
    }
}
