package scheduler;

import module java.base;

/**
 * One order, tried on a new server in this JVM: clients at real sockets, and the server's threads moved one at a time
 * from one place where they touch what others see to the next. What was done is noted as the decisions of a film.
 */
final class Trial implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10); // with what moves on and on
    private static final int LOOKS = 100; // at a thread that waits for one of the JDK's own monitors
    private static final long LOOK = 50_000; // nanoseconds between two of them

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

    /** A thread of the server, as it is called in films: after its client or its room. */
    private static final class Hand {
        final Thread thread;
        final String name;
        volatile boolean held;
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
    private final Map<String, Integer> typed = new HashMap<>(); // bytes, by name
    private final List<String> decisions = new ArrayList<>(); // as in a film
    private final List<String> told = new ArrayList<>(); // what was done, for people
    private String began; // what was typed for the one that moves now; null: it goes on
    private final List<Move> moves = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> choices = new ArrayList<>(); // those of the moves at which another could have moved
    private final Thread controller = Thread.currentThread();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet(); // the server's, from before their start
    private final AutoCloseable server;
    private final int port;
    private final AtomicLong stops = new AtomicLong();
    private volatile boolean holding;
    private int looks;

    /** Starts a server of the classes that this loader loads. */
    Trial(ClassLoader loader) throws IOException {
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

    Thread known(Thread thread) {
        threads.add(thread);
        return thread;
    }

    void stopped() {
        stops.incrementAndGet();
        LockSupport.unpark(controller);
    }

    /** Before a line. */
    void pass(Object self, int kind) {
        Thread thread = Thread.currentThread();
        if (!threads.contains(thread)) { // it is of an earlier trial, and couldn't be ended
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
            done(hand);
        }
        if (hand.moves == 0) {
            hold(hand);
        }
        hand.touched = kind == Gate.UNKNOWN ? null : ConcurrentHashMap.newKeySet();
    }

    private void hold(Hand hand) {
        boolean interrupted = false;
        hand.place = StackWalker.getInstance().walk(frames -> frames.filter(it -> it.getClassName().startsWith("chat."))
                .findFirst().map(it -> "line " + it.getLineNumber() + " of " + it.getFileName().replace(".java", "")))
                .orElse("");
        hand.held = true;
        stopped();
        while (hand.held) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted(); // it shall find that later, not be let go by it
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** It has made a move. */
    private void done(Hand hand) {
        moves.add(new Move(hand.name, hand.touched));
        hand.moves--;
    }

    void touch(Object object, String field) {
        Hand hand = holding ? hands.get(Thread.currentThread()) : null;
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
        for (Gate.Wire wire : wires) {
            if (wire.reader == thread) {
                return person(wire.port);
            }
        }
        if (self == null || !self.getClass().getName().equals("chat.ChatRoom")) {
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
     * Lets clients do these things, each after its name, while their threads and those of the rooms are moved one at a
     * time. The first in a line of all moves as long as it can, then the next; but before the moves that are given here
     * by their numbers, whoever's turn it is goes to the end of the line.
     */
    boolean race(Map<String, String> deeds, List<Integer> delays) throws IOException {
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
    private void move(String name, Map<String, String> open, int most) throws IOException {
        if (open.containsKey(name)) {
            decisions.add(open.get(name));
            began = open.get(name).split(" ", 3)[2];
            act(open.remove(name));
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
    private List<String> able(Map<String, String> open) {
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
        told.add(thread + (began == null ? " went on, and " : ", given \"" + began + "\", ") + (hand != null
                ? "stopped before " + hand.place : stuck().contains(moved) ? "came to a wait" : "did all that it had to"));
        began = null;
    }

    /** Waits until nothing moves: that must be so twice, and nothing may have happened in between. */
    private void settle() throws IOException {
        long start = System.nanoTime();
        long seen = -1;
        looks = 0;
        for (int calm = 0; calm < 2;) {
            long now = stops.get();
            String moving = moving();
            calm = moving != null ? 0 : seen == now ? calm + 1 : 1;
            seen = now;
            if (moving != null) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new IOException("this doesn't come to rest: " + moving);
                }
                LockSupport.parkNanos(this, LOOK); // or until somebody has come to a place
            }
        }
    }

    /** What still moves; null if nothing does. */
    private String moving() throws IOException {
        boolean blocked = false;
        for (Thread thread : threads) {
            Hand hand = hands.get(thread);
            if (hand != null && hand.held) {
                continue;
            }
            Gate.Wire wire = wires.stream().filter(it -> it.reading == thread).findFirst().orElse(null);
            Thread.State state = thread.getState();
            boolean rests = switch (state) {
                case NEW, TERMINATED -> true; // whoever starts it moves
                case WAITING, TIMED_WAITING -> wire == null ? state == Thread.State.WAITING : !hasMoreFor(wire);
                case BLOCKED -> {
                    Object lock = wants.get(thread);
                    blocked |= lock == null;
                    yield lock == null || owners.get(lock) != null;
                }
                default -> false;
            };
            if (!rests) {
                return "a thread of " + (hand == null ? "the server" : hand.name) + " is " + state;
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
        return blocked && looks++ < LOOKS ? "a thread waits for a lock in a class of the JDK" : null;
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
        holding = false;
        hands.values().forEach(it -> it.held = false);
        hands.keySet().forEach(LockSupport::unpark);
        people.values().forEach(Person::close);
        var closing = Thread.ofPlatform().daemon().start(() -> {
            try {
                server.close();
            } catch (Exception e) {
                // It is of no use any more.
            }
        });
        try {
            closing.join(stuck().isEmpty() ? PATIENCE : Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
