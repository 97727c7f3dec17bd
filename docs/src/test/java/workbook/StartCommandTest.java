package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.StartCommand.Start;

class StartCommandTest {
    @Test
    void aServerThatDoesNotStartIsFoundOut(@TempDir Path copy) throws Exception {
        StartCommand.copy(new Workbook(Path.of("..")).root, copy);
        assertThat(copy.resolve("stage02-thread-per-client/target/classes/chat/ChatServer.class")).exists();
        assertThat(copy.resolve("stage02-thread-per-client/target/test-classes")).doesNotExist();
        assertThat(copy.resolve("docs/target")).doesNotExist();
        assertThat(StartCommand.fails(copy, new Start("stage06-slow-client-backpressure", "--outbox=10 --idle=often")))
                .hasValueSatisfying(said -> assertThat(said).contains("--idle"));
        Files.delete(copy.resolve("stage02-thread-per-client/target/classes/chat/ChatRoom.class"));
        assertThat(StartCommand.fails(copy, new Start("stage02-thread-per-client", null)))
                .hasValueSatisfying(said -> assertThat(said).contains("ChatRoom"));
    }
}
