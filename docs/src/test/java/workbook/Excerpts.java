package workbook;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import workbook.Page.Fence;

/** Blocks that show a part of a file: {@code java PATH} and {@code text PATH}. */
final class Excerpts {
    private Excerpts() {}

    static List<Problem> check(Path root, Page page, Fence fence) throws IOException {
        boolean isJava = fence.info(0).equals("java");
        if (fence.info().size() != 2) {
            return List.of(page.problem(fence.line(),
                    "name the file that this is an excerpt of, and nothing else: ```%s PATH/FROM/THE/ROOT",
                    fence.info(0)));
        }
        Path file = root.resolve(fence.info(1)).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            return List.of(page.problem(fence.line(), "there is no file %s; name it from the repository's root",
                    fence.info(1)));
        }
        if (fence.lines().stream().allMatch(String::isBlank)) {
            return List.of(page.problem(fence.line(), "an excerpt of nothing"));
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return List.of(page.problem(fence.line(), "%s is not a text file", fence.info(1)));
        }
        Predicate<String> leftOut = line -> line.strip().equals(isJava ? "// …" : "…");
        if (isIn(fence.lines(), leftOut, lines)
                || !isJava && isIn(fence.lines(), leftOut, withoutCommentMarks(lines))) {
            return List.of();
        }
        var wanted = isJava ? lines : withoutCommentMarks(lines);
        return List.of(explain(page, fence, leftOut, wanted));
    }

    /**
     * Whether these lines stand there, one after another, apart from those left out, and all moved equally far to one
     * side.
     */
    private static boolean isIn(List<String> excerpt, Predicate<String> leftOut, List<String> file) {
        String first = excerpt.stream().filter(line -> !leftOut.test(line) && !line.isBlank()).findFirst().orElse("");
        Set<Integer> shifts = new LinkedHashSet<>();
        file.stream()
                .filter(line -> line.strip().equals(first.strip()))
                .forEach(line -> shifts.add(indent(line) - indent(first)));
        return shifts.stream().anyMatch(shift -> find(split(excerpt, leftOut, shift), file));
    }

    private static boolean find(List<List<String>> pieces, List<String> file) {
        int from = 0;
        for (List<String> piece : pieces) {
            int at = from;
            while (at + piece.size() <= file.size() && !equal(piece, file.subList(at, at + piece.size()))) {
                at++;
            }
            if (at + piece.size() > file.size()) {
                return false;
            }
            from = at + piece.size() + 1; // at least one line is left out before the next
        }
        return true;
    }

    private static boolean equal(List<String> some, List<String> others) {
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).equals(others.get(i).stripTrailing())) {
                return false;
            }
        }
        return true;
    }

    /** The pieces between what is left out. */
    private static List<List<String>> split(List<String> excerpt, Predicate<String> leftOut, int shift) {
        var pieces = new ArrayList<List<String>>();
        var piece = new ArrayList<String>();
        for (String line : excerpt) {
            if (leftOut.test(line)) {
                pieces.add(List.copyOf(piece));
                piece.clear();
            } else {
                piece.add(shifted(line, shift));
            }
        }
        pieces.add(piece);
        pieces.removeIf(List::isEmpty);
        return pieces;
    }

    private static String shifted(String line, int shift) {
        return line.isBlank() ? "" : " ".repeat(Math.max(0, indent(line) + shift)) + line.strip();
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static List<String> withoutCommentMarks(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("^\\s*(/\\*\\*? ?|\\* ?|// ?)", "").replaceFirst("\\s*\\*/$", ""))
                .toList();
    }

    /** Names the first line that isn't as it should be. */
    private static Problem explain(Page page, Fence fence, Predicate<String> leftOut, List<String> file) {
        int from = 0;
        for (int begin = 0; begin < fence.lines().size(); begin++) {
            if (leftOut.test(fence.lines().get(begin))) {
                continue;
            }
            int end = begin;
            while (end < fence.lines().size() && !leftOut.test(fence.lines().get(end))) {
                end++;
            }
            List<String> piece = fence.lines().subList(begin, end);
            int most = -1;
            int at = from;
            for (int start = from; start < file.size() && most < piece.size(); start++) {
                int same = alike(piece, file.subList(start, file.size()));
                if (same > most) {
                    most = same;
                    at = start;
                }
            }
            if (most <= 0) {
                return page.problem(fence.line(begin), "%s has no such line%s:%n    %s",
                        fence.info(1), from > 0 ? " after those above" : "", piece.getFirst());
            } else if (most < piece.size()) {
                return page.problem(fence.line(begin + most),
                        "%s has another line here (what is left out needs a line `%s`):%n    %s%nnot%n    %s",
                        fence.info(1), fence.info(0).equals("java") ? "// …" : "…",
                        at + most < file.size() ? file.get(at + most) : "(its end)", piece.get(most));
            }
            from = at + piece.size() + 1;
            begin = end;
        }
        return page.problem(fence.line(), "the lines of %s are there, but not with this indentation", fence.info(1));
    }

    /** With how many lines that are alike, apart from their indentation, the one begins as the other. */
    private static int alike(List<String> piece, List<String> file) {
        int same = 0;
        while (same < piece.size() && same < file.size() && piece.get(same).strip().equals(file.get(same).strip())) {
            same++;
        }
        return same;
    }
}
