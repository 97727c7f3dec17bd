import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

// Checks exercises, or shows a hint, for ./mvnw -q test -pl STAGE -Dexercise. The tests that carry its number as a tag
// are its check; only these are compiled, so the others may ask for classes that the learner hasn't written yet.
//
//   java -cp CLASS-PATH [-Dpatience=SECONDS] [-Dhint=true] Exercise.java ROOT STAGE NEXT-STAGE PATTERNS NUMBERS
//
// NUMBERS is true for the first that isn't done and what follows it. NEXT-STAGE's test classes that the PATTERNS name
// (**/OneTest.java,**/OtherTest.java) may need classes of ours, so they aren't asked of a learner's whole stage.

static final Path CLASSES = Path.of("target", "exercise-classes");
static final Path REPORTS = Path.of("target", "exercises");
static final int MINUTES = 5; // for one check: whatever takes longer hangs

/** How a check has ended: with all tests that passed, or with the first that failed. */
record Result(Book.Exercise exercise, boolean passed, String message) {
    String json() {
        return "  {\"number\": " + quoted(exercise.number()) + ", \"title\": " + quoted(exercise.title())
                + ", \"points\": " + exercise.points() + ", \"passed\": " + passed
                + ", \"message\": " + quoted(message) + "}";
    }

    private static String quoted(String text) {
        return text.codePoints().mapToObj(c -> c == '"' || c == '\\' ? "\\" + (char) c
                        : c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining("", "\"", "\""));
    }
}

void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    String stage = args[1];
    String numbers = args[4];
    var book = new Book(root);
    if (!stage.startsWith("stage0")) {
        stop("Say which stage, such as: ./mvnw -q test -pl stage04-broadcaster-queue -Dexercise");
    }
    String chapter = stage.substring("stage0".length(), "stage04".length());
    var steps = book.of(chapter, true);
    boolean isList = !numbers.equals("true");
    var asked = isList ? find(book, stage, numbers) : notDone(book, steps.isEmpty() ? book.of(chapter, false) : steps);
    Path json = Files.createDirectories(Path.of("target")).resolve("exercises.json");
    Files.deleteIfExists(json);
    if (Boolean.getBoolean("hint")) {
        IO.println(book.hint(asked.getFirst()));
        return;
    }
    var results = new ArrayList<Result>();
    for (Book.Exercise exercise : asked) {
        boolean isLast = exercise.isStep() && exercise.equals(steps.getLast());
        Path tests = exercise.isStep() ? root.resolve(args[2]) : root.resolve(stage);
        Result result = check(exercise, root, tests, "");
        boolean isWholeStage = result.passed && isLast;
        if (isWholeStage) {
            IO.println(exercise.number() + " " + exercise.title() + ": its own check passes. Now all tests of "
                    + args[2] + " are run; that takes longer.");
            result = check(exercise, root, tests, args[3]);
        }
        results.add(result);
        book.checked(exercise, result.passed);
        tell(result, isWholeStage);
        if (!result.passed && !isList) {
            break;
        }
    }
    Files.writeString(json, results.stream().map(Result::json).collect(Collectors.joining(",\n", "[\n", "\n]\n")));
    if (!results.stream().allMatch(Result::passed)) {
        System.exit(1);
    }
    if (!isList) {
        IO.println(steps.isEmpty() ? "All own tasks of chapter " + chapter + " are done."
                : "All steps of chapter " + chapter + " are done, and all tests of " + args[2] + " pass.");
        book.next().ifPresent(next ->
                IO.println("Next: %s %s, %s".formatted(next.number(), next.title(), next.text())));
    }
}

/** Ends with a message that the learner's command was wrong. */
static void stop(String message) {
    System.err.println(message);
    System.exit(2);
}

static List<Book.Exercise> find(Book book, String stage, String numbers) {
    var found = new ArrayList<Book.Exercise>();
    for (String number : numbers.split(",")) {
        var exercise = book.find(number.strip());
        if (exercise.isEmpty()) {
            stop("There is no exercise " + number + ". ./mvnw -q -Dprogress shows all.");
        } else if (!exercise.get().stage().endsWith(stage)) {
            stop(number + " is one of chapter " + exercise.get().chapter() + ": " + exercise.get().command());
        } else {
            found.add(exercise.get());
        }
    }
    return found;
}

/** From the first that isn't done; if all are, the last once more. */
static List<Book.Exercise> notDone(Book book, List<Book.Exercise> exercises) {
    int first = 0;
    while (first < exercises.size() - 1 && book.isDone(exercises.get(first))) {
        first++;
    }
    return exercises.subList(first, exercises.size());
}

