package scheduler;

import module java.base;
import module jdk.jdi;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.event.Event;
import scheduler.Look.Fact;

/**
 * A stage's server in a JVM of its own, under the debugger. Each of its virtual threads stops before each line of
 * ChatRoom and Hub, until it is told to go on. Its state is read by fields; nothing of the server is ever called.
 */
final class Server implements AutoCloseable {
    /** A decision that can't be carried out, and why. */
    static final class Refusal extends Exception {
        Refusal(String message) {
            super(message);
        }
    }

    private static final List<Fact> ENDED = List.of(new Fact("server", "has ended", false));
    private static final Duration PATIENCE = Duration.ofSeconds(20); // while nothing happens, though something moves
    private static final Duration ENDLESS = Duration.ofSeconds(90); // while something happens all the time
    private static final int ROUND = 300; // lines that a thread may run freely, without waiting for its client
    private static final Set<String> WAITING =
            Set.of("PARKED", "PINNED", "TIMED_PARKED", "TIMED_PINNED", "WAIT", "TIMED_WAIT");

    private final Process process;
    private final VirtualMachine vm;
    private final String greeting;
    private final int port;
    private final Map<String, SortedMap<Integer, String>> sources = new LinkedHashMap<>(); // lines by class and number
    private final String inside; // threads stop in there, too: "Session", or such as "history.add"; or null
    private final Look look; // guarded by this
    private final Deque<String> complaints = new ArrayDeque<>(); // the last lines of standard error; guarded by itself
    private Worker mover; // what moved last; guarded by this
    private long events; // handled so far; guarded by this
    private long settled; // how many these were when nothing moved; guarded by this
    private volatile boolean dead;

