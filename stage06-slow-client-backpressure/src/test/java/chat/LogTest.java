package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Standard output that nobody takes, as that of a window in which somebody is selecting text, or of {@code less}. */
class LogTest {
    @Test
    @Tag("5.6")
    void aServerWhoseOutputNobodyReadsServesOnAndEndsWhenItIsTold() throws Exception {
        try (var process = ServerProcess.start("0")) {
            int port = process.port(); // in the last line that is read of what it prints
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.name("ada");
                ada.expect("* You are alone in lobby.", "the first comes in");
                bob.name("bob");
                ada.expectJoined("bob");
                for (int i = 0; i < 2500; i++) { // each is told of in two lines: more than a pipe holds
                    try (var guest = TestClient.connect(port)) {
                        guest.expectPrompt("nobody may wait for whoever reads what the server prints");
                    }
                }
                bob.send("still there?");
                ada.expectSaid("bob", "still there?", "clients don't wait for the log");
                process.stop();
                ada.expect("* The server is shutting down.", "nor does the end");
            }
            process.exitCode();
        }
    }
}
