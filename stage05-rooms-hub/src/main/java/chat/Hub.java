package chat;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * The rooms and the names in use. It alone creates, finds, moves between and removes rooms. The rule for that:
 * whoever goes to a room is counted there, under the hub's lock, before the room hears of it and until the room has
 * forgotten it, and a room is removed, under the same lock, only when it counts nobody. The hub never waits for a room
 * while it holds the lock, so a room that stands still stops no other.
 */
final class Hub {
    /** What can't be done, and why, in words for the client. */
    static final class Refusal extends Exception {
        Refusal(String message) {
            super(message);
        }
    }

    private static final String LOBBY = "lobby"; // where everyone arrives; it stays when it is empty

    private final Executor threads;
    @GuardedBy("this") private final Map<String, ChatRoom> rooms = new TreeMap<>();
    @GuardedBy("this") private final Map<ChatRoom, Integer> counts = new HashMap<>();
    @GuardedBy("this") private final Set<String> names = new HashSet<>();

    /** A hub with an empty lobby, which runs its rooms on these threads. */
    Hub(Executor threads) {
        this.threads = threads;
        add(LOBBY, 0);
    }

    /** Lets the client into the lobby under this name; false if another client has the name. */
    boolean enter(Client client, String name) throws InterruptedException, Refusal {
        synchronized (this) {
            if (!names.add(name)) {
                return false;
            }
        }
        client.room(find(LOBBY));
        return client.room().join(client, name);
    }

    /** Moves the client to a room that there is. */
    void move(Client client, String name) throws InterruptedException, Refusal {
        if (client.room().name().equals(name)) {
            throw new Refusal("You are already in " + name + ".");
        }
        move(client, find(name));
    }

    /** Creates a room and moves the client to it. */
    void create(Client client, String name) throws InterruptedException, Refusal {
        move(client, open(name));
    }

    /** Says something in a room that the client need not be in. */
    void send(Client client, String name, String text) throws InterruptedException, Refusal {
        ChatRoom room = find(name);
        room.say(client, client.name() + " from " + client.room().name(), text);
        release(room);
    }

    /** Takes the client out of its room and frees its name; does nothing if it has none. */
    void leave(Client client) throws InterruptedException {
        if (client.name() != null) {
            client.room().leave(client);
            release(client.room());
            synchronized (this) {
                names.remove(client.name());
            }
        }
    }

    /** The rooms in order, with how many clients each counts. */
    synchronized String list() {
        var list = new StringJoiner(", ", "* Rooms: ", "\n");
        for (ChatRoom room : rooms.values()) {
            list.add(room.name() + " (" + counts.get(room) + ")");
        }
        return list.toString();
    }

    private void move(Client client, ChatRoom to) throws InterruptedException {
        client.room().leave(client);
        release(client.room());
        client.room(to);
        to.join(client, client.name());
    }

    private synchronized ChatRoom find(String name) throws Refusal {
        ChatRoom room = rooms.get(name);
        if (room == null) {
            throw new Refusal("There is no room " + name + ".");
        }
        counts.merge(room, 1, Integer::sum);
        return room;
    }

    private synchronized ChatRoom open(String name) throws Refusal {
        if (rooms.containsKey(name)) {
            throw new Refusal("Room " + name + " already exists.");
        }
        return add(name, 1);
    }

    private synchronized ChatRoom add(String name, int count) {
        var room = new ChatRoom(name);
        rooms.put(name, room);
        counts.put(room, count);
        threads.execute(room);
        return room;
    }

    private void release(ChatRoom room) throws InterruptedException {
        synchronized (this) {
            if (counts.merge(room, -1, Integer::sum) > 0 || room.name().equals(LOBBY)) {
                return;
            }
            counts.remove(room);
            rooms.remove(room.name());
        }
        room.close(); // nobody is in it, on the way to it, or can find it
    }
}