    /** Starts the stage in this folder. Returns when it listens. */
    Server(Path stage, String inside) throws IOException {
        this.inside = inside;
        for (String type : "Session".equals(inside) ? Weaver.andSession(watched(stage)) : watched(stage)) {
            sources.put(type, Source.of(stage.resolve("src/main/java/" + type.replace('.', '/') + ".java")));
        }
        look = new Look(sources, ROUND);
        Jvm jvm = Jvm.start(stage);
        process = jvm.process();
        vm = jvm.machine();
        var listening = new CompletableFuture<String>();
        try {
            prepare();
            Thread.ofPlatform().daemon().start(this::listen);
            follow(process.errorReader(), this::complain);
            follow(process.inputReader(), line -> {
                if (line.contains(" listening on ")) {
                    listening.complete(line);
                }
            });
            vm.resume();
            greeting = listening.get(Jvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            port = Integer.parseInt(greeting.replaceAll(".*, port (\\d+).*", "$1"));
            settle();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            close();
            throw new IOException("the server didn't start: " + e + complaints, e);
        }
    }

    static List<String> watched(Path stage) throws IOException {
        return Weaver.watched(stage.resolve("src/main/java/chat"));
    }

    // What is asked of the JVM, and what it tells.

    private void prepare() {
        var requests = vm.eventRequestManager();
        var names = new LinkedHashSet<>(sources.keySet());
        names.addAll(List.of("chat.Session", "chat.Client", "java.lang.VirtualThread",
                "java.net.Socket$SocketOutputStream"));
        for (String name : names) {
            vm.classesByName(name).forEach(this::prepare);
            var loaded = requests.createClassPrepareRequest();
            loaded.addClassFilter(name);
            enable(loaded, EventRequest.SUSPEND_EVENT_THREAD);
        }
        enable(requests.createMonitorContendedEnterRequest(), EventRequest.SUSPEND_EVENT_THREAD); // it doesn't wait yet
        enable(requests.createMonitorContendedEnteredRequest(), EventRequest.SUSPEND_NONE);
        enable(requests.createMonitorWaitRequest(), EventRequest.SUSPEND_EVENT_THREAD);
        vm.classesByName("java.lang.RuntimeException").forEach(type ->
                enable(requests.createExceptionRequest(type, true, true), EventRequest.SUSPEND_NONE));
    }

    private static void enable(EventRequest request, int suspends) {
        request.setSuspendPolicy(suspends);
        request.enable();
    }

    private void prepare(ReferenceType type) {
        switch (type.name()) {
            case "java.lang.VirtualThread" -> probe(type, "start", this::begin);
            case "java.net.Socket$SocketOutputStream" -> probe(type, "write", this::send);
            case "chat.Session" -> {
                probe(type, "run", this::arrive);
                stopAtLines(type);
            }
            case "chat.Client" -> {
                probe(type, "readLine", (worker, _) -> {
                    worker.reads++;
                    worker.reading = true;
                    worker.passed = 0;
                });
                probe(type, "send", (_, _) -> { }); // so a reader that sends isn't taken for one that reads
                probe(type, "write", (worker, frame) -> {
                    if (worker != null) { // else it is stage 6's log
                        worker.client = frame.thisObject();
                        worker.writes = true;
                    }
                });
            }
            default -> stopAtLines(type);
        }
    }

    private void stopAtLines(ReferenceType type) {
        for (Method method : sources.containsKey(type.name()) ? type.methods() : List.<Method>of()) {
            if (!method.isConstructor() && !method.isStaticInitializer() && !method.isAbstract()
                    && (!method.isSynthetic() || Weaver.isLambda(method.name()))
                    && Weaver.stopsIn(type.name().replace("chat.", ""), method.name())) {
                lines(method).forEach(line -> enable(breakpoint(line, null), EventRequest.SUSPEND_EVENT_THREAD));
            }
        }
    }

    /** What to note when a thread gets to a place, with the worker that it is, or null. */
    private interface Action {
        void on(Worker worker, StackFrame frame) throws IncompatibleThreadStateException, IOException;
    }

    /** Looks whenever a thread begins a method: that with the most parameters, if there are several. */
    private void probe(ReferenceType type, String name, Action action) {
        type.methodsByName(name).stream()
                .max(Comparator.comparingInt(method -> method.argumentTypeNames().size()))
                .ifPresent(method -> enable(breakpoint(method.location(), action), EventRequest.SUSPEND_EVENT_THREAD));
    }

    private BreakpointRequest breakpoint(Location location, Action action) {
        var request = vm.eventRequestManager().createBreakpointRequest(location);
        request.putProperty(Action.class, action);
        return request;
    }

    /** A room is seen, perhaps for the first time: if asked to, threads also stop inside of what its field does. */
    private void enter(ObjectReference room) throws IOException {
        boolean isNew = look.rooms.add(room);
        ObjectReference object = inside == null || !isNew ? null : Peek.object(room, inside.replaceAll("\\..*", ""));
        if (object == null) {
            return;
        }
        var methods = object.referenceType().methodsByName(inside.replaceAll(".*\\.", "")).stream()
                .filter(it -> !it.isAbstract() && it.signature().startsWith("(Ljava/lang/Object;")).toList();
        for (Method method : methods) { // that with the element as its first parameter, and what that calls
            for (Location line : lines(method)) {
                BreakpointRequest request = breakpoint(line, null);
                request.addInstanceFilter(object);
                enable(request, EventRequest.SUSPEND_EVENT_THREAD);
            }
            var shown = sources.computeIfAbsent(method.declaringType().name(), _ -> new TreeMap<>());
            shown.putAll(Source.of(method, lines(method)));
        }
    }

    private static List<Location> lines(Method method) {
        try {
            return method.allLineLocations();
        } catch (AbsentInformationException e) {
            throw new IllegalStateException(method + " was compiled without line numbers", e);
        }
    }

    private void listen() {
        try {
            while (true) {
                EventSet set = vm.eventQueue().remove();
                boolean held = false;
                synchronized (this) {
                    for (Event event : set) {
                        held |= handle(event);
                    }
                    events++;
                    if (held) {
                        notifyAll();
                    }
                }
                if (!held) {
                    set.resume();
                }
            }
        } catch (VMDisconnectedException e) {
            dead = true;
        } catch (Exception e) { // a class of the stage that isn't as expected, say
            complain("the tool failed: " + e);
            process.destroyForcibly();
        }
    }

    /** Takes note of an event; true if its thread is to be held. */
    private synchronized boolean handle(Event event) throws IncompatibleThreadStateException, IOException {
        Worker worker = event instanceof LocatableEvent e ? look.workers.get(e.thread().uniqueID()) : null;
        if (worker != null) {
            worker.reading = false;
        }
        if (worker != null && event instanceof BreakpointEvent) {
            worker.wants = null;
            worker.awaits = null;
        }
        switch (event) {
            case ClassPrepareEvent e -> prepare(e.referenceType());
            case BreakpointEvent e when e.request().getProperty(Action.class) instanceof Action action ->
                    action.on(worker, e.thread().frame(0));
            case BreakpointEvent e when worker != null
                    && (!worker.free || worker.isGoingRound(ROUND) || isLockWanted()) -> {
                if (worker.client == null && worker.room == null && !worker.helps) {
                    ObjectReference self = e.thread().frame(0).thisObject();
                    boolean isInRoom = self != null && self.referenceType().name().equals("chat.ChatRoom");
                    if (look.name(worker.maker) != null && !(isInRoom && runsRoom(e.thread()))) {
                        worker.helps = true;
                    } else if (isInRoom) {
                        worker.room = self;
                        enter(worker.room);
                    } else {
                        return false; // nobody knows whose thread it is
                    }
                }
                worker.at = e.location();
                return true;
            }
            case MonitorContendedEnterEvent e when worker != null -> {
                worker.has = others(e.thread(), e.monitor());
                worker.wants = e.monitor();
                worker.waitsAt = look.shown(e.thread().frames());
            }
            case MonitorWaitEvent e when worker != null -> {
                worker.has = others(e.thread(), e.monitor());
                worker.awaits = e.monitor();
                worker.waitsAt = look.shown(e.thread().frames());
            }
            case MonitorContendedEnteredEvent _ when worker != null -> worker.wants = null;
            case ExceptionEvent e when worker != null ->
                    worker.threw = " after " + e.exception().referenceType().name().replaceAll(".*\\.", "");
            default -> { }
        }
        return false;
    }

    private static boolean runsRoom(ThreadReference thread) throws IncompatibleThreadStateException {
        return thread.frames().stream().map(it -> it.location().method()).anyMatch(it ->
                it.declaringType().name().equals("chat.ChatRoom") && it.name().equals("run"));
    }

    private boolean isLockWanted() {
        return look.workers.values().stream().anyMatch(it -> it.wants != null);
    }

    private static List<ObjectReference> others(ThreadReference thread, ObjectReference lock)
            throws IncompatibleThreadStateException {
        return thread.ownedMonitors().stream().filter(it -> !it.equals(lock)).toList();
    }

    /** A thread starts another. */
    private void begin(Worker maker, StackFrame frame) {
        var thread = (ThreadReference) frame.thisObject();
        look.workers.put(thread.uniqueID(), new Worker(thread, maker));
    }

    /** A reader begins: its session knows whose it is. */
    private void arrive(Worker worker, StackFrame frame) throws IOException {
        ObjectReference session = frame.thisObject();
        worker.client = Peek.object(session, "client");
        int peer = Integer.parseInt(Peek.text(Peek.field(session, "peer")).replaceAll(".*:", ""));
        Person person = null;
        for (Person it : look.people.values()) {
            person = it.port() == peer ? it : person;
        }
        if (person == null) {
            person = new Person("nc" + (1 + look.people.values().stream().filter(Person::isFromElsewhere).count()), 0);
            look.people.put(person.name, person);
        }
        person.client = worker.client;
        person.out = Peek.object(person.client, "out");
        look.hub = Peek.object(session, "hub");
        if (look.hub == null) {
            enter(Peek.object(session, "room"));
        }
    }

    /** Bytes begin to go to a client. */
    private void send(Worker worker, StackFrame frame) {
        for (Person person : look.people.values()) {
            if (frame.thisObject().equals(person.out)) {
                person.sent += ((IntegerValue) frame.getArgumentValues().getLast()).value();
            }
        }
    }

    private static void follow(BufferedReader output, Consumer<String> action) {
        Thread.ofVirtual().start(() -> {
            try (output) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    action.accept(line);
                }
            } catch (IOException e) {
                // The process has ended.
            }
        });
    }

    private void complain(String line) {
        synchronized (complaints) {
            complaints.add(line);
            if (complaints.size() > 20) {
                complaints.remove();
            }
        }
    }

    // Decisions. Each returns when every thread is held, waits or has ended.

    void connect(String name) throws Refusal, IOException {
        synchronized (this) {
            if (look.people.containsKey(name)) {
                throw new Refusal("there is a " + name + " already");
            }
            look.people.put(name, new Person(name, port));
        }
        settle();
    }

    void type(String name, String text, int times) throws Refusal, IOException {
        person(name).type(text, times);
        settle();
    }

    void suspend(String name, boolean suspended) throws Refusal, IOException {
        person(name).suspend(suspended);
        settle();
    }

    void quit(String name) throws Refusal, IOException {
        person(name).quit();
        settle();
    }

    /** Lets a thread go to its next line; free, it goes on until it waits. */
    void step(String name, boolean free) throws Refusal, IOException {
        Worker worker = worker(name);
        synchronized (this) {
            if (worker.at == null) {
                throw new Refusal(name + " can't go on: it " + look.where(worker));
            }
            worker.free = free;
            worker.passed = 0;
        }
        do { // while others wait for a lock, line by line: one that it releases is theirs before it asks for it again
            synchronized (this) {
                worker.at = null;
                worker.wants = null;
            }
            worker.thread.resume();
            settle();
        } while (free && worker.at != null && !worker.isStopped(ROUND));
        worker.free = false;
    }

    /** Lets one thread after the other go on until it waits, and again, until none is at a line or one goes round. */
    void go() throws Refusal, IOException {
        boolean round = false;
        for (var held = held(); !held.isEmpty() && !round; held = held()) {
            for (String name : held) {
                step(name, true);
                round |= worker(name).isStopped(ROUND);
            }
        }
    }

    /** The threads that stand before a line, in the order of their start. */
    synchronized List<String> held() {
        return look.workers.values().stream().filter(worker -> worker.at != null).map(look::name).toList();
    }

    private synchronized Person person(String name) throws Refusal {
        Person person = look.people.get(name);
        if (person == null || person.isFromElsewhere()) {
            throw new Refusal("there is no client " + name + " at a terminal of this tool");
        } else if (person.isGone()) {
            throw new Refusal("the connection of " + name + " is closed");
        }
        return person;
    }

    private synchronized Worker worker(String name) throws Refusal {
        return look.workers.values().stream().filter(it -> name.equals(look.name(it))).findFirst()
                .orElseThrow(() -> new Refusal("there is no thread " + name));
    }

    /** What the server said when it began to listen. */
    String greeting() {
        return greeting;
    }

    /** Where it listens. */
    int port() {
        return port;
    }

    /** The process that the server is. */
    ProcessHandle process() {
        return process.toHandle();
    }

    boolean isDead() {
        dead |= !process.isAlive();
        return dead;
    }

    /** Whether anything has happened since the last decision. */
    boolean hasMoved() throws IOException {
        synchronized (this) {
            if (events == settled && !isDead()) {
                return false;
            }
        }
        settle();
        return true;
    }

    /** Waits until nothing moves: that must be so twice, and nothing may have happened in between. */
    private void settle() throws IOException {
        long start = System.nanoTime();
        long last = start; // when something happened last
        long seen = -1;
        try {
            for (int calm = 0; calm < 2 && !dead;) {
                synchronized (this) {
                    String moving = moving();
                    calm = moving != null ? 0 : seen == events ? calm + 1 : 1;
                    last = seen == events ? last : System.nanoTime();
                    seen = events;
                    settled = events;
                    if (moving != null && (System.nanoTime() - last > PATIENCE.toNanos()
                            || System.nanoTime() - start > ENDLESS.toNanos())) {
                        process.destroyForcibly();
                        throw new IOException("this doesn't come to rest: " + moving);
                    } else if (moving != null) {
                        wait(1);
                    }
                }
            }
        } catch (VMDisconnectedException e) {
            dead = true;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** What still moves; null if nothing does. */
    private String moving() throws IOException {
        for (Person person : look.people.values()) {
            person.pump();
        }
        if (mover != null && !rests(mover)) { // first, for it is likely
            return "the thread of " + look.name(mover) + ", " + mover.state();
        }
        for (Worker worker : look.workers.values()) {
            if (!rests(worker)) {
                mover = worker;
                return "the thread of " + look.name(worker) + ", " + worker.state();
            }
        }
        for (Person person : look.people.values()) {
            if (person.expects(look.workers.values().stream().anyMatch(it -> it.ended && it.isReaderOf(person)))) {
                return "something on the way to " + person.name;
            }
        }
        for (Worker worker : look.workers.values()) { // last, for to find that out threads are suspended
            if (worker.wants != null && look.owner(worker.wants) == null) {
                return "a lock on its way to " + look.name(worker);
            }
        }
        return null;
    }

    private boolean rests(Worker worker) {
        if (worker.at != null || worker.ended) {
            return true;
        }
        String state = worker.state();
        worker.ended = state.equals("TERMINATED");
        if (state.equals("BLOCKED") && worker.wants == null) {
            worker.wants = worker.awaits; // it was woken, and must have the lock again
        }
        return worker.ended || state.equals("BLOCKED") && worker.wants != null
                || WAITING.contains(state) && worker.wants == null && !(worker.reading && look.people.values().stream()
                        .anyMatch(it -> worker.isReaderOf(it) && it.lines >= worker.reads && !it.isFromElsewhere()));
    }

    // What can be seen, when nothing moves.

    /** Where each thread is, and why it waits; members, queues and locks; what each client has seen. */
    synchronized List<Fact> facts() {
        try {
            return isDead() ? ENDED : look.facts();
        } catch (VMDisconnectedException e) {
            dead = true;
            return ENDED;
        }
    }

    /** The line of a watched class before which each held thread stands. */
    synchronized Map<String, Location> lines() {
        try {
            return isDead() ? Map.of() : look.lines();
        } catch (VMDisconnectedException e) {
            dead = true;
            return Map.of();
        }
    }

    /** The line of a watched class in which each thread waits that does so in one. */
    synchronized Map<String, Location> waits() {
        return isDead() ? Map.of() : look.waits();
    }

    /** The clients that are suspended. */
    synchronized List<String> suspended() {
        return look.people.values().stream().filter(Person::isSuspended).map(it -> it.name).toList();
    }

    /** The sources of the classes before whose lines threads stop. */
    synchronized Map<String, SortedMap<Integer, String>> sources() {
        return new LinkedHashMap<>(sources);
    }

    /** The last that the server said on standard error. */
    List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    /** Ends the server, whatever it does. */
    @Override
    public void close() {
        process.destroyForcibly();
        look.people.values().forEach(Person::close);
    }
}
