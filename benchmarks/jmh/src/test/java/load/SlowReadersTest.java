package load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import load.FaultyServer.Fault;
import load.SlowReaders.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@Timeout(60)
class SlowReadersTest {
    private static final int FAST_ENOUGH = 4000; // KB a second

    @Test
    void aReaderThatIsFastEnoughIsKeptAndMissesNothing() throws Exception {
        Path stage = Path.of("..", "..", "stage06-slow-client-backpressure", "target", "classes");
        Outcome outcome = plan("--server", "stage06=" + stage, "--seconds", "2").measure(FAST_ENOUGH);
        assertThat(outcome.flaws()).isEmpty();
        assertThat(outcome.cutOff()).isEmpty();
        assertThat(outcome.kept()).isEqualTo(1);
        assertThat(outcome.missed()).isZero();
        assertThat(outcome.lines()).isPositive();
        assertThat(outcome.fullRate()).isPositive();
    }

    @Test
    void aServerThatDeliversEverythingOnceAndInOrderHasNoFlaws() throws Exception {
        Outcome outcome = run(Fault.NONE);
        assertThat(outcome.flaws()).isEmpty();
        assertThat(outcome.kept()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSES", "DOUBLES", "REORDERS", "TEARS"})
    void whatIsLostWithoutAWordOrDoubledOrReorderedOrTornIsAFlaw(Fault fault) throws Exception {
        Outcome outcome = run(fault);
        assertThat(outcome.flaws()).isNotEmpty().allSatisfy(flaw -> assertThat(flaw).startsWith("slow1 "));
        assertThat(outcome.kept()).isEqualTo(2);
    }

    /** The server's victim is the second slow reader. */
    private static Outcome run(Fault fault) throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, fault);
                var flood = new Flood(plan("--count", "2", "--megabytes", "1"), server.port(), 0)) {
            return flood.run(FAST_ENOUGH * 1024);
        }
    }

    private static SlowReaders plan(String... options) {
        return CommandLine.populateCommand(new SlowReaders(), options);
    }
}
