package load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {
    private static final String LOAD =
            "--clients 5 --senders 2 --window 8 --warmup 100ms --measure 300ms --join-timeout 10s";

    @Test
    void everyContestantHasEveryRoundAndItsServerEnds(@TempDir Path directory) {
        Path figures = directory.resolve("figures.json");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String again = "again='%s' -cp '%s' load.Floor {port}".formatted(java, System.getProperty("java.class.path"));
        int exit = new CommandLine(new Compare())
                .execute("--rounds", "2", "--json", figures.toString(), "--load", LOAD, again);
        assertThat(exit).isZero();
        var runs = Load.JSON.readValue(figures, Compare.Run[].class);
        assertThat(runs).extracting(Compare.Run::contestant).containsExactly("floor", "again", "again", "floor");
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.report().isFlawless()).isTrue();
            assertThat(run.report().deliveries()).isPositive();
            assertThat(ProcessHandle.of(run.report().plan().pid())).as("the server's process").isEmpty();
        });
    }

    @Test
    void aServerThatDoesNotStartIsSaidSo() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String none = "none='%s' NoSuchServer {port}".formatted(java);
        assertThat(new CommandLine(new Compare()).execute("--no-floor", "--load", LOAD, none)).isEqualTo(1);
    }
}
