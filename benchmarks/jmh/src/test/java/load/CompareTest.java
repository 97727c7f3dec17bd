package load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(120)
class CompareTest {
    private static final String LOAD = "--clients 5 --senders 2 --window 8 --warmup 0s --measure 30s --messages 1000";

    @Test
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

    @ParameterizedTest
    @ValueSource(strings = {"platform", "virtual", "node", "gopl"})
    void aServerIsFlawlessWhereItCanRun(String name) throws Exception {
        var contestant = Contestant.parse(name);
        assumeThat(contestant).as("what runs it is installed").isPresent();
        assertFlawless(contestant.get(), "");
    }

    @Test
    void theFloorIsFlawlessAlsoWithAClientThatHasStopped() throws Exception {
        assertFlawless(floor(), "--stopped 1");
    }

    private static Contestant floor() throws Exception {
        return Contestant.parse("floor").orElseThrow();
    }

    private static void assertFlawless(Contestant contestant, String options) throws Exception {
        var plan = Plan.parse(
                "--clients 20 --senders 3 --window 8 --warmup 0s --measure 30s --messages 3000 " + options);
        var runs = Compare.runAll(List.of(contestant), plan, 1, line -> {});
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.failure()).isNull();
            assertThat(run.report().flaws()).isEmpty();
            assertThat(run.report().sent()).isEqualTo(3000);
        });
    }

    /** So that a path with a blank or an apostrophe in it can be named. */
    @Test
    void quotesHoldAPathTogether() throws Exception {
        assertThat(Contestant.words("\"/it's a path/java\" -cp 'a b'  C")).containsExactly(
                "/it's a path/java", "-cp", "a b", "C");
        assertThat(floor().command()).contains(System.getProperty("java.class.path"));
    }
}
