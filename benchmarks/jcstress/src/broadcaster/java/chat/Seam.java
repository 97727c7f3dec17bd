package chat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** What the claims see of stage 4: its room needs a broadcaster, and each client a writer. */
final class Seam {
    private record Writer(Client client, Thread thread) {}

    private final ChatRoom room = new ChatRoom();
    private final Thread broadcaster = Thread.startVirtualThread(room);
    private final List<Writer> writers = new ArrayList<>(); // touched before and after the actors, not by them

    Client client(Screen screen) {
        var client = new Client(InputStream.nullInputStream(), screen);
        writers.add(new Writer(client, Thread.startVirtualThread(client::write)));
        return client;
    }

    Client member(String name, Screen screen) throws InterruptedException {
        Client client = client(screen);
        join(client, name);
        return client;
    }

    Client stopped(String name) throws InterruptedException {
        return member(name, new Screen());
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

    void drop(Client client) throws InterruptedException {
        room.leave(client);
    }

    void create(Client client, String room) {
        throw new UnsupportedOperationException();
    }

    boolean move(Client client, String room) {
        throw new UnsupportedOperationException();
    }

    String where(Client client) {
        throw new UnsupportedOperationException();
    }

    void close() throws InterruptedException {
        room.leave(new Client(InputStream.nullInputStream(), new Screen())); // answered when all before it is done
        for (Writer writer : writers) {
            writer.client.end();
            writer.thread.join();
        }
        broadcaster.interrupt();
        broadcaster.join();
    }
}
