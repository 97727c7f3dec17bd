package scheduler;

import module java.base;
import module jdk.jdi;
import com.sun.jdi.Location;

/**
 * What can be seen of a server while nothing moves: its threads, clients, rooms and locks, and why a thread waits.
 * Read by fields and stacks; a thread that waits for a lock is never suspended. Guarded by the Server.
 */
final class Look {
    /** One thing that can be seen: where a thread is, or a piece of the state. */
    record Fact(String of, String text, boolean isThread) {
        private static final Pattern THREAD = Pattern.compile("([^:]+?) ((?:stands before|waits|has ended).*)");

        /** The one that is written so. */
        static Fact of(String line) {
            var thread = THREAD.matcher(line);
            String[] pair = line.split(": ", 2);
            return thread.matches() ? new Fact(thread.group(1), thread.group(2), true)
                    : new Fact(pair[0], pair[1], false);
        }

        @Override
        public String toString() {
            return of + (isThread ? " " : ": ") + text;
        }
    }

    /** Where a thread is, or why it doesn't go on, and the thread that it waits for, if it waits for one. */
    private record Place(String text, String waitsFor) {}

    final Map<Long, Worker> workers = new LinkedHashMap<>(); // by thread, in the order of their start
    final Map<String, Person> people = new LinkedHashMap<>(); // by name
    final Set<ObjectReference> rooms = new LinkedHashSet<>();
    ObjectReference hub; // null: the stage has none, or nobody has come yet
    private final Map<String, SortedMap<Integer, String>> sources;
    private final int round; // lines after which a thread that was set free is held all the same

    Look(Map<String, SortedMap<Integer, String>> sources, int round) {
        this.sources = sources;
        this.round = round;
    }

    /** Where each thread is, and why it waits; members, queues and locks; what each client has seen. */
    List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        var places = new LinkedHashMap<String, Place>();
        var locks = new LinkedHashSet<Fact>();
        for (Worker worker : workers.values()) {
            if (name(worker) != null) {
                Place place = place(worker);
                places.put(name(worker), place);
                facts.add(new Fact(name(worker), place.text, true));
                locks(worker).forEach(lock -> lock(lock, worker).ifPresent(locks::add));
            }
        }
        deadlocks(places).forEach(it -> facts.add(new Fact("deadlock", it, false)));
        facts.addAll(locks);
        for (ObjectReference room : rooms) {
            for (ObjectReference lock : reentrantLocks(room)) {
                String holder = holder(lock);
                if (holder != null) {
                    facts.add(new Fact("lock of " + type(room), "held by " + holder, false));
                }
            }
        }
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
    Map<String, Location> lines() {
        var lines = new LinkedHashMap<String, Location>();
        workers.values().stream().filter(it -> it.at != null).forEach(it -> lines.put(name(it), it.at));
        return lines;
    }

    /** The line of a watched class in which each thread waits that does so in one. */
    Map<String, Location> waits() {
        var lines = new LinkedHashMap<String, Location>();
        workers.values().stream().filter(it -> it.at == null && !it.ended && it.waitsAt != null && name(it) != null)
                .forEach(it -> lines.put(name(it), it.waitsAt));
        return lines;
    }

    /** The line of a watched class that is being run, by these frames; null if none is. */
    Location shown(List<StackFrame> frames) {
        return frames.stream().map(StackFrame::location).filter(it -> sources.getOrDefault(it.declaringType().name(),
                Collections.emptySortedMap()).containsKey(it.lineNumber())).findFirst().orElse(null);
    }

    /** Who holds the lock, and who waits for it; nothing of the JDK's own locks for which nobody waits. */
    private Optional<Fact> lock(ObjectReference lock, Worker holder) {
        String waiting = workers.values().stream().filter(it -> lock.equals(it.wants)).map(this::name)
                .collect(Collectors.joining(", "));
        return waiting.isEmpty() && !lock.referenceType().name().startsWith("chat.") ? Optional.empty()
                : Optional.of(new Fact("lock of " + type(lock), "held by " + name(holder)
                        + (waiting.isEmpty() ? "" : ", wanted by " + waiting), false));
    }

    /** Each circle of threads that wait for one another. */
    private static Set<String> deadlocks(Map<String, Place> places) {
        var deadlocks = new LinkedHashSet<String>();
        var seen = new HashSet<String>();
        for (String start : places.keySet()) {
            var chain = new ArrayList<String>();
            String at = start;
            while (places.containsKey(at) && seen.add(at)) {
                chain.add(at);
                at = places.get(at).waitsFor;
            }
            if (chain.contains(at)) {
                var circle = chain.subList(chain.indexOf(at), chain.size());
                deadlocks.add(circle.stream().map(it -> it + " waits for " + places.get(it).waitsFor)
                        .collect(Collectors.joining(", ")));
            }
        }
        return deadlocks;
    }

    // Names.

    /** The client whose thread it is, or the room, or the thread that made it; null if that isn't known. */
    String name(Worker worker) {
        if (worker == null) {
            return null;
        } else if (worker.room != null) {
            return name(worker.room);
        } else if (worker.helps) {
            return "thread " + worker.number + " of " + name(worker.maker);
        }
        String person = worker.client == null ? null : whose(worker.client);
        return person == null || !worker.writes ? person : person + " (writer)";
    }

