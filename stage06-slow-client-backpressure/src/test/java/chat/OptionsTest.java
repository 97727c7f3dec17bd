package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server as a program with options. */
class OptionsTest {
    @Test
    @Tag("stage06")
    void aWrongOptionIsNamedThenComesTheUsage() throws Exception {
        var process = start("--outbox=none", "0");
        assertThat(process.waitFor(TestClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the process ends").isTrue();
        assertThat(process.exitValue()).as("exit code").isEqualTo(2);
        assertThat(process.errorReader().readAllAsString().lines().toList()).satisfies(
                lines -> assertThat(lines.getFirst()).startsWith("--outbox=none: must be a whole number"),
                lines -> assertThat(lines.get(1)).startsWith("[USAGE]: java -jar "));
    }

    @Test
    @Tag("stage06")
    void optionsMayStandBeforeAndAfterTheAddress() throws Exception {
        var process = start("--max-clients=1", "0", "--idle=1h");
        try {
            String line = process.inputReader().readLine();
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            try (var ada = TestClient.connect(port)) {
                ada.expectPrompt("the greeting");
                var bob = TestClient.connect(port);
                bob.expect("* The chat is full, try again later.", "there is one seat");
                bob.close();
            }
        } finally {
            process.destroyForcibly();
        }
    }

    static Process start(String... arguments) throws Exception {
        var classes = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classes.toString(), "chat.ChatServer"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // also if its test is given up
        return process;
    }
}
