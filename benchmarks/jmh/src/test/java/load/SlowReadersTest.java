package load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import load.FaultyServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The last two of four clients read slowly; the server's victim is the first of them. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class SlowReadersTest {
    /** A run ends when all of these have landed, however long that takes. */
    private static final String PLAN = "--clients 4 --stopped 2 --slow-rate 4000 --window 1000 --messages 5000"
            + " --warmup 0s --measure 30s";

    @Test
    @ResourceLock("processes")
    void aReaderThatIsFastEnoughIsKeptAndMissesNothing() throws Exception {
        var runs = Compare.runAll(List.of(Contestant.parse("stage06").orElseThrow()), Plan.parse(PLAN), 1, line -> {});
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.failure()).isNull();
            assertThat(run.report().flaws()).isEmpty();
            assertThat(run.report().slowReaders()).hasSize(2).allSatisfy(slow -> {
                assertThat(slow.isKept()).isTrue();
                assertThat(slow.heard().missed()).isZero();
                assertThat(slow.heard().lines()).isEqualTo(5000);
            });
        });
    }

    @Test
    void aServerThatDeliversEverythingOnceAndInOrderHasNoFlaws() throws Exception {
        Report report = run(Fault.NONE);
        assertThat(report.flaws()).isEmpty();
        assertThat(report.slowReaders()).hasSize(2).allMatch(Report.SlowReader::isKept);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSES", "DOUBLES", "REORDERS", "TEARS", "FALLS_SILENT"})
    void whatIsLostWithoutAWordOrDoubledOrReorderedOrTornIsAFlaw(Fault fault) throws Exception {
        Report report = run(fault);
        assertThat(report.flaws()).isNotEmpty().allSatisfy(flaw -> assertThat(flaw).startsWith("r2: "));
        assertThat(report.slowReaders()).allMatch(Report.SlowReader::isKept);
    }

    @Test
    void whatASlowReaderIsToldThatItMissedIsNoFlaw() throws Exception {
        Report report = run(Fault.LOSES_AND_TELLS);
        assertThat(report.flaws()).isEmpty();
        assertThat(report.slowReaders()).extracting(slow -> slow.heard().missed()).containsOnlyOnce(0L);
    }

    /** The server cuts it off at the 100th of 5000 lines, and all of them have landed at the others at the end. */
    @Test
    void whoIsCutOffIsSeenToBeAlsoWhenNobodyIsTold() throws Exception {
        Report report = run(Fault.CUTS_OFF);
        assertThat(report.slowReaders()).filteredOn(slow -> !slow.isKept()).singleElement().satisfies(slow -> {
            assertThat(slow.why()).isNull();
            assertThat(slow.cutOffAfter()).isPositive();
        });
        assertThat(report.flaws()).as("that is the rule, for one who is too slow").isEmpty();
    }

    private static Report run(Fault fault) throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, fault);
                var generator = new Generator(
                        Plan.parse(PLAN), server.protocol(), server.port(), ProcessHandle.current())) {
            return generator.run();
        }
    }
}
