package workbook;

import static workbook.StepTable.Step.step;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each step from stage to stage changes, and may change: the table of steps, and the files that must stay the same
 * to the byte.
 */
final class StepTable {
    static final String BEGIN = "<!-- steps -->";
    static final String END = "<!-- /steps -->";

    /**
     * What a step may change.
     *
     * @param budget it takes fewer lines of main code than this; a line that is changed counts once
     * @param changed files that are in both stages and not the same; every other one is
     */
    record Step(String before, String after, int budget, Set<String> changed) {
        static Step step(String before, String after, int budget, String... changed) {
            return new Step(before, after, budget, new TreeSet<>(List.of(changed)));
        }

        String numbers() {
            return Integer.parseInt(before.substring(5, 7)) + " → " + Integer.parseInt(after.substring(5, 7));
        }
    }

    static final List<Step> STEPS = List.of(
            step("stage01-single-client", "stage02-thread-per-client", 140,
                    "main/java/chat/ChatServer.java", "main/java/chat/Session.java",
                    "test/java/chat/KnownFlawTest.java", "test/java/chat/LeavingTest.java",
                    "test/java/chat/LineTest.java"),
            step("stage02-thread-per-client", "stage03-mutex-state", 10,
                    "main/java/chat/ChatRoom.java", "test/java/chat/KnownFlawTest.java"),
            step("stage03-mutex-state", "stage04-broadcaster-queue", 140,
                    "main/java/chat/ChatRoom.java", "main/java/chat/ChatServer.java", "main/java/chat/Client.java",
                    "main/java/chat/Session.java",
                    "test/java/chat/ChatRoomTest.java", "test/java/chat/KnownFlawTest.java",
                    "test/java/chat/LocalChat.java"),
            step("stage04-broadcaster-queue", "stage05-rooms-hub", 300,
                    "main/java/chat/ChatRoom.java", "main/java/chat/ChatServer.java", "main/java/chat/Client.java",
                    "main/java/chat/Session.java",
                    "test/java/chat/ChatRoomTest.java", "test/java/chat/KnownFlawTest.java",
                    "test/java/chat/LocalChat.java"),
            step("stage05-rooms-hub", "stage06-slow-client-backpressure", 600,
                    "main/java/chat/ChatRoom.java", "main/java/chat/ChatServer.java",
                    "main/java/chat/Client.java", "main/java/chat/Hub.java", "main/java/chat/Session.java",
                    "test/java/chat/ChatRoomTest.java", "test/java/chat/HubTest.java", "test/java/chat/LocalChat.java",
                    "test/java/chat/TestHub.java"));

    /** What a step does change: main code in all, and the files that are in both stages and not the same. */
    record Change(List<String> mainFiles, int lines, int added, int removed, Set<String> changed) {}

    private StepTable() {}

    static Change change(Path root, Step step) throws IOException {
        Path before = root.resolve(step.before).resolve("src");
        Path after = root.resolve(step.after).resolve("src");
        var files = new TreeSet<Path>();
        Names.files(before).forEach(file -> files.add(before.relativize(file)));
        Names.files(after).forEach(file -> files.add(after.relativize(file)));
        var mainFiles = new ArrayList<String>();
        var changed = new TreeSet<String>();
        int lines = 0; // a line that is changed counts once
        int added = 0;
        int removed = 0;
        for (Path file : files) {
            boolean isInBoth = Files.exists(before.resolve(file)) && Files.exists(after.resolve(file));
            if (isInBoth && Files.mismatch(before.resolve(file), after.resolve(file)) < 0) {
                continue;
            }
            if (isInBoth) {
                changed.add(file.toString().replace('\\', '/'));
            }
            if (file.startsWith(Path.of("main/java"))) {
                mainFiles.add(file.getFileName().toString().replace(".java", ""));
                for (AbstractDelta<String> delta : DiffUtils.diff(Diffs.lines(before.resolve(file)),
                        Diffs.lines(after.resolve(file))).getDeltas()) {
                    lines += Math.max(delta.getSource().size(), delta.getTarget().size());
                    removed += delta.getSource().size();
                    added += delta.getTarget().size();
                }
            }
        }
        return new Change(mainFiles, lines, added, removed, changed);
    }

    /** What is wrong with a step, for whoever has changed a stage. */
    static List<String> wrong(Path root, Step step) throws IOException {
        Change change = change(root, step);
        var wrong = new ArrayList<String>();
        if (change.lines >= step.budget) {
            wrong.add(("%s: takes %d lines of main code (a changed one counts once), and should take fewer than %d: "
                    + "make it smaller, or the budget larger")
                    .formatted(step.numbers(), change.lines, step.budget));
        }
        var stray = new TreeSet<>(change.changed);
        stray.removeAll(step.changed);
        stray.forEach(file -> wrong.add(("%s: %s should be the same to the byte in both stages "
                + "(or be among those that StepTable lets this step change)")
                .formatted(step.numbers(), file)));
        var same = new TreeSet<>(step.changed);
        same.removeAll(change.changed);
        same.forEach(file -> wrong.add("%s: StepTable says that this step changes %s, but it doesn't"
                .formatted(step.numbers(), file)));
        return wrong;
    }

    /** The table's first four columns, which are counted: a line a step. */
    static List<String> rows(Path root) throws IOException {
        var rows = new ArrayList<String>();
        for (Step step : STEPS) {
            Change change = change(root, step);
            rows.add("| %s | %s | +%d −%d | < %d |".formatted(step.numbers(),
                    String.join(", ", change.mainFiles), change.added, change.removed, step.budget));
        }
        return rows;
    }

    /**
     * Looks at the tables of a page between {@code <!-- steps -->} and {@code <!-- /steps -->}; {@code isWanted}: it
     * must have one.
     */
    static List<Problem> check(Path root, Page page, boolean isWanted) throws IOException {
        int begin = page.lines.indexOf(BEGIN);
        int end = page.lines.indexOf(END);
        if (begin < 0 && end < 0 && !isWanted) {
            return List.of();
        }
        var wanted = rows(root);
        String right = "\n| step | files | lines | budget | the idea |\n|---|---|---|---|---|\n"
                + String.join("", wanted.stream().map(row -> row + " … |\n").toList());
        if (begin < 0 || end < begin) {
            return List.of(page.problem(1, "between %s and %s, each on a line of its own, "
                    + "this page shows the table of steps:%s", BEGIN, END, right));
        }
        var rows = page.lines.subList(begin + 1, end).stream().filter(line -> line.startsWith("|")).skip(2).toList();
        boolean isRight = rows.size() == wanted.size();
        for (int i = 0; isRight && i < rows.size(); i++) {
            isRight = rows.get(i).startsWith(wanted.get(i))
                    && rows.get(i).substring(wanted.get(i).length()).matches(" [^|]*\\p{L}[^|]* \\|");
        }
        return isRight ? List.of()
                : List.of(page.problem(begin + 1,
                        "the table of steps should be this, with the idea of each in a sentence:%s", right));
    }
}