    /** After its own name; with a number, if there has been a room of that name before. */
    private String name(ObjectReference room) {
        String name = Peek.text(Peek.field(room, "name"));
        long before = rooms.stream().takeWhile(it -> !it.equals(room))
                .filter(it -> Objects.equals(name, Peek.text(Peek.field(it, "name")))).count();
        return "room" + (name == null ? "" : " " + name) + (before == 0 ? "" : " " + (before + 1));
    }

    /** An object by its type; a room of several by its name. */
    private String type(ObjectReference object) {
        return rooms.contains(object) && Peek.field(object, "name") != null ? name(object)
                : object.referenceType().name().replaceAll(".*[.$]", "");
    }

    private static String entries(ObjectReference of, String map, BiFunction<Value, Value, String> text) {
        return Peek.entries(Peek.object(of, map)).stream().map(it -> text.apply(it.getKey(), it.getValue()))
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), all -> all.isEmpty() ? "nobody" : all));
    }

    private String member(Value name, Value client) {
        String person = whose(client);
        return Peek.text(name).equals(person) ? person : Peek.text(name) + " (" + person + ")";
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

    // Where threads are.

    /** Where a thread is, in words. */
    String where(Worker worker) {
        return place(worker).text;
    }

    /** Who holds a lock; null if nobody does. */
    Worker owner(ObjectReference lock) {
        return workers.values().stream().filter(it -> name(it) != null && locks(it).contains(lock)).findFirst()
                .orElse(null);
    }

    private static List<ObjectReference> reentrantLocks(ObjectReference room) {
        return room.getValues(room.referenceType().allFields()).values().stream()
                .filter(it -> it instanceof ObjectReference object
                        && object.referenceType().name().equals("java.util.concurrent.locks.ReentrantLock"))
                .map(ObjectReference.class::cast).toList();
    }

    /** Who holds this ReentrantLock; null if nobody does. */
    private String holder(ObjectReference lock) {
        Value holder = Peek.field(Peek.field(lock, "sync"), "exclusiveOwnerThread");
        return holder == null ? null : name(workers.get(((ObjectReference) holder).uniqueID()));
    }

    private List<ObjectReference> locks(Worker worker) {
        return worker.ended ? List.of() : worker.wants != null || worker.awaits != null ? worker.has
                : suspended(worker.thread, ThreadReference::ownedMonitors);
    }

    private Place place(Worker worker) {
        if (worker.ended) {
            return new Place("has ended" + worker.threw, null);
        } else if (worker.wants != null) {
            String holder = name(owner(worker.wants));
            return new Place("waits for the lock of " + type(worker.wants) + ", which " + holder + " holds", holder);
        } else if (worker.at != null) {
            return new Place("stands before `"
                    + sources.get(worker.at.declaringType().name()).get(worker.at.lineNumber()).strip() + "` in "
                    + worker.at.method().name() + worker.threw
                    + (worker.isStopped(round) ? " after " + round + " lines without a wait" : ""), null);
        }
        return suspended(worker.thread, thread -> {
            worker.waitsAt = shown(thread.frames());
            return why(thread.frames());
        });
    }

    private interface Question<T> {
        T ask(ThreadReference thread) throws IncompatibleThreadStateException;
    }

    private static <T> T suspended(ThreadReference thread, Question<T> question) {
        thread.suspend();
        try {
            return question.ask(thread);
        } catch (IncompatibleThreadStateException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.resume();
        }
    }

    private Place why(List<StackFrame> frames) {
        for (StackFrame frame : frames) {
            String method = frame.location().method().name();
            switch (frame.location().declaringType().name() + "." + method) {
                case "java.net.Socket$SocketOutputStream.write" -> {
                    return new Place("waits for the socket of " + whose("out", frame.thisObject()), null);
                }
                case "java.util.concurrent.ArrayBlockingQueue.put", "java.util.concurrent.ArrayBlockingQueue.take",
                        "chat.Outbox.add", "chat.Outbox.take" -> {
                    return queue(frame.thisObject(), method.equals("take"), frames);
                }
                case "chat.Client.readLine" -> {
                    return new Place("waits for a line of " + whose(frame.thisObject()), null);
                }
                case "java.util.concurrent.locks.ReentrantLock.lock" -> {
                    ObjectReference lock = frame.thisObject();
                    String of = rooms.stream().filter(it -> reentrantLocks(it).contains(lock)).findFirst()
                            .map(it -> "the lock of " + type(it)).orElse("a ReentrantLock");
                    return new Place("waits for " + of + ", which " + holder(lock) + " holds", holder(lock));
                }
                case "java.lang.Object.wait" -> {
                    return new Place("waits for a signal, for it has called wait", null);
                }
                case "java.util.concurrent.FutureTask.get" -> {
                    return new Place("waits for its writer to end", null);
                }
                default -> { }
            }
        }
        return new Place("waits", null);
    }

    /** Why a thread waits that takes from this queue or puts into it. */
    private Place queue(ObjectReference queue, boolean takes, List<StackFrame> frames) {
        String state = takes ? " is empty" : " is full, " + fill(queue);
        for (ObjectReference room : rooms) {
            if (queue.equals(Peek.object(room, "inbox"))) {
                return new Place("waits: the inbox of " + name(room) + state, takes ? null : name(room));
            }
        }
        String whose = whose("outbox", queue);
        if (whose != null) {
            return new Place("waits: the outbox of " + whose + state, takes ? null : whose + " (writer)");
        }
        String room = frames.stream().filter(it -> it.location().declaringType().name().equals("chat.ChatRoom"))
                .findFirst().map(it -> name(it.thisObject())).orElse("a room");
        return new Place("waits for an answer of " + room, room);
    }
}
