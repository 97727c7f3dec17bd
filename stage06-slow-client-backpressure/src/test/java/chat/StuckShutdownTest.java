package chat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A server can be closed whatever its threads are waiting for. */
@Isolated("counts threads")
@Tag("1.5")
class StuckShutdownTest {
    private final ThreadWatch threads = new ThreadWatch();

    @Test
    void aClientThatHasStoppedReadingCanNotKeepTheServerAlive() throws Exception {
        var server = TestClient.server();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada")) {
            var sent = new AtomicInteger();
            var flood = Thread.ofPlatform().daemon().start(() -> {
                String lines = ("x".repeat(1000) + "\n").repeat(100);
                try {
                    for (int i = 0; i < 1000; i++) { // 100 MB: more than all buffers on the way
                        ada.sendRaw(lines);
                        sent.incrementAndGet();
                    }
                } catch (AssertionError closed) {
                    // as it should be
                }
            });
            ThreadWatch.awaitStuck(flood, sent);
            server.close();
            stopped.awaitEnd("a thread that waits to write must be ended too");
            ada.awaitEnd("a thread that waits for one that waits to write must be ended too");
            flood.join();
            threads.awaitStarted(0, "close() must end every thread");
        }
    }
}
