package chat;

import module java.base;

/**
 * This stage's chat without a network: what a client is sent goes to a stream. The races and the costs in benchmarks/
 * see a stage through this class alone; every stage has one with the same methods.
 */
final class LocalChat {
    private final ChatRoom room = new ChatRoom();

    /** A client without a name. */
    Client connect(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    /** A client without a name that doesn't read, if the stage ends such clients. In other stages it reads. */
    Client connectStopped() {
        return connect(OutputStream.nullOutputStream());
    }

    boolean join(Client client, String name) {
        return room.join(client, name);
    }

    void say(Client client, String text) {
        room.say(client, text);
    }

    void leave(Client client) {
        room.leave(client);
    }

    /** Ends a stopped client, on a thread that isn't its own. */
    void drop(Client client) {
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
    void close() {}
}
