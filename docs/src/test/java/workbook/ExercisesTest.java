package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.github.difflib.unifieddiff.UnifiedDiffFile;
import com.github.difflib.unifieddiff.UnifiedDiffReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Each exercise of the chapters is whole, and is proven: its check fails at first, for the reason that it is about; it
 * passes with our solution, and so do those of the steps before it; what a learner is likely to get wrong fails with a
 * message that says what is wrong. The proof takes minutes, and so stands behind {@code -Dthorough}. That the stage's
 * other tests pass with the solution too takes longest, and stands behind {@code -Dthorough=all};
 * {@code -Dexercises=4.2,4.7} proves some.
 */
@ResourceLock("the machine") // its checks wait for a few seconds only, and StartTest keeps both cores busy
class ExercisesTest {
    private static final Path ROOT = TestRun.ROOT;
    private static final Path SCRATCH = ROOT.resolve("docs/target/exercises");
    private static final Pattern TITLE =
            Pattern.compile("  (\\d)\\.(\\d+) +(done|next|not yet) +(.+?)( \\(own task\\))?");
    private static final int LONGEST = 15; // lines that a check prints

    /** An exercise; {@code before} are those that must be done before, in order. */
    private record Exercise(String number, String title, boolean isStep, boolean isLast, String stage,
            List<Exercise> before) {
        Path folder() {
            return ROOT.resolve("docs/solutions").resolve(number);
        }

        String chapter() {
            return number.substring(0, 1);
        }

        /** What stands after these words in a file of its solution. */
        String declared(String file, String words) throws IOException {
            return optional(file, words)
                    .orElseThrow(() -> new AssertionError(folder().resolve(file) + " must say: " + words));
        }

        private Optional<String> optional(String file, String words) throws IOException {
            return Files.readAllLines(folder().resolve(file)).stream().filter(line -> line.startsWith(words))
                    .map(line -> line.substring(words.length()).strip()).filter(text -> !text.isEmpty()).findFirst();
        }

        /** The program that its check needs, as its solution says, if it isn't installed; else "". */
        String missing() throws IOException {
            String needs = optional("README.md", "Needs: ").orElse("");
            return needs.isEmpty() || Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                    .anyMatch(folder -> Files.exists(folder.resolve(needs)) || Files.exists(folder.resolve(needs + ".exe")))
                    ? "" : needs;
        }

        List<String> wrongPatches() throws IOException {
            try (var files = Files.list(folder())) {
                return files.map(file -> file.getFileName().toString())
                        .filter(file -> file.matches("wrong-[a-z0-9-]+\\.patch")).sorted().toList();
            }
        }
    }

