package chat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that doesn't read what it is sent, as one that was suspended with Ctrl-Z. */
class StoppedClientTest {
    private static final int LINES = 200; // fewer than an outbox holds
    private static final int MANY_LINES = 500; // more than an outbox holds, fewer than an outbox and the inbox
    private static final String LONG = "x".repeat(25_000); // 200 of them: more than the buffers of a connection hold

    private final AtomicInteger sent = new AtomicInteger();
    private ChatServer server;
    private TestClient ada;
    private TestClient bob;
    private TestClient stopped;
    private Thread closing;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
        ada = TestClient.join(server, "ada");
        bob = TestClient.join(server, "bob", ada);
        stopped = TestClient.connectWithSmallBuffer(server).join("stopped", ada, bob);
    }

    @AfterEach
    void stop() throws Exception {
        ada.close();
        bob.close();
        stopped.close();
        if (closing == null) {
            close();
        }
    }

    private void close() throws Exception {
        closing = Thread.ofPlatform().daemon().start(server::close);
        if (!closing.join(TestClient.patience())) {
            throw new AssertionError("one client has stopped reading, others wait for its outbox, and close() hangs"
                    + "\n  what it probably means: a thread that was interrupted while it waited for a full outbox "
                    + "waits once more,\n  perhaps because it leaves the room in a finally block");
        }
    }

    private static String line(int i) {
        return "line " + i + (i < LINES ? LONG : "");
    }

    private Thread talk(int lines, IntFunction<String> line) {
        return Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < lines; i++) {
                ada.send(line.apply(i));
                sent.incrementAndGet();
            }
        });
    }

    /** They fill the buffers of the connection that nobody reads, and its outbox has room for the rest of them. */
    private void hearTheLongOnes() {
        for (int i = 0; i < LINES; i++) {
            bob.expectSaid("ada", line(i),
                    "who writes to a client must not hold up the others while that client doesn't read");
        }
    }

    /** Waits until bob has been told all, or the room waits: nothing has come in so many looks in a row. */
    private void awaitStandstill() throws Exception {
        int before = -1;
        for (int looks = 0; looks < 3000; looks++) {
            int now = bob.bytesWaiting();
            looks = now == before ? looks : 0;
            before = now;
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    @Tag("3.1")
    void theOthersChatOnWhileItsOutboxHasRoom() throws Exception {
        var talk = talk(LINES, StoppedClientTest::line);
        hearTheLongOnes();
        talk.join();
        TestClient.join(server, "dan", ada, bob).close();
    }

    @Test
    @Tag("3.1")
    void whenItReadsAgainItHasMissedNothing() throws Exception {
        talk(MANY_LINES, StoppedClientTest::line);
        hearTheLongOnes();
        awaitStandstill();
        for (int i = 0; i < MANY_LINES; i++) {
            stopped.expectSaid("ada", line(i),
                    "who sends to a full outbox waits until there is room; nothing is lost");
        }
    }

    @RepeatedTest(2) // by luck the stopped client may leave first, and then nobody waits for it once more
    @Tag("3.1")
    void theServerCanBeClosedWhileTheOthersWaitForIt() throws Exception {
        talk(MANY_LINES, StoppedClientTest::line);
        hearTheLongOnes();
        awaitStandstill();
        bob.send("I wait, too"); // the more wait, the more seldom it leaves first
        awaitStandstill();
        close();
        stopped.awaitEnd("the end of the server ends its clients");
    }

    @Test
    @Tag("3.2")
    void whenItBreaksOffTheOthersGoOn() throws Exception {
        talk(MANY_LINES, StoppedClientTest::line);
        hearTheLongOnes();
        awaitStandstill();
        stopped.reset();
        for (int i = LINES; i < MANY_LINES; i++) {
            bob.awaitSaid("ada", line(i), "when a client's connection breaks, its writer must go on emptying its "
                    + "outbox: others may wait for room in it");
        }
    }

    @Test
    @Tag("3.3")
    void theInboxTakesWhatIsSaidWhileTheRoomWaits() throws Exception {
        bob.send("/quit");
        bob.awaitEnd("/quit makes the server close the connection");
        var talk = talk(MANY_LINES, i -> LONG + LONG);
        for (int before = -1; !talk.join(TestClient.patience()); before = sent.get()) {
            if (sent.get() == before) {
                throw new AssertionError("the server took " + before + " of " + MANY_LINES + " lines that ada sent"
                        + "\n  what it probably means: somebody waits for the client that has stopped reading, "
                        + "though there is room for the lines in its outbox and in the inbox");
            }
        }
    }

    @Test
    @Tag("3.4")
    void whoQuitsStillGetsWhatWasSentBefore() throws Exception {
        var talk = talk(LINES, StoppedClientTest::line);
        hearTheLongOnes();
        talk.join();
        ada.send("that was all");
        bob.expectSaid("ada", "that was all", "the others chat on"); // and the lines before it are in the outbox
        stopped.send("/quit");
        bob.expectLeft("stopped");
        for (int i = 0; i < LINES; i++) {
            stopped.expectSaid("ada", line(i),
                    "a client's socket was closed before its writer had written all that was in its outbox");
        }
        stopped.awaitEnd("/quit makes the server close the connection, when all is written");
    }
}
