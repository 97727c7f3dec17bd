package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that says too much is refused what is too much, and nobody else sees a difference. */
@Tag("6.2")
class TooFastTest {
    private static final String BY_ITS_OWN_THREAD = "\n    the client's own thread decides, before it puts anything"
            + " into the room's inbox.\n    If the room decides, it comes late, and a room that sleeps sleeps for all";
    private static final String REFUSED = "* Too fast: that line was not sent.";

    private static ChatServer server(String option) throws Exception {
        ServerLog.open();
        try {
            return ChatServer.start(new InetSocketAddress("localhost", 0), Limits.parse(List.of(option)));
        } catch (IllegalArgumentException e) {
            throw new AssertionError("the server was started with " + option + ", and refuses it: \"" + e.getMessage()
                    + "\"\n  what it probably means: Limits.parse doesn't know the option yet");
        }
    }

    @Test
    void aBurstIsHeardAndWhatIsMoreIsRefused() throws Exception {
        try (var server = server("--talk=3/1h");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            ada.send("one\ntwo\n/who\nthree\nfour\n/send lobby five\n/rooms");
            ada.expect("* In lobby: ada, bob", "a command that nobody else hears costs nothing");
            ada.expect(REFUSED, "three lines may be said at once, and four is the fourth; " + BY_ITS_OWN_THREAD);
            ada.expect(REFUSED, "a line that /send would bring to others counts as well; " + BY_ITS_OWN_THREAD);
            ada.expect("* Rooms: lobby (2)", "two lines were too much; each is refused once, at once");
            for (String text : List.of("one", "two", "three")) {
                bob.expectSaid("ada", text, "three lines may be said at once, with no pause between them");
            }
        }
    }

    @Test
    void theOthersSeeNoDifference() throws Exception {
        try (var server = server("--talk=2/1h");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            ada.send("one\ntwo\nthree\n/rooms");
            ada.expect(REFUSED, "two lines may be said at once, and three is the third; " + BY_ITS_OWN_THREAD);
            ada.expect("* Rooms: lobby (2)", "a refusal is all that happens: nobody sleeps");
            bob.expectSaid("ada", "one", "what ada may say is heard");
            bob.expectSaid("ada", "two", "what ada may say is heard");
            bob.send("hello\n/rooms");
            bob.expect("* Rooms: lobby (2)", "bob has said nothing before, and is refused nothing:\n"
                    + "    each client has its own bucket");
            ada.expectSaid("bob", "hello", "the room waits for nobody");
            try (var eve = TestClient.connect(server)) {
                eve.join("eve", ada);
                bob.expectJoined("eve");
            }
        }
    }

    /** Sends a line. False if it is refused. */
    private static boolean say(TestClient ada, String text) {
        ada.send(text + "\n/rooms");
        if (ada.line("/rooms is answered").equals(REFUSED)) {
            ada.expect("* Rooms: lobby (2)", "/rooms is answered");
            return false;
        }
        return true;
    }

    /** A fact of every bucket, however slow the machine is: it gives no more than has come in since it was empty. */
    @Test
    void whatIsUsedUpComesBackBitByBit() throws Exception {
        try (var server = server("--talk=4/2s");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            for (int said = 0; say(ada, "line " + said); said++) {
                assertThat(said).as("lines let through one after the other, with --talk=4/2s").isLessThan(999);
            }
            long deadline = System.nanoTime() + TestClient.patience().toNanos();
            long refused;
            do {
                refused = System.nanoTime();
                assertThat(refused < deadline)
                        .withFailMessage("ada, who was refused, with --talk=4/2s, isn't let through any more"
                                + "\n  what it probably means: nothing comes back into her bucket, or a part of a "
                                + "token is\n    forgotten each time that it is looked into")
                        .isTrue();
            } while (!say(ada, "again"));
            int heard = 1; // since the last refusal
            for (int i = 0; i < 3; i++) {
                heard += say(ada, "more") ? 1 : 0;
            }
            double time = (System.nanoTime() - refused) / 1e9;
            assertThat((double) heard)
                    .as("lines let through in the %.3f s after one was refused, with --talk=4/2s"
                            + "\n  what it probably means: one comes back every half second. If there are more,"
                            + "\n    all four come back at once, at the border of a time window", time)
                    .isLessThan(1 + time / 0.5);
            bob.send("/quit");
        }
    }
}
