package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A server can be closed whatever its threads are waiting for. */
@Isolated("counts threads")
@Tag("1.1")
class StuckShutdownTest {
    private final ThreadWatch threads = new ThreadWatch();

    private static void close(ChatServer server) throws InterruptedException {
        var closing = Thread.ofPlatform().daemon().start(server::close);
        if (!closing.join(TestClient.patience())) {
            throw new AssertionError("close() should have returned, and hangs"
                    + "\n  what it probably means: it waits for the clients' threads, which wait for their clients: "
                    + "an executor's close() only waits,\n  if the thread that calls it isn't interrupted; "
                    + "its shutdownNow() interrupts all of its threads;\n  or it waits without a limit for a queue, "
                    + "or for an answer that never comes" + ThreadWatch.at(closing));
        }
    }

    @Test
    void closeEndsEveryoneWhoIsServed() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada"); var bob = TestClient.join(server, "bob");
                var eve = TestClient.connect(server)) {
            eve.expectPrompt("every client is greeted and asked for its name as soon as it connects");
            close(server);
            threads.awaitStarted(0, "close() must end every client's thread, and wait for it"
                    + "\n  what it probably means: nobody ends them: a thread that was started with "
                    + "Thread.startVirtualThread\n    belongs to no executor, and an executor that nobody closes "
                    + "ends none of its threads");
            for (var client : new TestClient[] {ada, bob, eve}) {
                client.awaitEnd("the end of the server ends its clients");
            }
        }
    }

    @Test
    void aClientThatHasStoppedReadingCanNotKeepTheServerAlive() throws Exception {
        var server = TestClient.server();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada")) {
            var flood = ada.floodUntilStuck();
            close(server);
            stopped.awaitEnd("a thread that waits to write must be ended too");
            ada.awaitEnd("a thread that waits for one that waits to write must be ended too");
            flood.join();
            threads.awaitStarted(0, "close() must end every thread");
        }
    }
}
