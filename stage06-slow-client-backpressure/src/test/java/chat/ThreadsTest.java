package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is there: one that accepts, one for the room, and for each client one that reads and one that writes. */
@Isolated("counts threads")
class ThreadsTest {
    @Test
    @Tag("3.3")
    void theRoomHasAThreadOfItsOwn() throws Exception {
        var threads = new ThreadWatch();
        try (var server = TestClient.server()) {
            threads.awaitStarted(2, "the acceptor and the broadcaster, before anybody comes");
        }
    }

    @Test
    @Tag("3.4")
    void thereAreTwoThreadsForEachClientAndTwoMore() throws Exception {
        var threads = new ThreadWatch();
        try (var server = TestClient.server()) {
            threads.awaitStarted(2, "the acceptor and the broadcaster");
            try (var ada = TestClient.join(server, "ada"); var bob = TestClient.join(server, "bob", ada)) {
                threads.awaitStarted(6, "a reader and a writer for each client, one acceptor, one broadcaster");
            }
            threads.awaitStarted(2, "a client's reader and its writer end when it has left");
        }
    }
}
