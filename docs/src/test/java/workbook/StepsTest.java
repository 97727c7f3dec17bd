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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Each stage mends what it says it mends: its tests, run on the code of the stage before it, fail exactly where they
 * are tagged with a step of that stage's chapter ({@code @Tag("2.1")}), and nowhere else. What is tagged
 * {@code by-luck} may do either. They are run by the program that runs them for a learner, {@code .mvn/Next.java}.
 */
class StepsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Stage {@code after}'s tests on stage {@code before}'s code. */
    private record Step(String before, String after, String leavesOut) {
        @Override
        public String toString() {
            return after + "'s tests on " + before;
        }
    }

    /** The methods of which a test has passed, and those of which one has failed. */
    private record Outcome(Set<String> passed, Set<String> failed) {}

    @TestFactory
    @Timeout(900)
    List<DynamicTest> eachStageMendsWhatItSays() throws Exception {
        var steps = steps();
        assertThat(steps).as("steps from stage to stage").isNotEmpty();
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Step step : steps) {
                compile(step);
                // Those that must fail mostly do so by waiting in vain: so they wait less long.
                var declared = threads.submit(() -> run(step, "STEPS", 3));
                var others = threads.submit(() -> run(step, "GREEN", 20));
                tests.add(dynamicTest(step.toString(), () -> check(step, declared.get(), others.get())));
            }
        }
        return tests;
    }

    private static void check(Step step, Outcome declared, Outcome others) {
        var wrong = new TreeSet<>(declared.passed);
        wrong.removeAll(declared.failed); // one that has parameters need not fail for each
        assertThat(wrong).as("%s: have the tag of a step, but pass", step).isEmpty();
        assertThat(others.failed).as("%s: haven't the tag of a step, but fail", step).isEmpty();
        assertThat(declared.failed).as("%s: those with the tag of a step", step).isNotEmpty();
        assertThat(others.passed).as("%s: those that passed: did any run?", step).isNotEmpty();
    }

    /**
     * The steps, from the stages' own poms: what the next stage is, and which of its test classes can't compile yet.
     */
    private static List<Step> steps() throws Exception {
        var steps = new ArrayList<Step>();
        try (var folders = Files.newDirectoryStream(ROOT, "stage*")) {
            for (Path folder : folders) {
                var pom = parse(folder.resolve("pom.xml"));
                var next = pom.getElementsByTagName("next.stage");
                var leavesOut = pom.getElementsByTagName("next.leaves.out");
                if (next.getLength() > 0) {
                    steps.add(new Step(folder.getFileName().toString(), next.item(0).getTextContent().strip(),
                            leavesOut.getLength() > 0 ? leavesOut.item(0).getTextContent() : ""));
                }
            }
        }
        return steps;
    }

    private static Document parse(Path xml) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    }

    private static Path target(Step step) {
        return ROOT.resolve("docs/target/steps").resolve(step.after);
    }

    private static Path reports(Step step) {
        return ROOT.resolve("docs/target/steps").resolve(step.after + "-reports");
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String classPath(Step step) {
        return String.join(File.pathSeparator, ROOT.resolve(step.before).resolve("target/classes").toString(),
                ROOT.resolve(".mvn/tests").toString(), System.getProperty("java.class.path"));
    }

    private static void compile(Step step) throws IOException {
        var tests = ROOT.resolve(step.after).resolve("src/test/java");
        var leftOut = Stream.of(("**/KnownFlawTest.java," + step.leavesOut).split(","))
                .map(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern.strip())).toList();
        var sources = new ArrayList<>(List.of(ROOT.resolve(".mvn/Next.java")));
        try (var files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> leftOut.stream().noneMatch(pattern -> pattern.matches(tests.relativize(file))))
                    .forEach(sources::add);
        }
        delete(target(step));
        delete(reports(step));
        var javac = ToolProvider.getSystemJavaCompiler();
        var errors = new StringWriter();
        var options = List.of("-proc:none", "-nowarn", "-d", target(step).toString(), "-cp", classPath(step));
        try (var files = javac.getStandardFileManager(null, null, null)) {
            boolean compiled = javac
                    .getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("%s: a class that can't compile yet belongs in next.leaves.out in %s/pom.xml\n%s",
                    step, step.before, errors).isTrue();
        }
    }

    /** Runs a group of the step's tests in a JVM of their own, which leaves a report. */
    private static Outcome run(Step step, String group, int patience) throws Exception {
        Path reports = reports(step).resolve(group);
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-ea:chat...", "-Djdk.virtualThreadScheduler.parallelism=8",
                "-Dpatience=" + patience, "-cp", target(step) + File.pathSeparator
                        + classPath(step), "Next", target(step).toString(), reports.toString(), step.before, group)
                .redirectErrorStream(true)
                .redirectOutput(target(step).resolveSibling(step.after + "-" + group + ".log").toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        var outcome = new Outcome(new TreeSet<>(), new TreeSet<>());
        var report = reports.resolve(group.toLowerCase(Locale.ROOT)).resolve("TEST-junit-jupiter.xml");
        var tests = parse(report).getElementsByTagName("testcase");
        for (int i = 0; i < tests.getLength(); i++) {
            var test = (Element) tests.item(i);
            if (test.getElementsByTagName("skipped").getLength() > 0) {
                continue; // not on this system
            }
            boolean failed = test.getElementsByTagName("failure").getLength()
                    + test.getElementsByTagName("error").getLength() > 0;
            (failed ? outcome.failed : outcome.passed).add(test.getAttribute("classname").replaceFirst(".*\\.", "")
                    + "." + test.getAttribute("name").replaceFirst("\\(.*", ""));
        }
        return outcome;
    }
}
