package chat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that doesn't read what it is sent, as one that was suspended with Ctrl-Z. */
class StoppedClientTest {
    private static final int LINES = 200; // fewer than an outbox holds
    private static final int MANY_LINES = 500; // more than an outbox holds, fewer than an outbox and the inbox
    private static final String LONG = "x".repeat(50_000); // 10 MB in all: more than the buffers of a connection hold

    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private ChatServer server;
    private TestClient ada;
    private TestClient bob;
    private TestClient stopped;

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
        close();
    }

    private void close() throws Exception {
        if (!Thread.ofPlatform().daemon().start(server::close).join(TestClient.patience())) {
            throw new AssertionError("one client has stopped reading, others wait for its outbox, and close() hangs"
                    + "\n  what it probably means: a thread that was interrupted while it waited for a full outbox "
                    + "waits once more,\n  perhaps because it leaves the room in a finally block");
        }
    }

    private Thread talk(TestClient speaker, int lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            for (int i = 0; i < lines; i++) {
                speaker.send(i + LONG);
                sent.incrementAndGet();
            }
        });
    }

    /** What is said while somebody doesn't read, and fits into that client's outbox. */
    private static void hear(TestClient listener, String speaker) {
        for (int i = 0; i < LINES; i++) {
            listener.expectSaid(speaker, i + LONG,
                    "who writes to a client must not hold up the others while that client doesn't read");
        }
    }

    /** Begins to hear the rest, and waits until all is heard, or nothing more comes. */
    private void goOnUntilAllStandStill() {
        ThreadWatch.awaitStuck(Thread.ofPlatform().daemon().start(() -> {
            for (int i = LINES; i < MANY_LINES; i++) {
                bob.expectSaid("ada", i + LONG, "what one client sends arrives in that order, each line once");
                heard.incrementAndGet();
            }
        }), heard);
    }

    @Test
    @Tag("3.1")
    void theOthersChatOnWhileItsOutboxHasRoom() throws Exception {
        var talk = talk(ada, LINES);
        hear(bob, "ada");
        talk.join();
        TestClient.join(server, "dan", ada, bob).close();
    }

    @Test
    @Tag("3.1")
    void whenItReadsAgainItHasMissedNothing() {
        talk(ada, MANY_LINES);
        hear(bob, "ada");
        goOnUntilAllStandStill();
        for (int i = 0; i < MANY_LINES; i++) {
            stopped.expectSaid("ada", i + LONG,
                    "who sends to a full outbox waits until there is room; nothing is lost");
        }
    }

    @Test
    @Tag("3.1")
    void theServerCanBeClosedWhileTheOthersWaitForIt() throws Exception {
        talk(ada, MANY_LINES);
        hear(bob, "ada");
        goOnUntilAllStandStill();
        close();
        stopped.awaitEnd("the end of the server ends its clients");
    }

    @Test
    @Tag("3.2")
    void whenItBreaksOffTheOthersGoOn() {
        var talk = talk(ada, MANY_LINES);
        hear(bob, "ada");
        ThreadWatch.awaitStuck(talk, sent); // or all is sent: its outbox is full, or soon will be
        stopped.reset();
        for (int i = LINES; i < MANY_LINES; i++) {
            bob.awaitSaid("ada", i + LONG, "when a client's connection breaks, its writer must go on emptying its "
                    + "outbox: others may wait for room in it");
        }
    }

    @Test
    @Tag("3.3")
    void theInboxTakesWhatIsSaidWhileTheRoomWaits() throws Exception {
        bob.send("/quit");
        bob.awaitEnd("/quit makes the server close the connection");
        var talk = talk(ada, MANY_LINES);
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
        var talk = talk(ada, LINES);
        hear(bob, "ada");
        talk.join();
        ada.send("that was all");
        bob.expectSaid("ada", "that was all", "the others chat on"); // and the lines before it are in the outbox
        stopped.send("/quit");
        bob.expectLeft("stopped");
        for (int i = 0; i < LINES; i++) {
            stopped.expectSaid("ada", i + LONG,
                    "a client's socket was closed before its writer had written all that was in its outbox");
        }
        stopped.awaitEnd("/quit makes the server close the connection, when all is written");
    }
}
