package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server as a program with options. */
class OptionsTest {
    @Test
    @Tag("5.2")
    void aWrongOptionIsNamedThenComesTheUsage() throws Exception {
        try (var process = ServerProcess.start("--outbox=none", "0")) {
            assertThat(process.exitCode()).as("exit code").isEqualTo(2);
            assertThat(process.errors().lines().toList()).satisfies(
                    lines -> assertThat(lines.getFirst()).startsWith("--outbox=none: must be a whole number"),
                    lines -> assertThat(lines.get(1)).startsWith("[USAGE]: java -jar "));
        }
    }

    @Test
    @Tag("5.2")
    void optionsMayStandBeforeAndAfterTheAddress() throws Exception {
        try (var process = ServerProcess.start("--max-clients=1", "0", "--idle=1h")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.expectPrompt("the greeting");
                bob.expect("* The chat is full, try again later.", "there is one seat");
            }
        }
    }
}
