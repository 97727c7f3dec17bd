import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exercises, as the chapters have them, and how far a learner has come, which a file remembers.
 *
 * <pre>java .mvn/Book.java                    shows all of it, for ./mvnw -q -Dprogress</pre>
 */
final class Book {
    private static final Pattern TITLE = Pattern.compile("### (?<number>(?<chapter>\\d)\\.\\d+) (?<title>.+)");
    private static final Pattern ABOUT = Pattern.compile(
            "\\*(?<level>easy|medium|hard) · (?<minutes>\\d+) minutes · start in (?<start>.+)\\*");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    /** What to do. A step leads to the next stage, after those before it; others start from the stage as it is. */
    record Exercise(String number, String title, String level, int minutes, String start, boolean isStep, Path page,
            Path stage, List<String> hints) {
        String chapter() {
            return number.substring(0, 1);
        }

        int points() {
            return List.of("easy", "medium", "hard").indexOf(level) + 1;
        }

        /** The file to open, if the text names one that is there already; else the words of the text. */
        String file() {
            Matcher name = NAME.matcher(start);
            while (name.find()) {
                Path file = Path.of("src/main/java/chat", name.group(1) + ".java");
                if (Files.exists(stage.resolve(file))) {
                    return slashes(stage.getFileName().resolve(file));
                }
            }
            return start;
        }

        /** Where the text is. */
        String text() {
            return "docs/" + page.getFileName() + ", " + number;
        }

        String command() {
            return "./mvnw -q test -pl " + stage.getFileName() + " \"-Dexercise=" + number + '"'; // for PowerShell
        }
    }

    final List<Exercise> exercises = new ArrayList<>();
    private final Path progressFile;
    private final Properties progress = new Properties();

    Book(Path root) throws IOException {
        for (Path page : list(root.resolve("docs"), name -> name.matches("\\d-.*\\.md"))) {
            read(root, page);
        }
        progressFile = root.resolve(".progress");
        if (Files.exists(progressFile)) {
            try (var in = Files.newBufferedReader(progressFile)) {
                progress.load(in);
            }
        }
    }

    private void read(Path root, Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        String section = "";
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("## ")) {
                section = lines.get(i);
            }
            Matcher title = TITLE.matcher(lines.get(i));
            if (title.matches()) {
                Matcher about = ABOUT.matcher(i + 2 < lines.size() ? lines.get(i + 2) : "");
                if (!about.matches()) {
                    throw new IOException(page + ", line " + (i + 3) + ": how hard, how long, and where to start?");
                }
                String chapter = title.group("chapter");
                List<String> hints = hints(lines, i + 3);
                if (hints.size() != 3) {
                    throw new IOException(page + ", line " + (i + 1) + ": " + hints.size() + " hints instead of three");
                }
                exercises.add(new Exercise(title.group("number"), title.group("title"), about.group("level"),
                        Integer.parseInt(about.group("minutes")), about.group("start"), section.equals("## Modify"),
                        page, list(root, name -> name.startsWith("stage0" + chapter)).get(0), hints));
            }
        }
    }

    /** What is folded, up to the next heading. */
    private static List<String> hints(List<String> lines, int from) {
        var hints = new ArrayList<String>();
        StringBuilder hint = null;
        for (String line : lines.subList(from, lines.size())) {
            if (line.matches("##+ \\S.*")) {
                break;
            } else if (line.contains("<summary>Hint")) {
                hint = new StringBuilder();
            } else if (line.equals("</details>") && hint != null) {
                hints.add(hint.toString().strip());
                hint = null;
            } else if (hint != null) {
                hint.append(line).append('\n');
            }
        }
        return hints;
    }

    Optional<Exercise> find(String number) {
        return exercises.stream().filter(exercise -> exercise.number.equals(number)).findFirst();
    }

    /** What belongs together in a chapter: its steps, or its own tasks. */
    List<Exercise> of(String chapter, boolean steps) {
        return exercises.stream().filter(e -> e.chapter().equals(chapter) && e.isStep == steps).toList();
    }

    boolean isDone(Exercise exercise) {
        return "done".equals(progress.getProperty(exercise.number));
    }

    /** Remembers how a check ended. */
    void checked(Exercise exercise, boolean done) throws IOException {
        progress.setProperty(exercise.number, done ? "done" : "not yet");
        progress.setProperty("chapter", exercise.chapter());
        save();
    }

    /** The next hint that hasn't been shown. */
    String hint(Exercise exercise) throws IOException {
        int shown = Integer.parseInt(progress.getProperty(exercise.number + ".hints", "0"));
        if (shown >= exercise.hints.size()) {
            return "All hints of " + exercise.number + " have been shown. They stand in " + exercise.text() + ".";
        }
        progress.setProperty(exercise.number + ".hints", String.valueOf(shown + 1));
        save();
        return "Hint " + (shown + 1) + " of " + exercise.hints.size() + "\n\n" + exercise.hints.get(shown);
    }

    private void save() throws IOException {
        try (var out = Files.newBufferedWriter(progressFile)) {
            progress.store(out, "What ./mvnw -q -Dprogress shows. Delete this file to begin anew.");
        }
    }

    /** The first step that isn't done of the chapter in which something was checked last, or of a later one. */
    Optional<Exercise> next() {
        String chapter = progress.getProperty("chapter", "1");
        return exercises.stream()
                .filter(exercise -> exercise.isStep && exercise.chapter().compareTo(chapter) >= 0 && !isDone(exercise))
                .findFirst();
    }

    String progress() {
        var text = new StringBuilder();
        String next = next().map(Exercise::number).orElse("");
        Path page = null;
        for (Exercise exercise : exercises) {
            if (!exercise.page.equals(page)) {
                page = exercise.page;
                text.append("%ndocs/%s%n".formatted(page.getFileName()));
            }
            text.append("  %-5s %-8s %s%n".formatted(exercise.number,
                    isDone(exercise) ? "done" : exercise.number.equals(next) ? "next" : "not yet",
                    exercise.title + (exercise.isStep ? "" : " (own task)")));
        }
        next().ifPresent(e -> text.append("%nNext: %s %s (%s, %s minutes). Open %s%n"
                .formatted(e.number, e.title, e.level, e.minutes, e.file())));
        return text.toString();
    }

    static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    static List<Path> list(Path folder, Predicate<String> isWanted) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> isWanted.test(file.getFileName().toString())).sorted().toList();
        }
    }

    public static void main(String[] args) throws IOException {
        System.out.print(new Book(Path.of("").toAbsolutePath()).progress());
    }
}
