package races;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import races.Declared.Run;
import races.Declared.Stage;

/** The gate can fail: each of these runs must not pass. None of that is rare, so they share the CPUs. */
@EnabledIfSystemProperty(named = "thorough", matches = "true|all")
@Execution(ExecutionMode.CONCURRENT)
class GateTest {
    private static final Stage RACY = Declared.STAGES.getFirst();
    private static final Stage LOCKED = Declared.STAGES.get(1);
    private static final Run CLAIM = Run.claim("OneName", 2, 3, 4, 5);

    @TempDir private Path reports;

    @Test
    void aClaimDeclaredKeptButBrokenFails() throws Exception {
        assertThat(check(RACY, CLAIM)).singleElement().asString()
                .contains("stage 2, OneName: declared kept, but broken in");
    }

    @Test
    void aClaimDeclaredBrokenButKeptFails() throws Exception {
        assertThat(check(LOCKED, CLAIM.brokenIn(3))).singleElement().asString()
                .contains("stage 3, OneName: declared broken, but kept in all");
    }

    @Test
    void aRunOfNothingFails() throws Exception {
        assertThat(check(RACY)).singleElement().asString().contains("nothing ran");
        assertThat(check(RACY, Run.claim("RemovedRoom", 5))).singleElement().asString().contains("nothing ran");
    }

    /** And the claim beside it, which is broken as declared, passes. */
    @Test
    void aClaimThatIsNoTestFails() throws Exception {
        assertThat(check(RACY, Run.claim("NoSuchClaim", 2), CLAIM.brokenIn(2))).singleElement().asString()
                .contains("stage 2, NoSuchClaim: could not be tried: 0 of 1 results came");
    }

    @Test
    void aStageWhoseClassesCantBeLoadedFails() throws Exception {
        assertThat(check(new Stage(3, "no-such-stage"), CLAIM)).singleElement().asString()
                .contains("stage 3, OneName: could not be tried: SKIPPED", "NoClassDefFoundError");
    }

    @Test
    void aJvmThatCantStartFails() throws Exception {
        assertThat(check(RACY, CLAIM.brokenIn(2).with(List.of("-XX:+NoSuchFlag")))).singleElement().asString()
                .contains("stage 2, OneName: could not be tried: 0 of 0 results came", "No JVM configurations");
    }

    @Test
    void aJvmThatHangsFailsAndIsEnded() throws Exception {
        var debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=localhost:0"; // it waits for one
        assertThat(check(Duration.ZERO, RACY, CLAIM.brokenIn(2).with(List.of(debugger)))).singleElement().asString()
                .contains("stage 2, OneName: could not be tried: 0 of 0 results came; jcstress hung and was ended");
        assertThat(ProcessHandle.allProcesses().filter(process ->
                process.info().commandLine().orElse("").contains(debugger))).isEmpty();
    }

    private List<String> check(Stage stage, Run... runs) throws Exception {
        return check(Lab.PATIENCE, stage, runs);
    }

    private List<String> check(Duration patience, Stage stage, Run... runs) throws Exception {
        var lab = new Lab(Lab.Form.SHORT, reports, patience);
        return new Races(lab, Path.of("../..").toAbsolutePath().normalize(), 2).check(List.of(stage), List.of(runs));
    }
}
