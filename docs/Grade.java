import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Grades what learners hand in: one patch each, as {@code git diff main -- stage04-broadcaster-queue} writes it.
 *
 * <pre>java docs/Grade.java FOLDER [EXERCISES] [SECONDS]</pre>
 *
 * FOLDER holds ada.patch, grace.patch and so on. EXERCISES, such as 4.1,4.2, are those to check; without them the steps
 * of the stage that a patch changes, up to the first that fails. Each patch is applied to a clean checkout of HEAD, and
 * its checks run for at most so many seconds (180 if not said). Prints a table, and writes it as FOLDER/grades.csv. An
 * easy exercise gives a point, a medium one two, a hard one three. A patch that touches anything but a stage's
 * src/main/java isn't run, as it could make the checks say what it likes.
 *
 * <p>A learner's code runs on this machine as you, so grade in a container if you don't trust it.
 */
class Grade {
    private static final Pattern ALLOWED = Pattern.compile("(stage0\\d-[a-z-]+)/src/main/java/chat/[A-Z]\\w*\\.java");
    private static final Pattern RESULT = Pattern.compile(
            "\"number\": *\"(?<number>[^\"]+)\".*\"points\": *(?<points>\\d+).*\"passed\": *(?<passed>true|false)"
                    + ".*\"message\": *\"(?<message>(?:[^\"\\\\]|\\\\.)*)\"");

    /** What came of one patch: points by exercise, and a word on it. */
    private record Row(String who, TreeMap<String, Integer> points, String remark) {}

