package chat;

import java.io.InputStream;

/**
 * What the claims see of a stage. This one is for stages 2 and 3, which need no bridge: a call here is a call of the
 * stage. A stage that differs has another Seam with the same signatures, which comes before this one on the class path:
 * in src/broadcaster for stage 4, in src/hub for stages 5 and 6, with what differs between those two in a class Bounds,
 * of which src/hub has one and src/outbox the other.
 */
final class Seam {
    private final ChatRoom room = new ChatRoom();

    /** A client without a name, whose lines appear on this screen. */
    Client client(Screen screen) {
        return new Client(InputStream.nullInputStream(), screen);
    }

    /** A client that has joined. */
    Client member(String name, Screen screen) {
        Client client = client(screen);
        join(client, name);
        return client;
    }

    /** A member that doesn't read. Stages 2 to 5 would wait for it, so there it reads. */
    Client stopped(String name) {
        return member(name, new Screen());
    }

    boolean join(Client client, String name) {
        return room.join(client, name);
    }

    void say(Client client, String text) {
        room.say(client, text);
    }

    /** The client's own thread ends it. */
    void leave(Client client) {
        room.leave(client);
    }

    /** Another thread ends the client. */
    void drop(Client client) {
        room.leave(client);
    }

    /** Opens a room and goes there. From stage 5. */
    void create(Client client, String room) {
        throw new UnsupportedOperationException();
    }

    /** Goes to a room; false if there is none. From stage 5. */
    boolean move(Client client, String room) {
        throw new UnsupportedOperationException();
    }

    /** The room that the client believes itself in. From stage 5. */
    String where(Client client) {
        throw new UnsupportedOperationException();
    }

    /** Waits until all that was said is on the screens, and ends every thread that the stage needed. */
    void close() {
    }
}
