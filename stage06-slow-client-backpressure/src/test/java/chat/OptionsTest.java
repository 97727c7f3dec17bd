package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as a program with options: how they are written. What they change is in {@link PolicyTest}. */
class OptionsTest {
    @ParameterizedTest
    @CsvSource({
        "--history=-1, --history=-1: must be a whole number from 0 to 999999",
        "--max-clients=0, --max-clients=0: must be a whole number from 1 to 999999",
        "--max-rooms=1000000, --max-rooms=1000000: must be a whole number from 1 to 999999",
        "--max-line, --max-line=: must be a whole number from 1 to 999999",
        "--colour=red, --colour: there is no such option"})
    @Tag("5.4")
    void aWrongOptionIsNamedThenComesTheUsage(String option, String answer) throws Exception {
        assertIsWrong(option, answer, "[--history=100]", "[--max-clients=1000]", "[--max-rooms=100]",
                "[--max-line=1000]");
    }

    @ParameterizedTest
    @CsvSource({
        "--idle=5, '--idle=5: must be a time such as 30s, 5m or 1h'",
        "--name-timeout=0s, '--name-timeout=0s: must be a time such as 30s, 5m or 1h'"})
    @Tag("5.5")
    void aWrongTimeIsNamedThenComesTheUsage(String option, String answer) throws Exception {
        assertIsWrong(option, answer, "[--idle=5m]", "[--name-timeout=30s]");
    }

    @ParameterizedTest
    @CsvSource({
        "--outbox=none, --outbox=none: must be a whole number from 1 to 999999",
        "--slow-client=wait, '--slow-client=wait: must be disconnect, drop-newest or drop-oldest'"})
    @Tag("5.6")
    void aWrongPolicyIsNamedThenComesTheUsage(String option, String answer) throws Exception {
        assertIsWrong(option, answer, "[--slow-client=disconnect|drop-newest|drop-oldest]", "[--outbox=256]");
    }

    @Test
    @Tag("5.4")
    void optionsMayStandBeforeAndAfterTheAddress() throws Exception {
        try (var process = ServerProcess.start("--max-clients=1", "0", "--max-line=5")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.expectPrompt("the greeting");
                bob.expect("* The chat is full, try again later.", "--max-clients=1 before the address: one seat");
                ada.send("123456");
                ada.expect("* That line is too long (5 characters at most) and was not sent.",
                        "--max-line=5 after the address");
            }
        }
    }

    private static void assertIsWrong(String option, String answer, String... usage) throws Exception {
        try (var process = ServerProcess.start(option, "0")) {
            assertThat(process.exitCode()).as("exit code of a server with " + option).isEqualTo(2);
            var lines = process.errors().lines().toList();
            assertThat(lines).as("on standard error of a server with " + option).isNotEmpty();
            assertThat(lines.getFirst()).as("the first line on standard error: which option is wrong, and why")
                    .isEqualTo(answer);
            assertThat(String.join("\n", lines.subList(1, lines.size())))
                    .as("the lines after it, the usage with what holds without the option")
                    .startsWith("[USAGE]: java -jar ").contains(usage);
        }
    }
}