/** Runs the tests that carry the exercise's number or, if patterns are given, all of the stage but what they name. */
static Result check(Book.Exercise exercise, Path root, Path tests, String patterns) throws Exception {
    String number = exercise.number();
    String errors = compile(number, root, tests, patterns);
    if (!errors.isEmpty()) {
        return new Result(exercise, false, errors);
    }
    Path reports = Files.createDirectories(REPORTS.resolve(number));
    Path output = reports.resolve("check.txt");
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-ea:chat...", "-Djdk.virtualThreadScheduler.parallelism=8",
            "-Dstdout.encoding=UTF-8", "-Dpatience=" + System.getProperty("patience", ""), "-Dexercise=" + number,
            "-cp", classPath(root),
            "Next", CLASSES.toString(), reports.toString(), exercise.stage().getFileName().toString()));
    if (patterns.isEmpty()) {
        command.add("EXERCISE");
    }
    var process = new ProcessBuilder(command)
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended;
    try {
        process.getOutputStream().close();
        ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    } finally {
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
    }
    if (!ended) {
        return new Result(exercise, false, "The check didn't end in " + MINUTES + " minutes, and was ended.");
    }
    String message = Files.readString(output).strip();
    boolean isComplete = message.contains(" tests pass.");
    return new Result(exercise, process.exitValue() == 0 && isComplete, isComplete ? message
            : "The check ended before its tests did, with exit code " + process.exitValue() + ".\n"
            + "  what it probably means: something in your code calls System.exit\n"
            + message.lines().limit(5).collect(Collectors.joining("\n")));
}

static String classPath(Path root) {
    return String.join(File.pathSeparator, CLASSES.toString(), Path.of("target", "classes").toString(),
            root.resolve(".mvn/tests").toString(), System.getProperty("java.class.path"));
}

/** Compiles what a check needs; what the compiler finds wrong, or "". */
static String compile(String number, Path root, Path tests, String patterns) throws IOException {
    var sources = new ArrayList<Path>();
    List<Path> folders = Stream.of(tests.resolve("src/test/java"), Path.of("src/exercise/java"))
            .filter(Files::exists).toList();
    for (Path folder : folders) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith("Test.java")).toList()) {
                boolean isOfAll = !patterns.isEmpty() && folder.startsWith(tests) && !isOneOf(patterns, file);
                if (isOfAll || Files.readString(file).contains("@Tag(\"" + number + "\")")) {
                    sources.add(file);
                }
            }
        }
    }
    if (sources.isEmpty()) {
        return "No test carries the tag " + number + ".";
    }
    sources.add(root.resolve(".mvn/Next.java"));
    clear(CLASSES);
    var javac = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();
    var options = List.of("-d", Files.createDirectories(CLASSES).toString(), "-proc:none", "-nowarn", "-Xlint:none",
            "-cp", classPath(root), "-sourcepath",
            Stream.concat(folders.stream(), Stream.of( // and where Seams and Search are, for checks of several stages
                            "stage02-thread-per-client/src/exercise/java", "benchmarks/scheduler/src/main/java")
                    .map(root::resolve)).map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    try (var files = javac.getStandardFileManager(null, null, null)) {
        boolean compiled = javac.getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                .call();
        String where = "^\\S*[/\\\\](?=\\w+\\.java:)"; // the folder is of no use
        return compiled ? "" : "The check doesn't compile with your classes:\n" + errors.toString().lines().limit(7)
                .map(line -> line.replaceFirst(where, "  ")).collect(Collectors.joining("\n"))
                + "\n  what it probably means: the text of the exercise names classes or methods that aren't there\n"
                + "  yet, or have another name in your code";
    }
}

static boolean isOneOf(String patterns, Path file) {
    return Stream.of(patterns.split(",")).map(String::strip)
            .anyMatch(pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(file));
}

static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

static void tell(Result result, boolean isWholeStage) {
    var exercise = result.exercise;
    if (result.passed) {
        IO.println(exercise.number() + " " + exercise.title() + ": done. " + result.message
                + " Commit it: it is your way back. Ours, to compare: docs/solutions/" + exercise.number());
        return;
    }
    IO.println(exercise.number() + " " + exercise.title() + ": not yet. " + result.message);
    IO.println();
    if (isWholeStage) {
        IO.println("The exercise's own check passes, so this may be about something else that your code does: "
                + "the message says what.");
        return;
    }
    IO.println("Look at: " + exercise.file() + ". The text: " + exercise.text() + ".");
    IO.println("A hint: " + exercise.command() + " -Dhint");
}
