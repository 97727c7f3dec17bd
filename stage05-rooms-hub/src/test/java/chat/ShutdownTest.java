package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.net.BindException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * After {@link ChatServer#close()} nothing of the server is left. The article's server waited for a group of goroutines
 * of which none ever said that it was done: it could not end, and what it had started could not be waited for.
 */
@Isolated("counts threads")
class ShutdownTest {
    private final ThreadWatch threads = new ThreadWatch();

    @Test
    void closingAServerThatNobodyCameToEndsItsThreads() throws Exception {
        TestClient.server().close();
        threads.awaitStarted(0, "close() must end every thread");
    }

    @Test
    void closingEndsEveryClientAndEveryThread() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada");
                var bob = TestClient.connect(server);
                var eve = TestClient.connect(server)) {
            ada.sendRaw("half a li");
            server.close();
            assertThat(ServerLog.shows(ada.address() + " left: .*"))
                    .withFailMessage("close() must wait until every thread has ended: no line yet says that ada left")
                    .isTrue();
            threads.awaitStarted(0, "close() must end every thread");
            ada.awaitEnd("a client that has a name must see the end of its stream");
            bob.awaitEnd("a client at the prompt must see the end of its stream");
            eve.awaitEnd("so must one that was not served yet");
        }
    }

    @Test
    void aClientThatNeverStopsTalkingCanNotKeepTheServerAlive() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada")) {
            var flood = Thread.ofPlatform().daemon().start(() -> {
                byte[] lines = "hello\n".repeat(1000).getBytes();
                try {
                    for (int i = 0; i < 100_000; i++) {
                        ada.sendRaw(lines);
                    }
                } catch (AssertionError closed) {
                    // as it should be
                }
            });
            server.close();
            ada.awaitEnd("a thread that always finds more to read must still see that it is to end");
            flood.join();
            threads.awaitStarted(0, "a thread that always finds more to read must still see that it is to end");
        }
    }

    @Test
    void aServerThatCanNotListenStartsNothing() throws Exception {
        try (var first = TestClient.server()) {
            var taken = new InetSocketAddress("localhost", first.port());
            assertThatExceptionOfType(BindException.class).isThrownBy(() -> ChatServer.start(taken));
        }
        threads.awaitStarted(0, "a server that can't listen throws, so nobody gets it and could close it"
                + "\n  what it probably means: ChatServer starts a thread before it listens: first bind, then start");
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        var server = TestClient.server();
        server.close();
        assertThatNoException().isThrownBy(server::close);
    }

    @Test
    void theAddressIsFreeAgainAfterwards() throws Exception {
        var first = TestClient.server();
        int port = first.port();
        first.close();
        try (var second = ChatServer.start(new InetSocketAddress("localhost", port));
                var ada = TestClient.connect(second)) {
            ada.expectPrompt("a second server serves at the same address");
        }
    }
}
