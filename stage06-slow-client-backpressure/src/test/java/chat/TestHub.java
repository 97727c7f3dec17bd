package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<Client, Thread> writers = new HashMap<>(); // the test's thread's alone
    final Hub hub = new Hub(this::start, Limits.DEFAULT);

    /** Starts a room's thread. */
    void start(Runnable room) {
        rooms.put((ChatRoom) room, Thread.startVirtualThread(room));
    }

    /** A client that reads whatever it is sent. */
    Client client(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        readOn(client);
        return client;
    }

    Client client() {
        return client(OutputStream.nullOutputStream());
    }

    /** A client that reads, and is in the lobby. */
    Client enter(String name) throws Exception {
        var client = client();
        assertThat(hub.enter(client, name)).as(name + " is let in").isTrue();
        return client;
    }

    /** A client that doesn't read until {@link #readOn}, and is in the lobby. */
    Client enterStopped(String name) throws Exception {
        var client = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        assertThat(hub.enter(client, name)).as(name + " is let in").isTrue();
        return client;
    }

    /** Talks to the room that the stopped client is in, until the room's thread waits for it. */
    void hold(Client stopped) throws Exception {
        var outsider = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and the inbox
            stopped.room().say(outsider, "nobody", "line " + i);
        }
        ThreadWatch.awaitStandstillIn(thread(stopped.room()), Client.class);
    }

    /** The stopped client reads again. */
    void readOn(Client client) {
        writers.put(client, Thread.startVirtualThread(client::write));
    }

    /** What the client has got when all that was sent to it is written. The last that is asked of it. */
    String heard(Client client, Gate gate) throws Exception {
        client.end();
        assertThat(writers.get(client).join(TestClient.PATIENCE)).as("its writer ends").isTrue();
        return gate.text();
    }

    /**
     * The line that lists the members of the client's room, once all that was put into the room's inbox before is
     * handled.
     */
    String who(ChatRoom room) throws Exception {
        var answer = new Gate();
        var outsider = client(answer);
        begin("asking who is in " + room.name(), () -> room.who(outsider)).await("a room answers all who ask");
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
        assertThat(thread(room).join(TestClient.PATIENCE))
                .as("the thread of " + room.name() + " ends: " + probably)
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
            ThreadWatch.awaitStandstillIn(thread, ChatRoom.class);
        }

        /** Waits until it has ended. Returns {@link #DONE}, or why it was refused. */
        String await(String probably) throws Exception {
            try {
                return outcome.get(TestClient.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                var trace = new StringBuilder();
                for (var frame : thread.getStackTrace()) {
                    trace.append("\n    ").append(frame);
                }
                throw new AssertionError(what + " waits and waits\n  what it probably means: " + probably
                        + "\n  where it waits:" + trace);
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