    /** As the learner's own tool finds them in the chapters; it refuses one without a level, a time or three hints. */
    private static List<Exercise> exercises() throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstdout.encoding=UTF-8", ".mvn/Book.java").directory(ROOT.toFile()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        var found = printed.lines().map(TITLE::matcher).filter(title -> title.matches()).toList();
        var exercises = new ArrayList<Exercise>();
        for (var title : found) {
            String chapter = title.group(1);
            boolean isStep = title.group(5) == null;
            var steps = found.stream().filter(t -> t.group(1).equals(chapter) && t.group(5) == null).toList();
            String stage = TestRun.stages().get(Integer.parseInt(chapter) - 1);
            exercises.add(new Exercise(chapter + "." + title.group(2), title.group(4), isStep,
                    isStep && title == steps.getLast(), stage, isStep ? exercises.stream()
                            .filter(e -> e.isStep && e.chapter().equals(chapter)).toList() : List.of()));
        }
        return exercises;
    }

    @Test
    void eachIsWhole() throws Exception {
        var last = new TreeMap<String, Integer>();
        var numbers = new TreeSet<String>();
        for (Exercise exercise : exercises()) {
            String number = exercise.number;
            int next = last.merge(exercise.chapter(), 1, Integer::sum);
            assertThat(number).as("the numbers of a chapter").isEqualTo(exercise.chapter() + "." + next);
            assertThat(exercise.isStep).as("%s: steps come first", number)
                    .isEqualTo(exercise.before.size() == next - 1 && exercise.isStep);
            numbers.add(number);
            assertThat(exercise.folder().resolve("README.md")).content().as("the solution's title")
                    .startsWith("# " + number + " " + exercise.title + "\n");
            exercise.declared("README.md", "Fails at first with: ");
            assertThat(exercise.wrongPatches()).as("wrong solutions of %s", number).isNotEmpty();
            for (String wrong : exercise.wrongPatches()) {
                exercise.declared(wrong, "Fails with: ");
                code(exercise, wrong);
            }
            code(exercise, "solution.patch");
        }
        try (var folders = Files.list(ROOT.resolve("docs/solutions"))) {
            assertThat(folders.map(folder -> folder.getFileName().toString())).as("solutions have an exercise")
                    .containsExactlyInAnyOrderElementsOf(numbers);
        }
    }

    @Test
    void aChaptersStepsLeadToTheNextStage() throws Exception {
        for (Exercise exercise : exercises()) {
            if (exercise.isLast) {
                String next = TestRun.Next.of(exercise.stage).stage();
                assertThat(code(exercise, "solution.patch")).as("the steps of chapter %s", exercise.chapter())
                        .isEqualTo(read(ROOT.resolve(next).resolve("src/main/java")));
            }
        }
    }

    @TestFactory
    @Timeout(1800)
    @EnabledIfSystemProperty(named = "thorough", matches = "true|all")
    List<DynamicTest> eachIsProven() throws Exception {
        TestRun.delete(SCRATCH);
        // A check that uses much of JUnit, so that its archive helps most others.
        Exercise typical = exercises().stream().filter(it -> it.number.equals("4.4")).findFirst().orElseThrow();
        var run = compile(typical, "solution.patch");
        run.compileTests(checks(typical), sourcePath(typical));
        run.archiveClasses(SCRATCH.resolve("classes.jsa"), typical.stage, List.of("-Dexercise=4.4"), "EXERCISE");
        var wanted = List.of(System.getProperty("exercises", "").split(","));
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Exercise exercise : exercises().reversed()) { // the last takes longest, and mostly waits
                if (wanted.equals(List.of("")) || wanted.contains(exercise.number)) {
                    var problems = proofs(exercise).stream().map(threads::submit).toList();
                    tests.add(dynamicTest(exercise.number + " " + exercise.title, () -> {
                        assumeTrue(exercise.missing().isEmpty(), exercise.missing() + " isn't installed");
                        for (var problem : problems) {
                            assertThat(problem.get()).as(exercise.number).isEmpty();
                        }
                    }));
                }
            }
        }
        return tests;
    }

    /** What is to be shown of an exercise; each returns what is wrong, or "". */
    private static List<Callable<String>> proofs(Exercise exercise) throws IOException {
        if (!exercise.missing().isEmpty()) {
            return List.of();
        }
        var proofs = new ArrayList<Callable<String>>();
        proofs.add(() -> mustPass(exercise));
        proofs.add(() -> mustFail(exercise, "", exercise.declared("README.md", "Fails at first with: ")));
        for (String wrong : exercise.wrongPatches()) {
            proofs.add(() -> mustFail(exercise, wrong, exercise.declared(wrong, "Fails with: ")));
        }
        return proofs;
    }

    private static String mustFail(Exercise exercise, String patch, String message) throws Exception {
        String name = patch.isEmpty() ? "the starting point" : patch;
        var run = compile(exercise, patch);
        String errors = run.compileTests(checks(exercise), sourcePath(exercise));
        String printed = errors.lines().limit(LONGEST / 2).collect(Collectors.joining("\n")); // as learners see them
        for (String patience : errors.isEmpty() ? List.of("", "20") : List.<String>of()) { // 20 s on a busy machine
            int exit = run.run(exercise.stage,
                    List.of("-Dpatience=" + patience, "-Dexercise=" + exercise.number), "EXERCISE");
            printed = run.printed("EXERCISE");
            if (exit == 0) {
                return name + " passes: " + printed;
            } else if (oneLine(printed).contains(oneLine(message))) {
                break;
            }
        }
        if (!oneLine(printed).contains(oneLine(message))) {
            return "%s fails, but not with the words\n  %s\nbut with\n%s".formatted(name, message, printed);
        }
        return printed.lines().count() <= LONGEST ? ""
                : "%s fails with more than %d lines:\n%s".formatted(name, LONGEST, printed);
    }

    /** The check passes, and so do those of the steps before it; with -Dthorough=all also what passed at first. */
    private static String mustPass(Exercise exercise) throws Exception {
        var run = compile(exercise, "solution.patch");
        var checks = new LinkedHashSet<>(checks(exercise));
        String tags = exercise.number;
        for (Exercise step : exercise.before) {
            checks.addAll(checks(step));
            tags += " | " + step.number;
        }
        String problem = mustPass("its check", exercise, "(" + tags + ")", run, List.copyOf(checks), "EXERCISE");
        boolean isNextStage = exercise.isLast; // whose own build runs all of its tests
        if (problem.isEmpty() && !isNextStage && System.getProperty("thorough").equals("all")) {
            String leftOut = exercise.isStep ? TestRun.Next.of(exercise.stage).leavesOut() : "**/KnownFlawTest.java";
            problem = mustPass("what passed at first", exercise, "", run, TestRun.sources(tests(exercise), leftOut),
                    "GREEN");
        }
        return problem;
    }

    private static String mustPass(String what, Exercise exercise, String tags, TestRun run, List<Path> tests,
            String... groups) throws Exception {
        String errors = run.compileTests(tests, sourcePath(exercise));
        if (!errors.isEmpty()) {
            return "with the solution " + what + ": doesn't compile:\n" + errors;
        }
        return run.run(exercise.stage, List.of("-Dpatience=20", "-Dexercise=" + tags), groups) == 0 ? ""
                : "with the solution " + what + " must pass:\n" + run.printed(groups);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** The tests of the stage that a step leads to, or of the one that an own task starts from. */
    private static Path tests(Exercise exercise) throws Exception {
        String stage = exercise.isStep ? TestRun.Next.of(exercise.stage).stage() : exercise.stage;
        return ROOT.resolve(stage).resolve("src/test/java");
    }

    private static Path[] sourcePath(Exercise exercise) throws Exception {
        return new Path[] {tests(exercise), ROOT.resolve(exercise.stage).resolve("src/exercise/java"),
            ROOT.resolve("stage02-thread-per-client/src/exercise/java")}; // where Seams is
    }

    private static List<Path> checks(Exercise exercise) throws Exception {
        var checks = new ArrayList<Path>();
        for (Path folder : sourcePath(exercise)) {
            if (Files.exists(folder)) {
                for (Path file : TestRun.sources(folder, "**/KnownFlawTest.java")) {
                    if (Files.readString(file).contains("@Tag(\"" + exercise.number + "\")")) {
                        checks.add(file);
                    }
                }
            }
        }
        assertThat(checks).as("tests with the tag %s", exercise.number).isNotEmpty();
        return checks;
    }

    /** Compiles a stage's code after the steps before an exercise, and a patch of it; "" for none. */
    private static TestRun compile(Exercise exercise, String patch) throws Exception {
        String name = patch.isEmpty() ? "start" : patch.replace(".patch", "");
        var run = new TestRun(SCRATCH.resolve(exercise.number).resolve(name));
        Path sources = run.folder().resolve("src");
        TestRun.delete(run.folder());
        for (var file : code(exercise, patch).entrySet()) {
            Path path = sources.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        assertThat(run.compile(run.classes(), TestRun.sources(sources, ""),
                List.of("-Xlint:all,-processing,-path,-serial,-try", "-Werror")))
                .as("%s, %s", exercise.number, patch).isEmpty();
        Path resources = ROOT.resolve(exercise.stage).resolve("target/classes");
        try (var files = Files.walk(resources)) {
            var others = files.filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(".class"));
            for (Path file : others.toList()) {
                Files.copy(file, run.classes().resolve(resources.relativize(file).toString()));
            }
        }
        return run;
    }

    /** The lines of each file of a stage, by its path below src/main/java, after the steps before and a patch. */
    private static Map<String, List<String>> code(Exercise exercise, String patch) throws Exception {
        var code = read(ROOT.resolve(exercise.stage).resolve("src/main/java"));
        for (Exercise step : exercise.before) {
            apply(step.folder().resolve("solution.patch"), step.stage, code);
        }
        if (!patch.isEmpty()) {
            apply(exercise.folder().resolve(patch), exercise.stage, code);
        }
        return code;
    }

    private static Map<String, List<String>> read(Path folder) throws IOException {
        var code = new TreeMap<String, List<String>>();
        for (Path file : TestRun.sources(folder, "")) {
            code.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
        }
        return code;
    }

    private static void apply(Path patch, String stage, Map<String, List<String>> code) throws Exception {
        String below = stage + "/src/main/java/";
        try (var in = Files.newInputStream(patch)) {
            for (UnifiedDiffFile file : UnifiedDiffReader.parseUnifiedDiff(in).getFiles()) {
                boolean isDeleted = file.getToFile().equals("/dev/null");
                String path = isDeleted ? file.getFromFile() : file.getToFile();
                assertThat(path).as("%s changes the stage's code alone", patch).startsWith(below);
                String name = path.substring(below.length());
                if (isDeleted) {
                    code.remove(name);
                } else {
                    var before = code.get(name); // nothing fuzzy can be applied to what isn't there
                    code.put(name, before == null ? file.getPatch().applyTo(List.of())
                            : file.getPatch().applyFuzzy(before, 0));
                }
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(patch + " no longer applies to " + stage, e);
        }
    }
}
