package chat;

import module java.base;

/**
 * This stage's chat without a network: what a client is sent goes to a stream. The races and the costs in benchmarks/
 * see a stage through this class alone; every stage has one with the same methods.
 */
final class LocalChat {
    /** What a session keeps of its client; plain, as there, so that nothing is ordered that the stage doesn't order. */
    private static final class Place {
        private ChatRoom room; // null until the client has joined
    }

    private final ExecutorService rooms = Executors.newVirtualThreadPerTaskExecutor();
    private final Hub hub = new Hub(rooms, Limits.DEFAULT);
    private final Map<Client, Thread> writers = new ConcurrentHashMap<>();
    private final Map<Client, Place> places = new ConcurrentHashMap<>();

    /** A client without a name. */
    Client connect(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        places.put(client, new Place());
        writers.put(client, Thread.startVirtualThread(client::write));
        return client;
    }

    /** A client without a name that doesn't read, if the stage ends such clients. In other stages it reads. */
    Client connectStopped() {
        var in = InputStream.nullInputStream();
        var outbox = new Outbox(Limits.parse(List.of("--outbox=1")), Duration.ZERO); // for its greeting, and no more
        outbox.write(1); // a write that never ends
        var out = OutputStream.nullOutputStream();
        var client = new Client(in, out, outbox, Limits.DEFAULT.maxLine(), milliseconds -> { });
        places.put(client, new Place());
        return client;
    }

    boolean join(Client client, String name) throws InterruptedException {
        try {
            places.get(client).room = hub.enter(client, name);
            return true;
        } catch (Hub.Refusal e) {
            return false;
        }
    }

    void say(Client client, String text) throws InterruptedException {
        places.get(client).room.say(client, text);
    }

    void leave(Client client) throws InterruptedException {
        hub.leave(client, places.get(client).room);
    }

    /** Ends a stopped client, on a thread that isn't its own. */
    void drop(Client client) throws InterruptedException {
        var outsider = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        places.get(client).room.say(outsider, "outsider", "hello"); // a line more than the outbox holds
    }

    /** Where the client is, in the words that the others hear. */
    String where(Client client) {
        return places.get(client).room.name();
    }

    /** Creates a room and goes there. */
    void create(Client client, String room) throws InterruptedException, Hub.Refusal {
        places.get(client).room = hub.create(client, places.get(client).room, room);
    }

    /** Goes to a room; false if there is none of that name. */
    boolean move(Client client, String room) throws InterruptedException {
        try {
            places.get(client).room = hub.move(client, places.get(client).room, room);
            return true;
        } catch (Hub.Refusal e) {
            return false;
        }
    }

    /** Waits until all that was said is written, and ends every thread. */
    void close() throws InterruptedException {
        for (Place place : places.values()) {
            if (place.room != null) {
                // Answered when all that was said before has been put into the outboxes.
                place.room.leave(new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
            }
        }
        for (var writer : writers.entrySet()) {
            writer.getKey().end();
            writer.getValue().join();
        }
        rooms.shutdownNow();
        rooms.close();
    }
}
