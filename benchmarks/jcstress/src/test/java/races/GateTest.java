package races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import races.Declared.Run;
import races.Declared.Stage;

/** The gate can fail: each test but the first is a run that must not pass. */
class GateTest {
    private static final Stage RACY = Declared.STAGES.getFirst();
    private static final Stage LOCKED = Declared.STAGES.get(1);
    private static final Run CLAIM = Run.claim("OneName", 2, 3, 4, 5);

    private static Lab lab;

    @BeforeAll
    static void openTheLab() throws IOException {
        lab = new Lab(Lab.Form.SHORT, Path.of("target/gate-test").toAbsolutePath(), Duration.ofSeconds(10));
    }

    @Test
    void aClaimThatIsBrokenAndKeptAsDeclaredPasses() throws Exception {
        assertThat(check(List.of(RACY, LOCKED), CLAIM.brokenIn(2))).isEmpty();
    }

    @Test
    void aClaimDeclaredKeptButBrokenFails() throws Exception {
        assertThat(check(List.of(RACY), CLAIM))
                .singleElement()
                .asString()
                .contains("stage 2, OneName: declared kept, but broken in");
    }

    @Test
    void aClaimDeclaredBrokenButKeptFails() throws Exception {
        assertThat(check(List.of(LOCKED), CLAIM.brokenIn(3))).singleElement().asString()
                .contains("stage 3, OneName: declared broken, but kept in all");
    }

    @Test
    void aRunOfNothingFails() throws Exception {
        assertThat(check(List.of(RACY))).singleElement().asString().contains("nothing ran");
        assertThat(check(List.of(), CLAIM)).singleElement().asString().contains("nothing ran");
        assertThat(check(List.of(RACY), Run.claim("RemovedRoom", 5)))
                .singleElement()
                .asString()
                .contains("nothing ran");
    }

    @Test
    void aStageWhoseClassesCantBeLoadedFails() throws Exception {
        assertThat(check(List.of(new Stage(3, "no-such-stage")), CLAIM)).singleElement().asString()
                .contains("stage 3, OneName: could not be tried: API_MISMATCH", "NoClassDefFoundError");
    }

    @Test
    void aJvmThatCantStartFails() throws Exception {
        assertThat(check(List.of(RACY), CLAIM.brokenIn(2).with(List.of("-XX:+NoSuchFlag")))).singleElement().asString()
                .contains("stage 2, OneName: could not be tried: VM_ERROR", "NoSuchFlag");
    }

    @Test
    void aJvmThatHangsFails() throws Exception {
        // for a debugger
        var waiting = List.of("-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=localhost:0");
        assertThat(check(List.of(RACY), CLAIM.brokenIn(2).with(waiting))).singleElement().asString()
                .contains("stage 2, OneName: could not be tried: VM_ERROR", "error code 137");
    }

    private static List<String> check(List<Stage> stages, Run... runs) throws Exception {
        return new Races(lab, Path.of("../..").toAbsolutePath().normalize(), 2).check(stages, List.of(runs));
    }
}
