package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Each stage mends what it says it mends: its tests, run on the code of the stage before it, fail exactly where they
 * are tagged with a step of that stage's chapter ({@code @Tag("2.1")}), and nowhere else. What is tagged
 * {@code by-luck} may do either.
 */
class StepsTest {
    @TestFactory
    @Timeout(900)
    List<DynamicTest> eachStageMendsWhatItSays() throws Exception {
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (String stage : TestRun.stages()) {
                var next = TestRun.Next.of(stage);
                if (next == null) {
                    continue;
                }
                var run = new TestRun(TestRun.ROOT.resolve("docs/target/steps").resolve(next.stage()));
                compile(run, stage, next);
                // Those that must fail mostly do so by waiting in vain: so they wait less long.
                var declared = threads.submit(() -> run.run(stage, List.of("-Dpatience=3"), "STEPS"));
                var others = threads.submit(() -> run.run(stage, List.of("-Dpatience=20"), "GREEN"));
                tests.add(dynamicTest(next.stage() + "'s tests on " + stage, () -> {
                    declared.get();
                    others.get();
                    check(run.outcome("STEPS"), run.outcome("GREEN"));
                }));
            }
        }
        assertThat(tests).as("steps from stage to stage").isNotEmpty();
        return tests;
    }

    private static void compile(TestRun run, String stage, TestRun.Next next) throws Exception {
        TestRun.delete(run.folder());
        Path code = TestRun.ROOT.resolve(stage).resolve("target/classes");
        copy(code, run.classes());
        Path sources = TestRun.ROOT.resolve(next.stage()).resolve("src/test/java");
        assertThat(run.compileTests(TestRun.sources(sources, next.leavesOut())))
                .as("a class that can't compile yet belongs in next.leaves.out in %s/pom.xml", stage).isEmpty();
    }

    static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void check(TestRun.Outcome declared, TestRun.Outcome others) {
        var wrong = new TreeSet<>(declared.passed());
        wrong.removeAll(declared.failed()); // one that has parameters need not fail for each
        assertThat(wrong).as("have the tag of a step, but pass").isEmpty();
        assertThat(others.failed()).as("haven't the tag of a step, but fail").isEmpty();
        assertThat(declared.failed()).as("those with the tag of a step").isNotEmpty();
        assertThat(others.passed()).as("those that passed: did any run?").isNotEmpty();
    }
}