    public static void main(String[] args) throws Exception {
        if (args.length < 1 || args.length > 3 || !Files.isDirectory(Path.of(args[0]))) {
            System.err.println("[USAGE]: java docs/Grade.java FOLDER-WITH-PATCHES [4.1,4.2] [SECONDS]");
            System.exit(2);
        }
        var folder = Path.of(args[0]);
        String exercises = args.length > 1 ? args[1] : "";
        long seconds = args.length > 2 ? Long.parseLong(args[2]) : 180;
        List<Path> patches;
        try (var files = Files.list(folder)) {
            patches = files.filter(file -> file.toString().matches(".*\\.(patch|diff)")).sorted().toList();
        }
        var rows = new ArrayList<Row>();
        for (Path patch : patches) {
            var row = grade(patch, exercises, seconds);
            System.err.println(row.who + ": " + row.remark);
            rows.add(row);
        }
        var numbers = rows.stream().flatMap(row -> row.points.keySet().stream())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(Grade::order))));
        var lines = new ArrayList<String>();
        lines.add("who," + String.join(",", numbers) + ",points,remark");
        System.out.printf("%-20s", "who");
        numbers.forEach(number -> System.out.printf("%6s", number));
        System.out.println("  points  remark");
        for (Row row : rows) {
            int sum = row.points.values().stream().mapToInt(points -> points).sum();
            System.out.printf("%-20s", row.who);
            numbers.forEach(number -> System.out.printf("%6s", row.points.getOrDefault(number, 0)));
            System.out.printf("  %6d  %s%n", sum, row.remark);
            lines.add(quoted(row.who) + "," + numbers.stream()
                    .map(number -> "" + row.points.getOrDefault(number, 0)).collect(Collectors.joining(","))
                    + "," + sum + "," + quoted(row.remark));
        }
        Files.write(folder.resolve("grades.csv"), lines);
    }

    private static Row grade(Path patch, String exercises, long seconds) throws Exception {
        String who = patch.getFileName().toString().replaceFirst("\\.\\w+$", "");
        var none = new TreeMap<String, Integer>();
        var touched = new TreeSet<String>();
        var names = run(Path.of("."), 60, "git", "apply", "--numstat", patch.toAbsolutePath().toString());
        if (names.exit != 0) {
            return new Row(who, none, "is no patch: " + firstLine(names.output));
        }
        names.output.lines().forEach(line -> touched.add(line.replaceFirst("^\\S+\\s+\\S+\\s+", "")));
        var others = touched.stream().filter(file -> !ALLOWED.matcher(file).matches()).toList();
        if (!others.isEmpty()) {
            return new Row(who, none, "not trusted, not run: it changes " + String.join(", ", others));
        }
        var stages = touched.stream().map(file -> file.replaceFirst("/.*", "")).distinct().toList();
        if (stages.size() != 1) {
            return new Row(who, none, "changes " + (stages.isEmpty() ? "nothing" : String.join(" and ", stages)));
        }
        Path checkout = Files.createTempDirectory("grade").resolve("chat");
        run(Path.of("."), 60, "git", "worktree", "add", "--detach", checkout.toString(), "HEAD");
        try {
            var applied = run(checkout, 60, "git", "apply", patch.toAbsolutePath().toString());
            if (applied.exit != 0) {
                return new Row(who, none, "doesn't apply: " + firstLine(applied.output));
            }
            boolean isWindows = System.getProperty("os.name").startsWith("Windows");
            String maven = checkout.resolve(isWindows ? "mvnw.cmd" : "mvnw").toString();
            String which = "-Dexercise" + (exercises.isEmpty() ? "" : "=" + exercises);
            var built = run(checkout, seconds, maven, "-q", "-B", "-ntp", "test", "-pl", stages.get(0), which);
            return result(who, built, checkout.resolve(stages.get(0)).resolve("target/exercises.json"), seconds);
        } finally {
            run(Path.of("."), 60, "git", "worktree", "remove", "--force", checkout.toString());
            Files.deleteIfExists(checkout.getParent());
        }
    }

    private static Row result(String who, Ran built, Path json, long seconds) throws IOException {
        var points = new TreeMap<String, Integer>();
        String remark = "passes";
        if (Files.exists(json)) {
            var results = RESULT.matcher(Files.readString(json));
            while (results.find()) {
                boolean passed = results.group("passed").equals("true");
                points.put(results.group("number"), passed ? Integer.parseInt(results.group("points")) : 0);
                if (!passed && remark.equals("passes")) {
                    remark = "fails at " + results.group("number") + ": " + nearest(results.group("message"));
                }
            }
        }
        if (built.exit == HUNG) {
            remark = "hangs: not done after " + seconds + " s";
        } else if (points.isEmpty()) {
            remark = (built.output.contains("COMPILATION ERROR") ? "doesn't compile: " : "can't be checked: ")
                    + firstError(built.output);
        }
        return new Row(who, points, remark);
    }

    private static final int HUNG = -1;

    private record Ran(int exit, String output) {}

    /** Runs a program, for so many seconds at the most, and ends all that it has started. */
    private static Ran run(Path folder, long seconds, String... command) throws Exception {
        var output = Files.createTempFile("grade", ".txt");
        var process = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList()
                .forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        Files.delete(output);
        return new Ran(ended ? process.exitValue() : HUNG, text);
    }

    /** The test that failed and what it said first, of a message in JSON. */
    private static String nearest(String message) {
        String text = message.replace("\\u000a", "\n").replaceAll("\\\\(.)", "$1");
        String words = text.lines().skip(text.startsWith("The check") ? 0 : 1).map(String::strip)
                .filter(line -> !line.isEmpty()).limit(3).collect(Collectors.joining(" "));
        return words.length() <= 200 ? words : words.substring(0, 200) + "…";
    }

    private static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    }

    private static String firstError(String text) {
        return text.lines().filter(line -> line.startsWith("[ERROR] ") && line.contains(".java:"))
                .findFirst().map(line -> line.replaceFirst("\\[ERROR] .*[/\\\\]", "")).orElse(firstLine(text));
    }

    /** 4.10 comes after 4.9. */
    private static double order(String number) {
        String[] parts = number.split("\\.");
        return Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
