package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Standard output that nobody takes, as that of a window in which somebody is selecting text, or of {@code less}. */
class LogTest {
    @Test
    @Tag("stage06")
    void aServerWhoseOutputNobodyReadsServesOnAndEndsWhenItIsTold() throws Exception {
        var process = OptionsTest.start("0");
        try {
            String first = process.inputReader().readLine(); // the last that is read of what it prints
            int port = Integer.parseInt(first.substring(first.lastIndexOf(' ') + 1));
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
                process.destroy();
                ada.expect("* The server is shutting down.", "nor does the end");
            }
            assertThat(process.waitFor(TestClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
    }
}
