package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import workbook.Page.Fence;

/**
 * What a block shows of a file, or of what a step changes in a file. The line that opens the block says which file, and
 * how the lines to show begin:
 *
 * <ul>
 *   <li>{@code java FILE void say(} shows the declaration or the statement that begins so, to its end;
 *   <li>{@code java FILE while (true) … return line} shows from one line to another, and {@code A … B … C} by way
 *       of a third;
 *   <li>{@code java FILE void say( + void leave(} shows two parts, and between them what stands for lines left out;
 *       {@code + …} at the end says that more follows;
 *   <li>{@code text FILE The rooms} shows a paragraph; of a Java file, of its comments;
 *   <li>{@code diff STAGE STAGE FILE void say(} shows the change whose first line begins so.
 * </ul>
 */
final class Excerpt {
    private static final Pattern STRINGS_AND_COMMENT =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])'|(?:^|\\s)//.*$");
    private static final Pattern COMMENT = Pattern.compile("\\s*(?:/\\*\\*?|\\*/|\\*|//) ?(.*?)(?:\\s*\\*/)?");

    /** The block can't be written; says why. */
    static final class Unclear extends Exception {
        private static final long serialVersionUID = 1;

        Unclear(String message) {
            super(message);
        }

        Unclear(Problem problem) {
            this(problem.toString());
        }
    }

    /** A line as the page shows it, and as the selection names it. */
    private record Line(String shown, String name) {
        Line(String shown, int mark) {
            this(shown, shown.substring(Math.min(mark, shown.length())).strip().replaceAll("\\s+", " "));
        }

        /** A line of a diff may be named with its mark or without. */
        boolean begins(String beginning) {
            return name.startsWith(beginning)
                    || shown.matches("[+-].*") && (shown.charAt(0) + name).startsWith(beginning);
        }
    }

    private final String source;
    private final String leftOut;
    private final List<Line> lines;
    private final IntUnaryOperator end;

    private Excerpt(String source, String leftOut, List<Line> lines, IntUnaryOperator end) {
        this.source = source;
        this.leftOut = leftOut;
        this.lines = lines;
        this.end = end;
    }

    /** The lines that this block should have. */
    static List<String> of(Path root, Fence fence) throws Unclear {
        var shown = new ArrayList<String>();
        read(root, fence).select(words(fence).getLast(), shown);
        return fence.info(0).equals("java") ? withoutIndentation(shown) : shown;
    }

    /** Which lines this block shows, of its file or of what {@link Step#changes} has. */
    static List<Integer> places(Path root, Fence fence) throws Unclear {
        return read(root, fence).select(words(fence).getLast(), new ArrayList<>());
    }

    private static List<String> words(Fence fence) {
        return List.of(fence.info().split(" ", fence.info(0).equals("diff") ? 5 : 3));
    }

    private static Excerpt read(Path root, Fence fence) throws Unclear {
        boolean isDiff = fence.info(0).equals("diff");
        var words = words(fence);
        if (words.size() != (isDiff ? 5 : 3)) {
            throw new Unclear("say what this shows: " + (isDiff
                    ? "```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java HOW A CHANGE BEGINS"
                    : "```" + words.getFirst() + " PATH/FROM/THE/ROOT HOW THE PART BEGINS"));
        }
        if (isDiff) {
            String path = words.get(3).contains("/") ? words.get(3) : "src/main/java/chat/" + words.get(3);
            var lines = Step.changes(lines(root, words.get(1) + "/" + path), lines(root, words.get(2) + "/" + path))
                    .stream().map(line -> new Line(line, 1)).toList();
            return new Excerpt("what the step changes in " + path, "@@", lines, from -> endOfChange(lines, from));
        }
        String path = words.get(1);
        boolean isCode = fence.info(0).equals("java");
        var lines = lines(root, path).stream()
                .map(line -> isCode || !path.endsWith(".java") ? line : comment(line))
                .map(line -> new Line(line, 0)).toList();
        return isCode
                ? new Excerpt(path, "// …", lines, from -> endOfStatement(lines, from))
                : new Excerpt(path, "…", lines, from -> endOfParagraph(lines, from));
    }

    private static List<String> lines(Path root, String path) throws Unclear {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            throw new Unclear("there is no file " + path);
        }
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds what is shown, and returns which lines these are. */
    private List<Integer> select(String selection, List<String> shown) throws Unclear {
        var places = new ArrayList<Integer>();
        int next = 0;
        for (String part : selection.split(" \\+ ")) {
            boolean isEnd = part.equals("…");
            String[] path = part.split(" … ");
            int first = isEnd ? lines.size() : find(path[0], next);
            if (!shown.isEmpty()) {
                addLeftOut(lines.subList(next, first), shown);
            }
            if (!isEnd) {
                int last = path.length > 1 ? first : end.applyAsInt(first);
                for (String step : List.of(path).subList(1, path.length)) {
                    last = find(step, last + 1);
                }
                next = last + 1;
                for (int i = first; i < next; i++) {
                    shown.add(lines.get(i).shown.stripTrailing());
                    places.add(i);
                }
            }
        }
        return places;
    }

    private int find(String beginning, int from) throws Unclear {
        String name = beginning.strip().replaceAll("\\s+", " ");
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).begins(name)) {
                return i;
            }
        }
        throw new Unclear("no line of %s begins with `%s`%s"
                .formatted(source, name, from > 0 ? " after those shown before it" : ""));
    }

    private void addLeftOut(List<Line> between, List<String> shown) {
        var first = between.stream().filter(line -> !line.name.isEmpty()).findFirst();
        if (first.isEmpty()) {
            between.forEach(line -> shown.add(""));
        } else {
            String indentation = first.get().shown.replaceFirst("\\S.*", "");
            shown.add(leftOut.equals("@@") ? leftOut : indentation + leftOut);
        }
    }

    /** A comment line stands alone; all else ends where its brackets are closed and a semicolon or brace stands. */
    private static int endOfStatement(List<Line> lines, int from) {
        int depth = 0;
        for (int i = from; i < lines.size(); i++) {
            String name = lines.get(i).name;
            if (name.startsWith("//") && i == from) {
                return i;
            } else if (!name.matches("/?\\*.*")) {
                String code = STRINGS_AND_COMMENT.matcher(name).replaceAll("");
                depth += code.replaceAll("[^({\\[]", "").length() - code.replaceAll("[^)}\\]]", "").length();
                if (depth <= 0 && code.matches(".*[;}]")) {
                    return i;
                }
            }
        }
        return lines.size() - 1;
    }

    private static int endOfParagraph(List<Line> lines, int from) {
        int i = from;
        while (i + 1 < lines.size() && !lines.get(i + 1).name.isEmpty()) {
            i++;
        }
        return i;
    }

    private static int endOfChange(List<Line> lines, int from) {
        int i = from;
        while (i + 1 < lines.size() && !lines.get(i + 1).shown.startsWith(" ")) {
            i++;
        }
        return i;
    }

    private static String comment(String line) {
        var comment = COMMENT.matcher(line);
        return comment.matches() ? comment.group(1) : "";
    }

    private static List<String> withoutIndentation(List<String> lines) {
        return String.join("\n", lines).stripIndent().lines().toList();
    }
}
