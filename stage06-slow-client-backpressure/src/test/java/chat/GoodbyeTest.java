package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Graceful shutdown: those who read get what was sent to them and a goodbye; those who don't hold nothing up for long.
 */
@Isolated("counts threads")
@Tag("5.4")
class GoodbyeTest {
    @Test
    void everyClientIsToldAndGetsWhatWasSentBefore() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var atThePrompt = TestClient.connect(server)) {
            atThePrompt.expectPrompt("the greeting");
            for (int i = 0; i < 1000; i++) {
                ada.send("line " + i);
            }
            ada.send("/who");
            ada.expect("* In lobby: ada, bob", "the room has sent all lines before");
            server.close();
            for (int i = 0; i < 1000; i++) {
                bob.expectSaid("ada", "line " + i, "what was sent before is still written");
            }
            for (var client : new TestClient[] {ada, bob, atThePrompt}) {
                client.expect("* The server is shutting down.", "everyone is told, with a name or without");
                client.expectEnd("and that is the end");
            }
        }
    }

    @Test
    void aClientThatHasStoppedReadingIsNotWaitedForLong() throws Exception {
        var server = TestClient.server();
        var threads = new ThreadWatch();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            for (int i = 0; i < 250; i++) {
                ada.send("x".repeat(990)); // in the stopped client's outbox: less than it holds
                bob.expectSaid("ada", "x".repeat(990), "bob reads");
            }
            server.close();
            ada.expect("* The server is shutting down.", "those who read are told");
            ada.expectEnd("and that is the end");
            stopped.awaitEnd("the one that doesn't read gets what is in the buffers, and then the end");
            threads.awaitStarted(0, "close() must end every thread");
        }
    }
}
