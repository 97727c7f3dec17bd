package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Graceful shutdown: those who read get what was sent to them and a goodbye; those who don't hold nothing up for long.
 */
@Isolated("counts threads")
@Tag("5.8")
class GoodbyeTest {
    private static final int LINES = 250;
    private static final String TEXT = "x".repeat(900) + " ";
    private static final String LAST = "the threads that write are interrupted, and their sockets closed, last";
    private static final String TOLD = "everyone is told, with a name or without: " + LAST;
    private static final String WRITTEN = "what was sent before is still written: " + LAST;

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
                bob.expectSaid("ada", "line " + i, WRITTEN);
            }
            for (var client : new TestClient[] {ada, bob, atThePrompt}) {
                client.expect("* The server is shutting down.", TOLD);
                client.expectEnd("and that is the end");
            }
        }
    }

    @Test
    void whoHasStoppedAndReadsAgainGetsWhatWaitsForItFirst() throws Exception {
        var server = TestClient.server();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            stopped.expectJoined("ada");
            stopped.expectJoined("bob");
            talk(ada, bob);
            var closing = Thread.ofPlatform().daemon().start(server::close);
            ada.expect("* The server is shutting down.", TOLD);
            for (int i = 0; i < LINES; i++) {
                stopped.expectSaid("ada", TEXT + i, WRITTEN);
            }
            stopped.expect("* The server is shutting down.", "then comes the goodbye");
            stopped.expectEnd("and that is the end");
            awaitEnd(closing);
        }
    }

    @Test
    void aClientThatHasStoppedReadingIsNotWaitedForLong() throws Exception {
        var server = TestClient.server();
        var threads = new ThreadWatch();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            talk(ada, bob);
            var closing = Thread.ofPlatform().daemon().start(server::close);
            ada.expect("* The server is shutting down.", TOLD);
            ada.expectEnd("and that is the end");
            awaitEnd(closing);
            stopped.awaitEnd("the one that doesn't read gets what is in the buffers, and then the end");
            threads.awaitStarted(0, "close() must end every thread");
        }
    }

    /** Much, and yet less than the outbox of a client holds that doesn't read. */
    private static void talk(TestClient ada, TestClient bob) {
        for (int i = 0; i < LINES; i++) {
            ada.send(TEXT + i);
            bob.expectSaid("ada", TEXT + i, "bob reads");
        }
    }

    private static void awaitEnd(Thread closing) throws InterruptedException {
        if (!closing.join(TestClient.patience())) {
            throw new AssertionError("close() goes on after " + TestClient.patience().toSeconds() + " s"
                    + "\n  what it probably means: it waits for a client that doesn't read, and has no deadline"
                    + ThreadWatch.at(closing));
        }
    }
}
