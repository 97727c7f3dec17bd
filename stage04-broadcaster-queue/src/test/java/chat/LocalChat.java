package chat;

import module java.base;

/**
 * This stage's chat without a network: what a client is sent goes to a stream. The races and the costs in benchmarks/
 * see a stage through this class alone; every stage has one with the same methods.
 */
final class LocalChat {
    private final ChatRoom room = new ChatRoom();
    private final Thread broadcaster = Thread.startVirtualThread(room);
    private final Map<Client, Thread> writers = new ConcurrentHashMap<>();

    /** A client without a name. */
    Client connect(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        writers.put(client, Thread.startVirtualThread(client::write));
        return client;
    }

    /** A client without a name that doesn't read, if the stage ends such clients. In other stages it reads. */
    Client connectStopped() {
        return connect(OutputStream.nullOutputStream());
    }

    boolean join(Client client, String name) throws InterruptedException {
        return room.join(client, name);
    }

    void say(Client client, String text) throws InterruptedException {
        room.say(client, text);
    }

    void leave(Client client) throws InterruptedException {
        room.leave(client);
    }

    /** Ends a stopped client, on a thread that isn't its own. */
    void drop(Client client) throws InterruptedException {
        room.leave(client);
    }

    /** Where the client is, in the words that the others hear. */
    String where(Client client) {
        return "the chat";
    }

    /** Creates a room and goes there. */
    void create(Client client, String room) {
        throw new UnsupportedOperationException("this stage has one room");
    }

    /** Goes to a room; false if there is none of that name. */
    boolean move(Client client, String room) {
        throw new UnsupportedOperationException("this stage has one room");
    }

    /** Waits until all that was said is written, and ends every thread. */
    void close() throws InterruptedException {
        // Answered when all that was said before has been put into the outboxes.
        room.leave(new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
        for (var writer : writers.entrySet()) {
            writer.getKey().end();
            writer.getValue().join();
        }
        broadcaster.interrupt();
        broadcaster.join();
    }
}
