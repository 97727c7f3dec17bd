package load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {
    private static final String LOAD = "--clients 5 --senders 2 --window 8 --warmup 0s --measure 30s --messages 1000";

    /** No other test's server may run when it looks whether its own have ended. */
    @Test
    @ResourceLock("processes")
    void everyContestantHasEveryRoundEachBeginsWithAnotherOneAndItsServerEnds() throws Exception {
        String command = "again=\"%s\" -cp \"%s\" load.Floor {port}"
                .formatted(Contestant.java(), System.getProperty("java.class.path"));
        var runs = Compare.runAll(
                List.of(floor(), Contestant.parse(command).orElseThrow()), Plan.parse(LOAD), 2, line -> {});
        assertThat(runs).extracting(Compare.Run::contestant).containsExactly("floor", "again", "again", "floor");
        assertThat(runs).extracting(Compare.Run::round).containsExactly(1, 1, 2, 2);
        assertThat(runs).allSatisfy(run -> {
            assertThat(run.failure()).isNull();
            assertThat(run.report().flaws()).isEmpty();
            assertThat(run.report().sent()).isEqualTo(1000);
        });
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).as("servers that run on")
                .isEmpty();
    }

    @Test
    void aServerThatDoesNotStartIsSaidSo() {
        String none = "none=\"%s\" NoSuchServer {port}".formatted(Contestant.java());
        assertThat(new CommandLine(new Compare()).execute("--rounds", "1", "--load", LOAD, none)).isEqualTo(1);
    }

    @Test
    void aLoadThatDoesNotExistIsSaidSo() {
        assertThat(new CommandLine(new Compare()).execute("--load", "--speakers 5")).isEqualTo(2);
    }

    @Test
    void theFloorIsFlawlessAlsoWithAClientThatHasStopped() throws Exception {
        var plan = Plan.parse("--clients 20 --senders 3 --window 8 --stopped 1"
                + " --warmup 0s --measure 30s --messages 3000");
        var runs = Compare.runAll(List.of(floor()), plan, 1, line -> {});
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.failure()).isNull();
            assertThat(run.report().flaws()).isEmpty();
            assertThat(run.report().sent()).isEqualTo(3000);
            assertThat(run.report().heard().lines()).isEqualTo((19 - 1) * 3000);
        });
    }

    private static Contestant floor() throws Exception {
        return Contestant.parse("floor").orElseThrow();
    }

    /** So that a path with a blank or an apostrophe in it can be named. */
    @Test
    void quotesHoldAPathTogether() throws Exception {
        assertThat(Contestant.words("\"/it's a path/java\" -cp 'a b'  C")).containsExactly(
                "/it's a path/java", "-cp", "a b", "C");
        assertThat(floor().command()).contains(System.getProperty("java.class.path"));
    }
}
