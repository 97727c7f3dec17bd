package chat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that doesn't read what it is sent, as one that was suspended with Ctrl-Z. */
@Tag("3.1")
class StoppedClientTest {
    private static final int LINES = 200; // fewer than an outbox holds
    private static final int MANY_LINES = 500; // more than an outbox holds, fewer than an outbox and the inbox
    private static final String LONG = "x".repeat(50_000); // 10 MB in all: more than the buffers of a connection hold

    @Test
    void theOthersChatOnWhileItsOutboxHasRoom() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            var talk = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < LINES; i++) {
                    ada.send(i + LONG);
                }
            });
            for (int i = 0; i < LINES; i++) {
                bob.expectSaid("ada", i + LONG,
                        "who writes to a client must not hold up the others while that client doesn't read");
            }
            talk.join();
            TestClient.join(server, "dan", ada, bob).close();
            stopped.reset();
        }
    }

    @Test
    void whenItBreaksOffTheOthersGoOn() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            var sent = new AtomicInteger();
            var talk = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < MANY_LINES; i++) {
                    ada.send(i + LONG);
                    sent.incrementAndGet();
                }
            });
            for (int before = -1; !talk.join(TestClient.patience()); before = sent.get()) {
                if (sent.get() == before) {
                    throw new AssertionError("the server took " + before + " of " + MANY_LINES + " lines that ada sent"
                            + "\n  what it probably means: somebody waits for the client that has stopped reading, "
                            + "though there is room for the lines in its outbox and in the inbox");
                }
            }
            stopped.reset();
            for (int i = 0; i < MANY_LINES; i++) {
                bob.awaitSaid("ada", i + LONG,
                        "when a client's connection breaks, nobody waits for its full outbox any more");
            }
        }
    }
}
