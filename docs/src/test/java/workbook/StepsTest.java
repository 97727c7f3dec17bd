package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Each stage mends what it says it mends: its tests, run on the code of the stage before it, fail exactly where they
 * are tagged with their own stage ({@code @Tag("stage03")}), and nowhere else. What is tagged {@code by-luck} may do
 * either.
 */
class StepsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The tests of one run, as {@code Class.method}: all there are, those that passed, and why the others failed. */
    private record Outcome(Set<String> all, Set<String> passed, Map<String, String> failed) {}

    /** Stage {@code after}'s tests on stage {@code before}'s code. */
    private record Step(String before, String after, String leavesOut) {
        String tag() {
            return after.substring(0, "stage03".length());
        }

        @Override
        public String toString() {
            return after + "'s tests on " + before;
        }
    }

    @TestFactory
    @Timeout(900)
    List<DynamicTest> eachStageMendsWhatItSays() throws Exception {
        var steps = steps();
        assertThat(steps).as("steps from stage to stage").isNotEmpty();
        for (Step step : steps) {
            compile(step);
        }
        // The tests that must fail mostly do so by waiting in vain: so they wait less long, and all at once.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var declared = new HashMap<Step, Future<Outcome>>();
            for (Step step : steps) {
                declared.put(step, threads.submit(() -> run(step, step.tag() + " & !by-luck", 5, 16)));
            }
            for (Step step : steps) {
                declared.get(step).get();
            }
            var tests = new ArrayList<DynamicTest>();
            for (Step step : steps) {
                var others = run(step, "!" + step.tag() + " & !by-luck", 20, 1);
                tests.add(dynamicTest(step.toString(), () -> check(step, declared.get(step).get(), others)));
            }
            return tests;
        }
    }

    private static void check(Step step, Outcome declared, Outcome others) {
        var differs = new ArrayList<String>();
        for (String test : declared.all) {
            if (!declared.failed.containsKey(test)) {
                differs.add("has the tag, but "
                        + (declared.passed.contains(test) ? "passes: " : "did not run: ") + test);
            }
        }
        var unexpected = new TreeMap<>(declared.failed);
        unexpected.keySet().removeAll(declared.all);
        unexpected.putAll(others.failed);
        unexpected.forEach((test, why) -> differs.add("hasn't the tag, but fails: " + test + ": " + why));
        assertThat(differs).as("%s: exactly those with @Tag(\"%s\") must fail", step, step.tag()).isEmpty();
        assertThat(declared.all).as("tests with @Tag(\"" + step.tag() + "\")").isNotEmpty();
        assertThat(others.passed).as("tests that passed: did any run?").isNotEmpty();
    }

    /**
     * The steps, from the stages' own poms: what the next stage is, and which of its test classes can't compile yet.
     */
    private static List<Step> steps() throws Exception {
        var steps = new ArrayList<Step>();
        try (var folders = Files.newDirectoryStream(ROOT, "stage*")) {
            for (Path folder : folders) {
                var pom = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("pom.xml").toFile());
                var next = pom.getElementsByTagName("next.stage");
                var leavesOut = pom.getElementsByTagName("next.leaves.out");
                if (next.getLength() > 0) {
                    steps.add(new Step(folder.getFileName().toString(), next.item(0).getTextContent().strip(),
                            leavesOut.getLength() > 0 ? leavesOut.item(0).getTextContent() : ""));
                }
            }
            steps.sort((a, b) -> a.before.compareTo(b.before));
            return steps;
        }
    }

    private static Path testClasses(Step step) {
        return ROOT.resolve("docs/target/steps").resolve(step.after);
    }

    private static Path classes(Step step) {
        return ROOT.resolve(step.before).resolve("target/classes");
    }

    private static void compile(Step step) throws IOException {
        var tests = ROOT.resolve(step.after).resolve("src/test/java");
        var leftOut = Stream.of(("**/KnownFlawTest.java," + step.leavesOut).split(","))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip())).toList();
        List<Path> sources;
        try (var files = Files.walk(tests)) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> leftOut.stream().noneMatch(pattern -> pattern.matches(tests.relativize(file))))
                    .toList();
        }
        var target = testClasses(step);
        if (Files.exists(target)) {
            try (var old = Files.walk(target)) {
                for (Path file : old.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(target);
        var javac = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        var options = List.of("-proc:none", "-nowarn", "-d", target.toString(),
                "-cp", classes(step) + File.pathSeparator + System.getProperty("java.class.path"));
        try (var files = javac.getStandardFileManager(null, null, null)) {
            boolean compiled = javac
                    .getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("%s: a class that can't compile yet belongs in next.leaves.out in %s/pom.xml\n%s",
                    step, step.before, errors).isTrue();
        }
    }

    /** Runs the step's tests with these tags in a JVM of their own. */
    private static Outcome run(Step step, String tags, int patience, int parallel) throws Exception {
        var results = Files.createTempFile("step", ".txt");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpatience=" + patience,
                "-cp", String.join(File.pathSeparator, classes(step).toString(), testClasses(step).toString(),
                        System.getProperty("java.class.path")),
                "workbook.StepRun", testClasses(step).toString(), tags, String.valueOf(parallel), results.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        testClasses(step).resolveSibling(step.after + ".log").toFile()))
                .start();
        try {
            assertThat(process.waitFor()).as("exit code of the JVM that runs " + step).isZero();
            var outcome = new Outcome(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());
            for (String line : Files.readAllLines(results)) {
                String[] what = line.split(" ", 3);
                switch (what[0]) {
                    case "found" -> outcome.all.add(what[1]);
                    case "passed" -> outcome.passed.add(what[1]);
                    default -> outcome.failed.put(what[1], what[2]);
                }
            }
            return outcome;
        } finally {
            process.destroyForcibly();
            Files.delete(results);
        }
    }
}
