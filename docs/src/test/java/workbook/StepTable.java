package workbook;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The table of what each step from stage to stage changes, between {@code <!-- steps -->} and {@code <!-- /steps -->}.
 * It is written, but for the budget and the idea, which are the author's. So a file that should be the same in two
 * stages, and isn't, shows in the table.
 */
final class StepTable {
    private static final String BEGIN = "<!-- steps -->";
    private static final String END = "<!-- /steps -->";
    private static final List<String> HEAD = List.of("| step | servers' files | tests that change | lines | budget "
            + "| the idea |", "|---|---|---|---|---|---|");

    /** A step's row, as far as it is written, and its size, in which a line that is changed counts once. */
    record Row(String number, String text, int size) {}

    private StepTable() {}

    /** The table of a page; to the problems are added those that only an author can mend. */
    static List<Written> write(Path root, Page page, List<String> stages, List<Problem> problems) throws IOException {
        int begin = page.lines.indexOf(BEGIN);
        int end = page.lines.indexOf(END);
        if (begin < 0 || end < begin) {
            problems.add(page.problem(1, "here belongs the table of steps, between %s and %s, each on a line of its own",
                    BEGIN, END));
            return List.of();
        }
        var is = page.lines.subList(begin + 1, end);
        var should = new ArrayList<>(HEAD);
        for (int i = 1; i < stages.size(); i++) {
            Row row = row(root, stages.get(i - 1), stages.get(i));
            String own = is.stream().filter(line -> line.startsWith("| " + row.number + " |"))
                    .map(line -> line.replaceFirst("(\\|[^|]*){4}", "")).findFirst().orElse("|");
            should.add(row.text + own);
            if (!own.matches("\\| < \\d+ \\| [^|]*\\p{L}[^|]* \\|")) {
                problems.add(page.problem(begin + 1, "step %s needs a budget, `< 100`, and its idea in a sentence: %s",
                        row.number, own));
            } else if (row.size >= Integer.parseInt(own.replaceAll("^\\| < (\\d+).*", "$1"))) {
                problems.add(page.problem(begin + 1, "step %s takes %s lines of main code (a changed one counts once): "
                        + "make it smaller, or its budget larger", row.number, row.size));
            }
        }
        return List.of(new Written(begin + 2, is, should));
    }

    static Row row(Path root, String before, String after) throws IOException {
        var mainFiles = new ArrayList<String>();
        var tests = new ArrayList<String>();
        int size = 0;
        int added = 0;
        int removed = 0;
        for (Path file : files(root.resolve(before), root.resolve(after))) {
            Path old = root.resolve(before).resolve(file);
            Path now = root.resolve(after).resolve(file);
            boolean isInBoth = Files.exists(old) && Files.exists(now);
            if (isInBoth && Files.mismatch(old, now) < 0) {
                continue;
            }
            String name = file.getFileName().toString().replace(".java", "");
            if (file.startsWith(Path.of("src", "main"))) {
                mainFiles.add(name);
                for (AbstractDelta<String> delta : DiffUtils.diff(lines(old), lines(now)).getDeltas()) {
                    size += Math.max(delta.getSource().size(), delta.getTarget().size());
                    removed += delta.getSource().size();
                    added += delta.getTarget().size();
                }
            } else if (isInBoth) {
                tests.add(name);
            }
        }
        String number = before.substring(6, 7) + " → " + after.substring(6, 7);
        return new Row(number, "| " + number + " | " + String.join(", ", mainFiles) + " | " + String.join(", ", tests)
                + " | +" + added + " −" + removed + " ", size);
    }

    private static Iterable<Path> files(Path before, Path after) {
        var files = new TreeSet<Path>();
        Site.files(before.resolve("src")).forEach(file -> files.add(before.relativize(file)));
        Site.files(after.resolve("src")).forEach(file -> files.add(after.relativize(file)));
        return files;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
