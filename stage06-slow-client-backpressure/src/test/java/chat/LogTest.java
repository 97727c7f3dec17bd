package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Standard output that nobody takes, as that of a window in which somebody is selecting text, or of {@code less}. */
class LogTest {
    private static final int GUESTS = 2500; // each is told of in two lines: more than a pipe and the log hold

    @Test
    @Tag("5.7")
    void aServerWhoseOutputNobodyReadsServesOnAndTellsHowManyLinesItDropped() throws Exception {
        try (var process = ServerProcess.start("0")) {
            int port = process.port(); // in the last line that is read of what it prints
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                comeAndGo(ada, bob, port);
                String line = "";
                for (int read = 0; !line.matches("\\* You missed \\d+ lines\\."); read++) {
                    if (read > 2 * GUESTS) {
                        throw new AssertionError("all lines of the log were kept while nobody read it"
                                + "\n  what it probably means: what waits has no bound: what is more than 1000 lines "
                                + "should be dropped,\n  and counted where it is missing: * You missed 1234 lines.");
                    }
                    line = process.line("when its output is read again, a server says how many lines it has dropped");
                }
                bob.send("and now?");
                ada.expectSaid("bob", "and now?", "the chat goes on");
            }
        }
    }

    @Test
    @Tag("5.8")
    void aServerWhoseOutputNobodyReadsSaysGoodbyeAndEnds() throws Exception {
        try (var process = ServerProcess.start("0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                comeAndGo(ada, bob, port);
                process.stop();
                ada.expect("* The server is shutting down.", "nobody waits for the log at the end either");
            }
            process.exitCode();
        }
    }

    /** Many guests come and go, while nobody reads what the server prints. */
    private static void comeAndGo(TestClient ada, TestClient bob, int port) {
        ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
        bob.name("bob").expect("* In lobby: ada", "the second comes in");
        ada.expectJoined("bob");
        for (int i = 0; i < GUESTS; i++) {
            try (var guest = TestClient.connect(port)) {
                guest.expectPrompt("nobody may wait for whoever reads what the server prints");
            }
        }
        bob.send("still there?");
        ada.expectSaid("bob", "still there?", "clients don't wait for the log");
    }
}
