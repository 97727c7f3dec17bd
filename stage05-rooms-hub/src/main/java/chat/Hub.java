package chat;

import module java.base;
import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * The rooms and the names in use. Whoever goes to a room is counted there, under the hub's lock, before the room hears
 * of it and until the room has forgotten it, and a room is removed, under the same lock, only when it counts nobody.
 * The hub never waits for a room while it holds the lock, so a room that stands still stops no other.
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
    @GuardedBy("this") private final Map<String, ChatRoom> rooms = new HashMap<>();
    @GuardedBy("this") private final Map<String, Integer> counts = new TreeMap<>(); // by the same names
    private final Set<String> names = ConcurrentHashMap.newKeySet(); // in use

    /** A hub with an empty lobby, which runs its rooms on these threads. */
    Hub(Executor threads) {
        this.threads = threads;
        add(LOBBY, 0);
    }

    /** Lets the client into the lobby under this name. Returns the lobby. */
    ChatRoom enter(Client client, String name) throws InterruptedException, Refusal {
        if (!names.add(name)) {
            throw new Refusal("That name is taken.");
        }
        client.name(name);
        ChatRoom lobby = find(LOBBY);
        lobby.join(client);
        return lobby;
    }

    /** Moves the client from its room to another that there is. Returns that. */
    ChatRoom move(Client client, ChatRoom from, String name) throws InterruptedException, Refusal {
        if (from.name().equals(name)) {
            throw new Refusal("You are already in " + name + ".");
        }
        return move(client, from, find(name));
    }

    /** Creates a room and moves the client there. Returns it. */
    ChatRoom create(Client client, ChatRoom from, String name) throws InterruptedException, Refusal {
        return move(client, from, open(name));
    }

    /** Says something in a room that the client need not be in. */
    void send(Client client, ChatRoom from, String name, String text) throws InterruptedException, Refusal {
        ChatRoom room = find(name);
        room.say(client, client.name() + " from " + from.name(), text);
        release(room);
    }

    /** Takes the client out of its room and frees its name; does nothing if it has none. */
    void leave(Client client, ChatRoom room) throws InterruptedException {
        if (room != null) {
            room.leave(client);
            release(room);
            names.remove(client.name());
        }
    }

    /** The rooms in order, with how many clients each counts. */
    synchronized String list() {
        var list = new StringJoiner(", ", "* Rooms: ", "\n");
        counts.forEach((name, count) -> list.add(name + " (" + count + ")"));
        return list.toString();
    }

    private ChatRoom move(Client client, ChatRoom from, ChatRoom to) throws InterruptedException {
        from.leave(client);
        release(from);
        to.join(client);
        return to;
    }

    private synchronized ChatRoom find(String name) throws Refusal {
        ChatRoom room = rooms.get(name);
        if (room == null) {
            throw new Refusal("There is no room " + name + ".");
        }
        counts.merge(name, 1, Integer::sum);
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
        counts.put(name, count);
        threads.execute(room);
        return room;
    }

    private void release(ChatRoom room) throws InterruptedException {
        synchronized (this) {
            if (counts.merge(room.name(), -1, Integer::sum) > 0 || room.name().equals(LOBBY)) {
                return;
            }
            counts.remove(room.name());
            rooms.remove(room.name());
        }
        room.close(); // nobody is in it, on the way to it, or can find it
    }
}
