package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that doesn't read what it is sent, as one that was suspended with Ctrl-Z. */
@Tag("stage04")
class StoppedClientTest {
    private static final int LINES = 200; // fewer than an outbox holds
    private static final String LONG = "x".repeat(100_000); // 20 MB in all: more than the buffers of a connection hold

    @Test
    void theOthersChatOnWhileItsOutboxHasRoom() throws Exception {
        try (var server = TestClient.server();
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            var talk = Thread.startVirtualThread(() -> {
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
}
