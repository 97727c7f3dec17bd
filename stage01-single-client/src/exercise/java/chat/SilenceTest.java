package chat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A client that says nothing is sent away, and the next has its turn. */
@Tag("1.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SilenceTest {
    private static final String LAST_WORDS = "* You have said nothing for too long. Goodbye!";

    @Test
    @Order(1)
    void whoSaysNothingIsSentAwayAndTheNextHasItsTurn() throws Exception {
        try (var server = new Program(List.of("-Dsilence=400"), "ChatServer", "0")) {
            int port = port(server);
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.send("ada"); // before the server comes to count the time
                ada.expectPrompt("every client is greeted and asked for its name");
                ada.expect(LAST_WORDS, "with -Dsilence=400 ada has said nothing for much longer: the read that waits "
                        + "for her must end by\n    itself, and she is told before the connection is closed");
                ada.expectEnd("after these words the connection is closed; a time-out that is answered by reading on "
                        + "is none");
                server.await("(?m) left: silence$", "the server's window says why ada has left");
                bob.expectPrompt("ada is gone, so it is bob's turn: what ends her stay must not end the server");
                bob.expect(LAST_WORDS, "bob gives no name for much longer than 400 milliseconds: a client at the "
                        + "prompt can be silent too");
                bob.expectEnd("after these words the connection is closed");
            }
        }
    }

    @Test
    @Order(2)
    void whoSpeaksMayStay() throws Exception {
        var silence = Duration.ofMillis(300);
        while (!staysLongerThan(silence)) {
            silence = silence.multipliedBy(2); // on a machine that is busy with other things
        }
    }

    /** Speaks for three times as long as one may be silent. False if the machine was too slow to tell anything. */
    private static boolean staysLongerThan(Duration silence) throws Exception {
        try (var server = new Program(List.of("-Dsilence=" + silence.toMillis()), "ChatServer", "0")) {
            int port = port(server);
            long start = System.nanoTime();
            long spoke = start;
            long longest = 0; // between the beginnings of two lines
            try (var ada = TestClient.connect(port)) {
                ada.name("ada");
                while (spoke - start < 3 * silence.toNanos()) {
                    long now = System.nanoTime();
                    longest = Math.max(longest, now - spoke);
                    spoke = now;
                    ada.send("I am here");
                    ada.expectSaid("ada", "I am here", "ada has never been silent for the " + silence.toMillis()
                            + " milliseconds that are allowed here, as the time begins anew with each line: it isn't "
                            + "the time of her whole stay that is limited");
                }
                return longest < silence.toNanos() / 2 || silence.compareTo(TestClient.patience()) > 0;
            } catch (AssertionError sentAway) {
                longest = Math.max(longest, System.nanoTime() - spoke);
                if (longest < silence.toNanos() / 2 || silence.compareTo(TestClient.patience()) > 0) {
                    throw sentAway;
                }
                return false;
            }
        }
    }

    private static int port(Program server) throws InterruptedException {
        return Integer.parseInt(server.await("port (\\d+)\\.", "the server says where it listens").group(1));
    }
}
