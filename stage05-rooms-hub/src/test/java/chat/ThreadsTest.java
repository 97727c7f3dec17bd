package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is there: one that accepts, one for the room, and for each client one that reads and one that writes. */
@Isolated("counts threads")
class ThreadsTest {
    @Test
    @Tag("stage04")
    void thereAreTwoThreadsForEachClientAndTwoMore() throws Exception {
        var threads = new ThreadWatch();
        try (var server = TestClient.server()) {
            threads.awaitStarted(2, "the acceptor and the broadcaster");
            for (int n = 1; n <= 3; n++) {
                TestClient.join(server, "client" + n);
                threads.awaitStarted(2 * n + 2, "a reader and a writer for each client, one acceptor, one broadcaster");
            }
        }
    }
}
