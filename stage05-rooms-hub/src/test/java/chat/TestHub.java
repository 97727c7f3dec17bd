package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A hub without a network, whose rooms can be made to stand still: by a member whose writer isn't started, so that
 * nobody empties its outbox, as one that has stopped reading.
 */
final class TestHub implements AutoCloseable {
    static final String DONE = "done";

    private final Map<ChatRoom, Thread> rooms = new ConcurrentHashMap<>();
    private final Map<Guest, Thread> writers = new HashMap<>(); // the test's thread's alone
    final Hub hub = new Hub(this::start);

    /** Starts a room's thread. */
    void start(Runnable room) {
        rooms.put((ChatRoom) room, Thread.startVirtualThread(room));
    }

    /** A client and where it is, as its session knows it. For one thread at a time. */
    static final class Guest {
        final Client client;
        private final Hub hub;
        private ChatRoom room; // null until it has entered

        Guest(Hub hub, OutputStream out) {
            this.hub = hub;
            this.client = new Client(InputStream.nullInputStream(), out);
        }

        ChatRoom room() {
            return room;
        }

        /** False if the name is taken. */
        boolean enter(String name) throws Exception {
            try {
                room = hub.enter(client, name);
                return true;
            } catch (Hub.Refusal e) {
                assertThat(e).hasMessage("That name is taken.");
                return false;
            }
        }

        void say(String text) throws Exception {
            room.say(client, text);
        }

        void send(String name, String text) throws Exception {
            hub.send(client, room, name, text);
        }

        void move(String name) throws Exception {
            room = hub.move(client, room, name);
        }

        void create(String name) throws Exception {
            room = hub.create(client, room, name);
        }

        void leave() throws Exception {
            hub.leave(client, room);
        }
    }

    /** A client that reads whatever it is sent. */
    Guest client(OutputStream out) {
        var guest = new Guest(hub, out);
        readOn(guest);
        return guest;
    }

    Guest client() {
        return client(OutputStream.nullOutputStream());
    }

    /** A client of another hub. */
    Guest client(Hub hub) {
        var guest = new Guest(hub, OutputStream.nullOutputStream());
        readOn(guest);
        return guest;
    }

    /** A client that reads, and is in the lobby. */
    Guest enter(String name) throws Exception {
        var guest = client();
        assertThat(guest.enter(name)).withFailMessage(name + " isn't let in").isTrue();
        return guest;
    }

    /** A client that doesn't read until {@link #readOn}, and is in the lobby. */
    Guest enterStopped(String name) throws Exception {
        var guest = new Guest(hub, OutputStream.nullOutputStream());
        assertThat(guest.enter(name)).withFailMessage(name + " isn't let in").isTrue();
        return guest;
    }

    /** Talks to the room that the stopped client is in, until the room's thread waits for it. */
    void hold(Guest stopped) throws Exception {
        var outsider = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and the inbox
            stopped.room.say(outsider, "nobody", "line " + i);
        }
        ThreadWatch.awaitStandstillIn(thread(stopped.room), Client.class);
    }

    /** The stopped client reads again. */
    void readOn(Guest guest) {
        writers.put(guest, Thread.startVirtualThread(guest.client::write));
    }

    /** What the client has got when all that was sent to it is written. The last that is asked of it. */
    String heard(Guest guest, Gate gate) throws Exception {
        guest.client.end();
        assertThat(writers.get(guest).join(TestClient.patience())).withFailMessage("its writer doesn't end").isTrue();
        return gate.text();
    }

    /**
     * The line that lists the members of the client's room, once all that was put into the room's inbox before is
     * handled.
     */
    String who(ChatRoom room) throws Exception {
        var answer = new Gate();
        var outsider = client(answer);
        begin("asking who is in " + room.name(), () -> room.who(outsider.client)).await("a room answers all who ask");
        return heard(outsider, answer).strip();
    }

    Thread thread(ChatRoom room) {
        return rooms.get(room);
    }

    /** The room of this name that there is now. */
    ChatRoom room(String name) {
        return rooms.keySet().stream()
                .filter(room -> room.name().equals(name) && thread(room).isAlive())
                .findAny()
                .orElseThrow();
    }

    /** How many rooms have been started and have not ended. */
    long roomsAlive() {
        return rooms.values().stream().filter(Thread::isAlive).count();
    }

    void awaitEnd(ChatRoom room, String probably) throws InterruptedException {
        assertThat(thread(room).join(TestClient.patience()))
                .withFailMessage("the thread of %s hasn't ended\n  what it probably means: %s%s", room.name(), probably,
                        ThreadWatch.at(thread(room)))
                .isTrue();
    }

    void awaitEndOfAllBut(String name, String probably) throws InterruptedException {
        for (ChatRoom room : rooms.keySet()) {
            if (!room.name().equals(name)) {
                awaitEnd(room, probably);
            }
        }
    }

    interface Step {
        void run() throws Exception;
    }

    /** Something that a client's reader does. */
    record Doing(String what, Thread thread, FutureTask<String> outcome) {
        /** Waits until it waits for a room. */
        void awaitHeld() {
            try {
                ThreadWatch.awaitStandstillIn(thread, ChatRoom.class);
            } catch (AssertionError e) {
                throw new AssertionError(what + " should wait for a room by now, and doesn't"
                        + "\n  what it probably means: another waits for a room and holds the hub's lock, which all need"
                        + ThreadWatch.at(thread));
            }
        }

        /** Waits until it has ended. Returns {@link #DONE}, or why it was refused. */
        String await(String probably) throws Exception {
            try {
                return outcome.get(TestClient.patience().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String lock = thread.getState() == Thread.State.BLOCKED
                        ? " for a lock, which another thread keeps while it waits for a room" : "";
                throw new AssertionError(what + " waits" + lock + "\n  what it probably means: " + probably
                        + ThreadWatch.at(thread));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AssertionError error) {
                    throw error;
                }
                throw e;
            }
        }
    }

    static Doing begin(String what, Step step) {
        Callable<String> outcome = () -> {
            try {
                step.run();
                return DONE;
            } catch (Hub.Refusal e) {
                return e.getMessage();
            }
        };
        var task = new FutureTask<>(outcome);
        return new Doing(what, Thread.startVirtualThread(task), task);
    }

    /**
     * Does it on a thread of its own, and waits for its end: so that a hub that waits fails the test, and says where.
     */
    static void promptly(String what, Step step, String probably) throws Exception {
        assertThat(begin(what, step).await(probably)).as(what).isEqualTo(DONE);
    }

    @Override
    public void close() {
        rooms.values().forEach(Thread::interrupt);
        writers.values().forEach(Thread::interrupt);
    }
}
