package scheduler;

import module java.base;

/**
 * One order, tried on a new server in this JVM: clients at real sockets, and the server's threads moved one at a time
 * from one place where they touch what others see to the next. What was done is noted as the decisions of a film.
 */
final class Trial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10); // with what moves on and on
    private static final Duration HANDOVER = Duration.ofSeconds(1); // of a monitor of the JDK's own, at the most
    private static final long LOOK = 50_000; // nanoseconds from one look to the next
    private static final Set<Thread> LEFT = // of earlier trials, which couldn't be ended
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** A move from one place to the next: whose it was, and what it touched; null if that isn't known. */
    record Move(String by, Set<Touch> touched) {
        /** Whether it may matter that it comes before or after the moves of others. */
        boolean meets(List<Move> all) {
            return touched == null || all.stream().anyMatch(other -> !other.by.equals(by)
                    && other.touched != null && !Collections.disjoint(touched, other.touched));
        }
    }

    /** A field of an object, or the object's lock. */
    record Touch(Object object, String field) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Touch it && it.object == object && it.field.equals(field);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(object) + field.hashCode();
        }
    }

    /** How a thread came to be: made by another, as its first, its second, and so on. */
    private record Origin(Thread maker, int number) {}

    /** A thread of the server, as it is called in films: after its client, its room, or the thread that made it. */
    private static final class Hand {
        final Thread thread;
        final String name;
        volatile boolean held;
        volatile boolean stands; // held, or let go and not gone on yet
        volatile int moves; // that it may make before it stops again
        volatile int lines; // that it has come to
        volatile Set<Touch> touched; // since it stood still; null if that isn't known
        volatile String place; // before which it is held, or was held last
        int film = 1; // before which of them it stands in the film, or will when it goes on

        Hand(Thread thread, String name) {
            this.thread = thread;
            this.name = name;
        }
    }

    final Map<Thread, Object> wants = new ConcurrentHashMap<>(); // the lock that a thread asked for last and hasn't got
    final Map<Object, Thread> owners = Collections.synchronizedMap(new IdentityHashMap<>()); // of locks
    private final List<Gate.Wire> wires = new CopyOnWriteArrayList<>();
    private final Map<Thread, Hand> hands = new ConcurrentHashMap<>();
    private final Map<String, Person> people = new ConcurrentSkipListMap<>(); // by name
    private final Map<String, Integer> typed = new ConcurrentHashMap<>(); // bytes, by name
    private final List<String> decisions = new ArrayList<>(); // as in a film
    private final List<String> told = new ArrayList<>(); // what was done, for people
    private String began; // what was typed for the one that moves now; null: it goes on
    private final List<Move> moves = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> choices = new ArrayList<>(); // those of the moves at which another could have moved
    private final Thread controller = Thread.currentThread();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet(); // the server's, from before their start
    private final ClassLoader loader;
    private final AutoCloseable server;
    private final int port;
    private final AtomicLong stops = new AtomicLong();
    private volatile boolean holding;
    private volatile boolean closing;
    private final Set<Thread> replacing = ConcurrentHashMap.newKeySet(); // each of these a platform thread
    private final Map<Thread, Origin> origins = new ConcurrentHashMap<>();
    private final Map<Thread, Integer> made = new ConcurrentHashMap<>(); // how many, by maker
    private volatile String stranger; // a thread that can't be held, and where it is; null: there is none

    /** Starts a server of the classes that this loader loads. */
    Trial(ClassLoader loader) throws IOException {
        this.loader = loader;
        Gate.trial = this;
        try {
            var type = loader.loadClass("chat.ChatServer");
            server = (AutoCloseable) type.getMethod("start", InetSocketAddress.class)
                    .invoke(null, new InetSocketAddress("localhost", 0));
            port = (int) type.getMethod("port").invoke(server);
        } catch (InvocationTargetException e) {
            throw new IOException("the server didn't start: " + e.getCause(), e);
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new IOException("the server's classes can't be used: " + e, e);
        }
    }

    // Called on the server's threads.

    Gate.Wire wire(Socket socket) {
        for (Gate.Wire wire : wires) {
            if (wire.port == socket.getPort()) {
                return wire;
            }
        }
        var wire = new Gate.Wire(socket.getPort());
        wires.add(wire);
        return wire;
    }

    /**
     * Takes note of a thread before its start. One that isn't virtual is replaced by a virtual one that does the same:
     * of a platform thread it can't be said for certain whether it waits, for it is WAITING for a while after it was
     * told to go on, and RUNNABLE while it reads.
     */
    Thread known(Thread thread) {
        Thread known = thread;
        if (!thread.isVirtual()) {
            known = Thread.ofVirtual().name(thread.getName()).unstarted(thread);
            replacing.add(known);
        }
        Thread maker = Thread.currentThread();
        if (threads.add(known)) {
            origins.put(known, new Origin(maker, made.merge(maker, 1, Integer::sum)));
        }
        return known;
    }

    void starts(Thread thread) {
        if (!threads.contains(thread)) {
            meet(thread, "is started");
        }
    }

    /** Whether a thread is one of this trial's, which it must be if it does something to an object of its server. */
    private boolean knows(Thread thread, Object object) {
        boolean knows = threads.contains(thread);
        if (!knows && thread != controller && !closing && !LEFT.contains(thread) && object != null
                && object.getClass().getClassLoader() == loader) {
            meet(thread, "comes to " + place(StackWalker.getInstance()));
        }
        return knows;
    }

    private void meet(Thread thread, String what) {
        stranger = "one of " + thread.getClass() + ", called \"" + thread.getName() + "\", " + what;
        stopped();
    }

    void stopped() {
        stops.incrementAndGet();
        LockSupport.unpark(controller);
    }

    /** Before a line. */
    void pass(Object self, int kind) {
        Thread thread = Thread.currentThread();
        if (!knows(thread, self)) {
            return;
        }
        Hand hand = hands.get(thread);
        if (hand == null) {
            hand = begin(thread, self);
        }
        if (!holding || hand == null) {
            return;
        }
        hand.lines++;
        if (kind == Gate.LOCAL) {
            return;
        }
        if (hand.moves > 0) {
            awaitOthers(thread);
            done(hand);
        }
        if (hand.moves == 0) {
            hold(hand);
        }
        hand.touched = kind == Gate.UNKNOWN ? null : ConcurrentHashMap.newKeySet();
    }

    private void hold(Hand hand) {
        boolean interrupted = false;
        hand.place = place(StackWalker.getInstance());
        hand.held = true;
        hand.stands = true;
        stopped();
        while (hand.held) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // it shall find that later, not be let go by it
        }
        hand.stands = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before a thread asks for a lock. */
    void wants(Object lock) {
        Thread thread = Thread.currentThread();
        touch(lock, "(lock)");
        Hand hand = holding ? hands.get(thread) : null;
        if (hand != null && hand.moves > 0) {
            awaitOthers(thread); // it may just have given this lock back
        }
        wants.put(thread, lock);
    }

    /** Lets those that a thread has set free come to rest first: else the same order could end in two ways. */
    private void awaitOthers(Thread thread) {
        while (threads.stream().anyMatch(it -> it != thread && !rests(it, false)) && !closing) {
            Thread.yield(); // quicker than to park for so short a time
        }
    }

    private static String place(StackWalker stack) {
        return stack.walk(frames -> frames.filter(it -> it.getClassName().startsWith("chat.")).findFirst()
                .map(it -> "line " + it.getLineNumber() + " of " + it.getFileName().replace(".java", ""))).orElse("");
    }

    /** It has made a move. */
    private void done(Hand hand) {
        moves.add(new Move(hand.name, hand.touched));
        hand.moves--;
    }

    void touch(Object object, String field) {
        Thread thread = Thread.currentThread();
        Hand hand = knows(thread, object) && holding ? hands.get(thread) : null;
        if (hand != null && hand.touched != null) {
            hand.touched.add(new Touch(object, field));
        }
    }

    /** Null if nobody knows whose thread it is. */
    private synchronized Hand begin(Thread thread, Object self) {
        String name = name(thread, self);
        if (name == null) {
            return null;
        }
        long same = hands.values().stream().filter(it -> it.name.matches(Pattern.quote(name) + "( \\d+)?")).count();
        Hand hand = new Hand(thread, same == 0 ? name : name + " " + (same + 1)); // as Look calls it
        hands.put(thread, hand);
        return hand;
    }

    private String name(Thread thread, Object self) {
        if (hands.containsKey(thread)) {
            return hands.get(thread).name;
        }
        for (Gate.Wire wire : wires) {
            if (wire.reader == thread) {
                return person(wire.port);
            }
        }
        boolean isInRoom = self != null && self.getClass().getName().equals("chat.ChatRoom");
        Origin origin = origins.get(thread);
        String maker = origin == null || isInRoom && runsRoom() ? null : name(origin.maker, null);
        if (maker != null) {
            return "thread " + origin.number + " of " + maker;
        } else if (!isInRoom) {
            return null;
        }
        try {
            var field = self.getClass().getDeclaredField("name");
            field.setAccessible(true);
            return "room " + field.get(self);
        } catch (ReflectiveOperationException e) {
            return "room";
        }
    }

    private static boolean runsRoom() {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(it ->
                it.getClassName().equals("chat.ChatRoom") && it.getMethodName().equals("run")));
    }

    private String person(int port) {
        return people.values().stream().filter(it -> it.port() == port).findFirst().map(it -> it.name).orElse(null);
    }

    // Called by the one who tries.

    /** Carries out decisions of a film, without holding a thread. */
    void play(List<String> film) throws IOException {
        holding = false;
        for (String decision : film) {
            act(decision);
            settle();
            decisions.add(decision);
            if (!decision.startsWith("connect")) {
                decisions.add("go");
            }
        }
    }

    private void act(String decision) throws IOException {
        String[] word = decision.split(" ", 3);
        if (word[0].equals("connect")) {
            people.put(word[1], new Person(word[1], port));
        } else {
            typed.merge(word[1], word[2].length() + 1, Integer::sum);
            people.get(word[1]).type(word[2], 1);
        }
    }

    /**
     * Lets clients do these things, by their names, each all of its own in a row, while their threads and those of the
     * rooms are moved one at a time. The first in a line of all moves as long as it can, then the next; but before the
     * moves that are given here by their numbers, whoever's turn it is goes to the end of the line.
     */
    boolean race(Map<String, List<String>> deeds, List<Integer> delays) throws IOException {
        var open = new LinkedHashMap<>(deeds); // what hasn't begun
        var line = new ArrayList<>(deeds.keySet());
        String current = null;
        holding = true;
        for (var able = able(open); !able.isEmpty(); able = able(open)) {
            able.stream().filter(it -> !line.contains(it)).forEach(it -> line.add(Math.min(1, line.size()), it));
            int from = moves.size();
            if (delays.contains(from)) {
                if (able.size() == 1) {
                    return false; // it is the same without
                }
                String late = line.stream().filter(able::contains).findFirst().orElseThrow();
                line.remove(late);
                line.add(late);
            }
            String next = line.stream().filter(able::contains).findFirst().orElseThrow();
            line.remove(next);
            line.addFirst(next);
            if (!next.equals(current)) {
                note(current);
            }
            move(next, open, delays.stream().filter(it -> it > from).findFirst().orElse(Integer.MAX_VALUE) - from);
            var others = able(open);
            for (int i = from; i < moves.size(); i++) {
                if (able.size() > 1 || i > from && others.stream().anyMatch(it -> !it.equals(next))) {
                    choices.add(i);
                }
            }
            current = next;
        }
        note(current);
        holding = false;
        return true;
    }

    /** Lets somebody begin, or make at most so many moves. Returns when nothing moves. */
    private void move(String name, Map<String, List<String>> open, int most) throws IOException {
        if (open.containsKey(name)) {
            decisions.addAll(open.get(name));
            began = open.get(name).stream().map(it -> "\"" + it.split(" ", 3)[2] + "\"")
                    .collect(Collectors.joining(" and "));
            for (String decision : open.remove(name)) {
                act(decision);
            }
            settle();
            moves.add(new Move(name, null));
            return;
        }
        Hand hand = hand(name);
        hand.moves = most;
        hand.held = false;
        LockSupport.unpark(hand.thread);
        settle();
        if (!hand.held) { // its last move ended in a wait
            done(hand);
            hand.moves = 0;
        }
    }

    /** The thread of this name that is held; null if there is none. */
    private Hand hand(String name) {
        return hands.values().stream().filter(it -> it.held && it.name.equals(name)).findFirst().orElse(null);
    }

    /** Who can move: those who haven't begun, and those who are held. */
    private List<String> able(Map<String, List<String>> open) {
        return Stream.concat(open.keySet().stream(),
                hands.values().stream().filter(it -> it.held).map(it -> it.name).sorted()).distinct().toList();
    }

    /** Adds to the film how far the threads have come: first the one that was moved, then who went on by itself. */
    private void note(String moved) {
        if (moved != null) {
            tell(moved);
        }
        for (Hand hand : hands.values().stream().sorted(Comparator.comparing((Hand it) -> !it.name.equals(moved))
                .thenComparing(it -> it.name)).toList()) {
            if (!hand.held && hand.lines >= hand.film) {
                decisions.add("run " + hand.name);
                hand.film = hand.lines + 1;
            } else if (hand.name.equals(moved)) {
                for (; hand.film < hand.lines; hand.film++) {
                    decisions.add("step " + hand.name);
                }
            }
        }
    }

    /** Tells how far the one that was moved has come. */
    private void tell(String moved) {
        Hand hand = hand(moved);
        String thread = people.containsKey(moved) ? moved + "'s thread" : moved;
        told.add(thread + (began == null ? " went on, and " : ", given " + began + ", ") + (hand != null
                ? "stopped before " + hand.place : stuck().contains(moved) ? "came to a wait" : "did all that it had to"));
        began = null;
    }

    /** Waits until nothing moves: that must be so twice, and nothing may have happened in between. */
    private void settle() throws IOException {
        long start = System.nanoTime();
        long seen = -1;
        for (int calm = 0; calm < 2;) {
            long now = stops.get();
            String moving = moving(System.nanoTime() - start < HANDOVER.toNanos());
            calm = moving != null ? 0 : seen == now ? calm + 1 : 1;
            seen = now;
            if (stranger != null) {
                throw new IOException("the server has a thread that can't be held, as it isn't made by a method or "
                        + "constructor of Thread, or one of Executors or ThreadPoolExecutor: " + stranger);
            }
            if (moving != null) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IOException("this doesn't come to rest: " + moving);
                }
                LockSupport.parkNanos(this, LOOK); // or until somebody has come to a place
            }
        }
    }

    /** What still moves; null if nothing does. */
    private String moving(boolean early) throws IOException {
        for (Thread thread : threads) {
            if (!rests(thread, early)) {
                Hand hand = hands.get(thread);
                return "a thread of " + (hand == null ? "the server" : hand.name) + " is " + thread.getState();
            }
        }
        for (Person person : people.values()) {
            Gate.Wire wire = wire(person);
            person.sent = wire == null ? 0 : wire.sent.get();
            person.pump();
            if (person.expects(wire != null && wire.reader != null && !wire.reader.isAlive())) {
                return "something is on its way to " + person.name;
            }
        }
        return null;
    }

    /** Whether a thread does nothing; early, one that waits for a monitor of the JDK's own is taken to get it soon. */
    private boolean rests(Thread thread, boolean early) {
        Hand hand = hands.get(thread);
        if (hand != null && hand.stands) {
            return hand.held;
        }
        Gate.Wire wire = wires.stream().filter(it -> it.reading == thread).findFirst().orElse(null);
        Thread.State state = thread.getState();
        return switch (state) {
            case NEW, TERMINATED -> true; // whoever starts it moves
            case WAITING, TIMED_WAITING -> wire == null
                    ? state == Thread.State.WAITING || closesExecutor(thread) : !hasMoreFor(wire);
            case BLOCKED -> {
                Object lock = wants.get(thread);
                yield lock == null ? !early : owners.get(lock) != null;
            }
            default -> false;
        };
    }

    /** Whether it waits for other threads to end: for a day, which is as good as for ever. */
    private static boolean closesExecutor(Thread thread) {
        return Stream.of(thread.getStackTrace()).anyMatch(it -> it.getMethodName().equals("close")
                && it.getClassName().startsWith("java.util.concurrent."));
    }

    private Gate.Wire wire(Person person) {
        for (Gate.Wire wire : wires) {
            if (person.port() == wire.port) {
                return wire;
            }
        }
        return null;
    }

    /** Whether something is on its way to the thread that reads. */
    private boolean hasMoreFor(Gate.Wire wire) {
        return wire.read < typed.getOrDefault(person(wire.port), 0);
    }

    // What came of it.

    /** Whether a thread that was moved is a platform thread in truth. */
    boolean movedOthers() {
        return !Collections.disjoint(hands.keySet(), replacing);
    }

    List<String> decisions() {
        return decisions;
    }

    /** What was done in the race, for people. */
    List<String> told() {
        return told;
    }

    /** The moves before which a delay may lead to something else. */
    List<Integer> choices() {
        return choices.stream().filter(it -> it > 0 && moves.get(it).meets(moves)).toList();
    }

    /** What each client has seen. */
    Map<String, List<String>> screens() {
        var screens = new LinkedHashMap<String, List<String>>();
        people.forEach((name, person) -> screens.put(name, person.screen()));
        return screens;
    }

    /** Those whose threads wait, though nobody moves, for something else than a line of their clients. */
    List<String> stuck() {
        var stuck = new ArrayList<String>();
        for (Person person : people.values()) {
            Gate.Wire wire = wire(person);
            if (wire != null && wire.reader != null && wire.reader.isAlive() && wire.reading != wire.reader) {
                stuck.add(person.name);
            }
        }
        return stuck;
    }

    /** Ends the server. One whose threads wait for ever can't be ended, and is left. */
    @Override
    public void close() {
        boolean isStuck = !stuck().isEmpty();
        closing = true;
        holding = false;
        hands.values().forEach(it -> it.held = false);
        hands.keySet().forEach(LockSupport::unpark);
        people.values().forEach(Person::close);
        var end = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                server.close();
            } catch (Exception e) {
                // It is of no use any more.
            }
        });
        LEFT.add(end);
        end.start();
        try {
            end.join(isStuck ? Duration.ofMillis(1) : PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.stream().filter(Thread::isAlive).forEach(LEFT::add);
    }
}
