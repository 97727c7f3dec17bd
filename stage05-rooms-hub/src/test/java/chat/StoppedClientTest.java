package chat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that doesn't read what it is sent, as one that was suspended with Ctrl-Z. */
class StoppedClientTest {
    private static final int LINES = 200; // fewer than an outbox holds
    private static final int MANY_LINES = 500; // more than an outbox holds, fewer than an outbox and the inbox
    private static final String LONG = "x".repeat(50_000); // 10 MB in all: more than the buffers of a connection hold
    private static final String NOBODY_WAITS =
            "who writes to a client must not hold up the others while that client doesn't read";

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    private Thread talk(TestClient client, int lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < lines; i++) {
                client.send(i + LONG);
                sent.incrementAndGet();
            }
        });
    }

    /** Begins to hear the rest, and waits until all is heard, or nothing more comes. */
    private void goOnUntilAllStandStill(TestClient listener) {
        ThreadWatch.awaitStuck(Thread.ofPlatform().daemon().start(() -> {
            for (int i = LINES; i < MANY_LINES; i++) {
                listener.expectSaid("ada", i + LONG, "what one client sends arrives in that order, each line once");
                heard.incrementAndGet();
            }
        }), heard);
    }

    @Test
    @Tag("3.1")
    void theOthersChatOnWhileItsOutboxHasRoom() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            var talk = talk(ada, LINES);
            for (int i = 0; i < LINES; i++) {
                bob.expectSaid("ada", i + LONG, NOBODY_WAITS);
            }
            talk.join();
            TestClient.join(server, "dan", ada, bob).close();
            stopped.reset();
        }
    }

    @Test
    @Tag("3.1")
    void whenItReadsAgainItHasMissedNothing() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped", ada, bob)) {
            talk(ada, MANY_LINES);
            for (int i = 0; i < LINES; i++) {
                bob.expectSaid("ada", i + LONG, NOBODY_WAITS);
            }
            goOnUntilAllStandStill(bob);
            for (int i = 0; i < MANY_LINES; i++) {
                stopped.expectSaid("ada", i + LONG,
                        "who sends to a full outbox waits until there is room; nothing is lost");
            }
        }
    }

    @Test
    @Tag("3.1")
    void theServerCanBeClosedWhileTheOthersWaitForIt() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped", ada, bob)) {
            talk(ada, MANY_LINES);
            for (int i = 0; i < LINES; i++) {
                bob.expectSaid("ada", i + LONG, NOBODY_WAITS);
            }
            goOnUntilAllStandStill(bob);
            if (!Thread.ofPlatform().daemon().start(server::close).join(TestClient.patience())) {
                throw new AssertionError("one client has stopped reading, others wait for its outbox, and close() hangs"
                        + "\n  what it probably means: a thread that was interrupted while it waited for a full outbox "
                        + "waits once more,\n  perhaps because it leaves the room in a finally block");
            }
            stopped.awaitEnd("the end of the server ends its clients");
        }
    }

    @Test
    @Tag("3.2")
    void whenItBreaksOffTheOthersGoOn() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            var talk = talk(ada, MANY_LINES);
            for (int i = 0; i < LINES; i++) {
                bob.expectSaid("ada", i + LONG, NOBODY_WAITS);
            }
            ThreadWatch.awaitStuck(talk, sent); // or all is sent: its outbox is full, or soon will be
            stopped.reset();
            for (int i = LINES; i < MANY_LINES; i++) {
                bob.awaitSaid("ada", i + LONG, "when a client's connection breaks, nobody waits for its full outbox "
                        + "any more: its writer must go on emptying it");
            }
        }
    }

    @Test
    @Tag("3.3")
    void theInboxTakesWhatIsSaidWhileTheRoomWaits() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada")) {
            var talk = talk(ada, MANY_LINES);
            for (int before = -1; !talk.join(TestClient.patience()); before = sent.get()) {
                if (sent.get() == before) {
                    throw new AssertionError("the server took " + before + " of " + MANY_LINES + " lines that ada sent"
                            + "\n  what it probably means: somebody waits for the client that has stopped reading, "
                            + "though there is room for the lines in its outbox and in the inbox");
                }
            }
            stopped.reset();
        }
    }

    @Test
    @Tag("3.4")
    void whoQuitsStillGetsWhatWasSentBefore() throws Exception {
        try (var server = TestClient.server();
                var bob = TestClient.join(server, "bob");
                var eve = TestClient.join(server, "eve", bob);
                var ada = TestClient.connectWithSmallBuffer(server).join("ada", bob, eve)) {
            var talk = talk(bob, LINES);
            for (int i = 0; i < LINES; i++) {
                eve.expectSaid("bob", i + LONG, NOBODY_WAITS);
            }
            talk.join();
            bob.send("that was all");
            eve.expectSaid("bob", "that was all", NOBODY_WAITS); // and the lines before it are in ada's outbox
            ada.send("/quit");
            eve.expectLeft("ada");
            for (int i = 0; i < LINES; i++) {
                ada.expectSaid("bob", i + LONG, "a client's socket was closed before its writer had written all "
                        + "that was in its outbox");
            }
            ada.awaitEnd("/quit makes the server close the connection, when all is written");
        }
    }
}
