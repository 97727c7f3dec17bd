package scheduler;

import module java.base;
import module jdk.jdi;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.event.Event;

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

    /** One thing that can be seen: where a thread is, or a piece of the state. */
    record Fact(String of, String text, boolean isThread) {
        @Override
        public String toString() {
            return of + (isThread ? " " : ": ") + text;
        }
    }

    /** A virtual thread of the server, from before its start. Guarded by the Server. */
    private static final class Worker {
        final ThreadReference thread;
        ObjectReference client; // whose reader or writer it is
        boolean writes;
        ObjectReference room; // whose thread it is
        Location at; // the line before which it is held; null: it isn't held
        boolean free; // it doesn't stop at lines for now
        ObjectReference wants; // the lock that it asked for last, unless it has got it
        int reads; // calls of readLine
        boolean reading; // it is in the last of these, or has done nothing since
        String threw = "";
        boolean ended;

        Worker(ThreadReference thread) {
            this.thread = thread;
        }

        boolean isReaderOf(Person person) {
            return !writes && client != null && client.equals(person.client);
        }
    }

    /** Where a thread is, or why it doesn't go on, and the locks that it has. */
    private record Place(String text, List<ObjectReference> locks) {}

    private static final List<Fact> ENDED = List.of(new Fact("server", "has ended", false));
    private static final List<String> WATCHED = List.of("chat.ChatRoom", "chat.Hub");
    private static final Duration PATIENCE = Duration.ofSeconds(20); // while nothing happens, though something moves
    private static final Duration ENDLESS = Duration.ofSeconds(90); // while something happens all the time
    private static final Set<String> WAITING =
            Set.of("PARKED", "PINNED", "TIMED_PARKED", "TIMED_PINNED", "WAIT", "TIMED_WAIT");
    private static final int CARRIERS = 64; // a virtual thread that is held keeps its carrier

    private final Process process;
    private final VirtualMachine vm;
    private final int port;
    private final Map<String, List<String>> sources = new HashMap<>(); // by class
    private final Map<Long, Worker> workers = new LinkedHashMap<>(); // by thread; guarded by this
    private final Map<String, Person> people = new LinkedHashMap<>(); // by name; guarded by this
    private final Set<ObjectReference> rooms = new LinkedHashSet<>(); // guarded by this
    private final Deque<String> complaints = new ArrayDeque<>(); // the last lines of standard error; guarded by itself
    private final Map<Integer, String> states = new HashMap<>(); // of a virtual thread; guarded by this
    private ObjectReference hub; // guarded by this
    private Worker mover; // what moved last; guarded by this
    private long events; // handled so far; guarded by this
    private long settled; // how many these were when nothing moved; guarded by this
    private volatile boolean dead;

    /** Starts the stage in this folder. Returns when it listens. */
    Server(Path stage) throws IOException {
        for (String type : WATCHED) {
            Path source = stage.resolve("src/main/java").resolve(type.replace('.', '/') + ".java");
            if (Files.exists(source)) {
                sources.put(type, Files.readAllLines(source));
            }
        }
        Path tool = Path.of(URI.create(Launch.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-Djdk.virtualThreadScheduler.parallelism=" + CARRIERS,
                "-Djdk.pollerMode=1", // with platform threads, so that all virtual threads are the stage's own
                "-cp", stage.resolve("target/classes") + File.pathSeparator + tool,
                "scheduler.Launch"));
        if (isLimited(stage)) {
            command.addAll(List.of("--idle=1000h", "--name-timeout=1000h"));
        }
        command.add("localhost:0");
        var listening = new CompletableFuture<Integer>();
        try {
            synchronized (Server.class) { // the JDK's connector is one for all
                var connector = Bootstrap.virtualMachineManager().listeningConnectors().stream()
                        .filter(it -> it.name().equals("com.sun.jdi.SocketListen")).findFirst().orElseThrow();
                var arguments = connector.defaultArguments();
                arguments.get("localAddress").setValue("127.0.0.1");
                arguments.get("port").setValue("0");
                arguments.get("timeout").setValue(String.valueOf(PATIENCE.toMillis()));
                String debugger = connector.startListening(arguments).replaceAll(".*:", "127.0.0.1:");
                command.set(1, "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + debugger);
                process = new ProcessBuilder(command).start();
                vm = connector.accept(arguments);
                connector.stopListening(arguments);
            }
            prepare();
            Thread.ofPlatform().daemon().start(this::listen);
            follow(process.errorReader(), this::complain);
            follow(process.inputReader(), line -> {
                if (line.contains(" listening on ")) {
                    listening.complete(Integer.valueOf(line.replaceAll(".*, port (\\d+).*", "$1")));
                }
            });
            vm.resume();
            port = listening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            settle();
        } catch (IllegalConnectorArgumentsException | InterruptedException | ExecutionException | TimeoutException e) {
            close();
            throw new IOException("the server didn't start: " + e + complaints, e);
        }
    }

    /** Whether this is stage 6, whose time limits run on while a thread is held. */
    static boolean isLimited(Path stage) {
        return Files.exists(stage.resolve("target/classes/chat/Limits.class"));
    }

    // What is asked of the JVM, and what it tells.

    private void prepare() {
        var requests = vm.eventRequestManager();
        var names = new ArrayList<>(WATCHED);
        names.addAll(List.of("chat.Session", "chat.Client", "java.lang.VirtualThread",
                "java.net.Socket$SocketOutputStream"));
        for (String name : names) {
            vm.classesByName(name).forEach(this::prepare);
            var loaded = requests.createClassPrepareRequest();
            loaded.addClassFilter(name);
            enable(loaded, EventRequest.SUSPEND_EVENT_THREAD);
        }
        enable(requests.createMonitorContendedEnterRequest(), EventRequest.SUSPEND_NONE);
        enable(requests.createMonitorContendedEnteredRequest(), EventRequest.SUSPEND_NONE);
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
            case "chat.Session" -> probe(type, "run", this::arrive);
            case "chat.Client" -> {
                probe(type, "readLine", (worker, _) -> {
                    worker.reads++;
                    worker.reading = true;
                });
                probe(type, "send", (_, _) -> { }); // so a reader that sends isn't taken for one that reads
                probe(type, "write", (worker, frame) -> {
                    if (worker != null) { // else it is stage 6's log
                        worker.client = frame.thisObject();
                        worker.writes = true;
                    }
                });
            }
            default -> {
                for (Method method : type.methods()) {
                    if (!method.isConstructor() && !method.isStaticInitializer() && !method.isSynthetic()
                            && !method.isAbstract()) {
                        lines(method).forEach(line -> breakpoint(line, null));
                    }
                }
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
                .ifPresent(method -> breakpoint(method.location(), action));
    }

    private void breakpoint(Location location, Action action) {
        var request = vm.eventRequestManager().createBreakpointRequest(location);
        request.putProperty(Action.class, action);
        enable(request, EventRequest.SUSPEND_EVENT_THREAD);
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
        Worker worker = event instanceof LocatableEvent e ? workers.get(e.thread().uniqueID()) : null;
        if (worker != null) {
            worker.reading = false;
        }
        switch (event) {
            case ClassPrepareEvent e -> prepare(e.referenceType());
            case BreakpointEvent e when e.request().getProperty(Action.class) instanceof Action action ->
                    action.on(worker, e.thread().frame(0));
            case BreakpointEvent e when worker != null && !worker.free -> {
                if (worker.client == null && worker.room == null) {
                    worker.room = e.thread().frame(0).thisObject(); // it begins with ChatRoom.run
                    rooms.add(worker.room);
                }
                worker.at = e.location();
                return true;
            }
            case MonitorContendedEnterEvent e when worker != null -> worker.wants = e.monitor();
            case MonitorContendedEnteredEvent _ when worker != null -> worker.wants = null;
            case ExceptionEvent e when worker != null ->
                    worker.threw = " after " + e.exception().referenceType().name().replaceAll(".*\\.", "");
            default -> { }
        }
        return false;
    }

    /** A thread starts another. */
    private void begin(Worker parent, StackFrame frame) {
        var thread = (ThreadReference) frame.thisObject();
        workers.put(thread.uniqueID(), new Worker(thread));
    }

    /** A reader begins: its session knows whose it is. */
    private void arrive(Worker worker, StackFrame frame) throws IOException {
        ObjectReference session = frame.thisObject();
        worker.client = Peek.object(session, "client");
        int peer = Integer.parseInt(Peek.text(Peek.field(session, "peer")).replaceAll(".*:", ""));
        Person person = null;
        for (Person it : people.values()) {
            person = it.isAt(peer) ? it : person;
        }
        if (person == null) {
            person = new Person("nc" + (1 + people.values().stream().filter(Person::isFromElsewhere).count()), 0);
            people.put(person.name, person);
        }
        person.client = worker.client;
        person.out = Peek.object(person.client, "out");
        hub = Peek.object(session, "hub");
        if (hub == null) {
            rooms.add(Peek.object(session, "room"));
        }
    }

    /** Bytes begin to go to a client. */
    private void send(Worker worker, StackFrame frame) {
        for (Person person : people.values()) {
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
            if (people.containsKey(name)) {
                throw new Refusal("there is a " + name + " already");
            }
            people.put(name, new Person(name, port));
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
                throw new Refusal(name + " can't go on: it " + place(worker).text);
            }
            worker.free = free;
            worker.at = null;
            worker.wants = null;
        }
        worker.thread.resume();
        settle();
        worker.free = false;
    }

    /** Lets one thread after the other go on until it waits, and again, until none is at a line. */
    void go() throws Refusal, IOException {
        for (var held = held(); !held.isEmpty(); held = held()) {
            for (String name : held) {
                step(name, true);
            }
        }
    }

    /** The threads that stand before a line, in the order of their start. */
    synchronized List<String> held() {
        return workers.values().stream().filter(worker -> worker.at != null).map(this::name).toList();
    }

    private synchronized Person person(String name) throws Refusal {
        Person person = people.get(name);
        if (person == null || person.isFromElsewhere()) {
            throw new Refusal("there is no client " + name + " at a terminal of this tool");
        } else if (person.isGone()) {
            throw new Refusal("the connection of " + name + " is closed");
        }
        return person;
    }

    private synchronized Worker worker(String name) throws Refusal {
        return workers.values().stream().filter(it -> name.equals(name(it))).findFirst()
                .orElseThrow(() -> new Refusal("there is no thread " + name));
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
        for (Person person : people.values()) {
            person.pump();
        }
        if (mover != null && !rests(mover)) { // first, for it is likely
            return "the thread of " + name(mover) + ", " + state(mover);
        }
        for (Worker worker : workers.values()) {
            if (!rests(worker)) {
                mover = worker;
                return "the thread of " + name(worker) + ", " + state(worker);
            }
        }
        for (Person person : people.values()) {
            if (person.expects(workers.values().stream().anyMatch(it -> it.ended && it.isReaderOf(person)))) {
                return "something on the way to " + person.name;
            }
        }
        for (Worker worker : workers.values()) { // last, for to find that out threads are suspended
            if (worker.wants != null && owner(worker.wants) == null) {
                return "a lock on its way to " + name(worker);
            }
        }
        return null;
    }

    private boolean rests(Worker worker) {
        if (worker.at != null || worker.ended) {
            return true;
        }
        String state = state(worker);
        worker.ended = state.equals("TERMINATED");
        return worker.ended || state.equals("BLOCKED") && worker.wants != null
                || WAITING.contains(state) && worker.wants == null && !(worker.reading && people.values().stream()
                        .anyMatch(it -> worker.isReaderOf(it) && it.lines >= worker.reads && !it.isFromElsewhere()));
    }

    /**
     * The state of a virtual thread as it has it itself. What the debugger says (ThreadReference.status) is now and
     * then RUNNING for ever of one that is parked: seen with JDK 25.0.3, in one start of ten under load.
     */
    private String state(Worker worker) {
        try {
            if (states.isEmpty()) {
                ReferenceType type = worker.thread.referenceType();
                type.fields().stream().filter(it -> it.isStatic() && it.name().matches("[A-Z_]+")).forEach(it -> {
                    if (type.getValue(it) instanceof IntegerValue state) {
                        states.put(state.value(), it.name());
                    }
                });
            }
            return states.get(Peek.number(worker.thread, "state") & 0xff); // a bit above says that it is suspended
        } catch (ObjectCollectedException e) {
            return "TERMINATED";
        }
    }

    // What can be seen. To be asked for when nothing moves.

    /** Where each thread is, and why it waits; members, queues and locks; what each client has seen. */
    synchronized List<Fact> facts() {
        try {
            return isDead() ? ENDED : look();
        } catch (VMDisconnectedException e) {
            dead = true;
            return ENDED;
        }
    }

    private List<Fact> look() {
        var facts = new ArrayList<Fact>();
        var locks = new LinkedHashSet<String>();
        for (Worker worker : workers.values()) {
            if (name(worker) != null) {
                Place place = place(worker);
                facts.add(new Fact(name(worker), place.text, true));
                for (ObjectReference lock : place.locks) {
                    String waiting = workers.values().stream().filter(it -> lock.equals(it.wants)).map(this::name)
                            .collect(Collectors.joining(", "));
                    if (waiting.isEmpty() && !lock.referenceType().name().startsWith("chat.")) {
                        continue; // one of the JDK's own
                    }
                    locks.add("lock of " + type(lock) + ": held by " + name(worker)
                            + (waiting.isEmpty() ? "" : ", wanted by " + waiting));
                }
            }
        }
        locks.forEach(lock -> facts.add(new Fact(lock.split(": ")[0], lock.split(": ")[1], false)));
        if (hub != null) {
            String rooms = entries(hub, "counts", (room, count) -> Peek.text(room) + " (" + Peek.text(count) + ")");
            facts.add(new Fact("rooms", rooms, false));
        }
        for (ObjectReference room : rooms) {
            if (workers.values().stream().noneMatch(it -> room.equals(it.room) && it.ended)) {
                String of = name(room).equals("room") ? "" : " of " + name(room).replace("room ", "");
                int lines = Peek.size(Peek.object(room, "history"));
                facts.add(new Fact("members" + of, entries(room, "members", this::member), false));
                facts.add(new Fact("history" + of, lines + (lines == 1 ? " line" : " lines"), false));
                queue("inbox" + of, Peek.object(room, "inbox"), facts);
            }
        }
        for (Person person : people.values()) {
            String called = Peek.text(Peek.field(person.client, "name"));
            if (called != null) {
                facts.add(new Fact("name of " + person.name, called, false));
            }
            queue("outbox of " + person.name, Peek.object(person.client, "outbox"), facts);
            person.screen().forEach(line -> facts.add(new Fact(person.name + " sees", line, false)));
        }
        return facts;
    }

    /** The line of a watched class before which each held thread stands. */
    synchronized Map<String, Map.Entry<String, Integer>> lines() {
        var lines = new LinkedHashMap<String, Map.Entry<String, Integer>>();
        workers.values().stream().filter(it -> it.at != null).forEach(it ->
                lines.put(name(it), Map.entry(it.at.declaringType().name(), it.at.lineNumber())));
        return lines;
    }

    /** The sources of the classes before whose lines threads stop. */
    Map<String, List<String>> sources() {
        return sources;
    }

    /** The last that the server said on standard error. */
    List<String> complaints() {
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    private String name(Worker worker) {
        if (worker.room != null) {
            return name(worker.room);
        }
        String person = worker.client == null ? null : whose(worker.client);
        return person == null || !worker.writes ? person : person + " (writer)";
    }

    private static String name(ObjectReference room) {
        String name = Peek.text(Peek.field(room, "name"));
        return name == null ? "room" : "room " + name;
    }

    private static String type(ObjectReference object) {
        return object.referenceType().name().replaceAll(".*[.$]", "");
    }

    private static String entries(ObjectReference of, String map, BiFunction<Value, Value, String> text) {
        return Peek.entries(Peek.object(of, map)).stream().map(it -> text.apply(it.getKey(), it.getValue()))
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), all -> all.isEmpty() ? "nobody" : all));
    }

    private String member(Value name, Value client) {
        String person = whose(client);
        return Peek.text(name).equals(person) ? person : Peek.text(name) + " (" + person + ")";
    }

    private static void queue(String name, ObjectReference queue, List<Fact> facts) {
        if (queue != null) {
            facts.add(new Fact(name, fill(queue), false));
        }
    }

    /** How full a queue of any stage is: an ArrayBlockingQueue, or an Outbox. */
    private static String fill(ObjectReference queue) {
        int capacity = Peek.field(queue, "items") instanceof ArrayReference items
                ? items.length() : Peek.number(queue, "capacity");
        return Peek.number(queue, "count") + "/" + capacity;
    }

    private Worker owner(ObjectReference lock) {
        return workers.values().stream().filter(it -> it.wants == null && name(it) != null)
                .filter(it -> place(it).locks.contains(lock)).findFirst().orElse(null);
    }

    /** To be asked when nothing moves. A thread that waits for a lock is never suspended to find out about it. */
    private Place place(Worker worker) {
        if (worker.ended) {
            return new Place("has ended" + worker.threw, List.of());
        } else if (worker.wants != null) {
            return new Place("waits for the lock of " + type(worker.wants) + ", which " + name(owner(worker.wants))
                    + " holds", List.of());
        }
        worker.thread.suspend();
        try {
            String text = worker.at == null ? why(worker.thread.frames()) : "stands before `"
                    + sources.get(worker.at.declaringType().name()).get(worker.at.lineNumber() - 1).strip() + "` in "
                    + worker.at.method().name() + worker.threw;
            return new Place(text, worker.thread.ownedMonitors());
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        } finally {
            worker.thread.resume();
        }
    }

    private String why(List<StackFrame> frames) {
        for (StackFrame frame : frames) {
            String method = frame.location().method().name();
            switch (frame.location().declaringType().name() + "." + method) {
                case "java.net.Socket$SocketOutputStream.write" -> {
                    return "waits for the socket of " + whose("out", frame.thisObject());
                }
                case "java.util.concurrent.ArrayBlockingQueue.put", "java.util.concurrent.ArrayBlockingQueue.take",
                        "chat.Outbox.add", "chat.Outbox.take" -> {
                    ObjectReference queue = frame.thisObject();
                    String state = method.equals("take") ? " is empty" : " is full, " + fill(queue);
                    for (ObjectReference room : rooms) {
                        if (queue.equals(Peek.object(room, "inbox"))) {
                            return "waits: the inbox of " + name(room) + state;
                        }
                    }
                    String whose = whose("outbox", queue);
                    return whose == null ? "waits for an answer of " + room(frames)
                            : "waits: the outbox of " + whose + state;
                }
                case "chat.Client.readLine" -> {
                    return "waits for a line of " + whose(frame.thisObject());
                }
                case "java.util.concurrent.locks.ReentrantLock.lock" -> {
                    return "waits for a ReentrantLock";
                }
                case "java.util.concurrent.FutureTask.get" -> {
                    return "waits for its writer to end";
                }
                default -> { }
            }
        }
        return "waits";
    }

    private String whose(Value client) {
        return people.values().stream().filter(it -> client.equals(it.client)).findFirst().map(it -> it.name)
                .orElse(null);
    }

    /** The client that has this object in this field. */
    private String whose(String field, ObjectReference object) {
        return people.values().stream().filter(it -> object.equals(Peek.field(it.client, field))).findFirst()
                .map(it -> it.name).orElse(null);
    }

    private static String room(List<StackFrame> frames) {
        return frames.stream().filter(it -> it.location().declaringType().name().equals("chat.ChatRoom")).findFirst()
                .map(it -> name(it.thisObject())).orElse("a room");
    }

    /** Ends the server, whatever it does. */
    @Override
    public void close() {
        process.destroyForcibly();
        people.values().forEach(Person::close);
    }
}
