package chat;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the claims see of stages 5 and 6: names and rooms are the hub's, rooms need threads, and each client a writer.
 * What differs between the two is in Bounds.
 */
final class Seam {
    /** What the server keeps for a client: its writer, and in its session the room that it is in. */
    private static final class Stay {
        private final Thread writer; // null: a client that doesn't read
        private ChatRoom room; // null until the client has joined; set by the one actor that moves this client

        Stay(Thread writer) {
            this.writer = writer;
        }
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Hub hub = Bounds.hub(threads);
    private final Map<Client, Stay> stays = new LinkedHashMap<>(); // changed before and after the actors, not by them

    Client client(Screen screen) {
        var client = new Client(InputStream.nullInputStream(), screen);
        stays.put(client, new Stay(Thread.startVirtualThread(client::write)));
        return client;
    }

    Client member(String name, Screen screen) throws InterruptedException {
        Client client = client(screen);
        join(client, name);
        return client;
    }

    Client stopped(String name) throws InterruptedException {
        Client client = Bounds.stopped();
        stays.put(client, new Stay(null));
        join(client, name);
        return client;
    }

    boolean join(Client client, String name) throws InterruptedException {
        try {
            stays.get(client).room = hub.enter(client, name);
            return true;
        } catch (Hub.Refusal e) {
            return false;
        }
    }

    void say(Client client, String text) throws InterruptedException {
        stays.get(client).room.say(client, text);
    }

    void leave(Client client) throws InterruptedException {
        hub.leave(client, stays.get(client).room);
    }

    void drop(Client client) throws InterruptedException {
        Bounds.drop(stays.get(client).room);
    }

    void create(Client client, String room) throws InterruptedException, Hub.Refusal {
        Stay stay = stays.get(client);
        stay.room = hub.create(client, stay.room, room);
    }

    boolean move(Client client, String room) throws InterruptedException {
        Stay stay = stays.get(client);
        try {
            stay.room = hub.move(client, stay.room, room);
            return true;
        } catch (Hub.Refusal e) {
            return false;
        }
    }

    String where(Client client) {
        return stays.get(client).room.name();
    }

    void close() throws InterruptedException {
        stays.values().removeIf(stay -> stay.writer == null);
        for (var entry : stays.entrySet()) {
            if (entry.getValue().room != null) {
                entry.getValue().room.who(entry.getKey()); // answered when all before it is done
            }
        }
        for (var entry : stays.entrySet()) {
            entry.getKey().end();
            entry.getValue().writer.join();
        }
        threads.shutdownNow();
        threads.close();
    }
}
