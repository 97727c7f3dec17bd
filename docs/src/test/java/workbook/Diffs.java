package workbook;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import workbook.Page.Fence;

/** Blocks that show a part of what a step changes: {@code diff STAGE STAGE FILE}. */
final class Diffs {
    private static final String LEFT_OUT = "@@";

    private Diffs() {}

    static List<Problem> check(Path root, Page page, Fence fence) throws IOException {
        if (fence.info().size() != 4) {
            return List.of(page.problem(fence.line(),
                    "say what is compared: ```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java"));
        }
        Path before = root.resolve(fence.info(1));
        Path after = root.resolve(fence.info(2));
        Path file = fence.info(3).contains("/") ? Path.of(fence.info(3)) : Path.of("src/main/java/chat", fence.info(3));
        for (Path stage : List.of(before, after)) {
            if (!Files.isRegularFile(stage.resolve("pom.xml"))) {
                return List.of(page.problem(fence.line(), "there is no stage %s", root.relativize(stage)));
            }
        }
        List<String> old = lines(before.resolve(file));
        List<String> now = lines(after.resolve(file));
        if (old.isEmpty() && now.isEmpty()) {
            return List.of(page.problem(fence.line(), "neither %s nor %s has a file %s",
                    fence.info(1), fence.info(2), file));
        }
        if (old.equals(now)) {
            return List.of(page.problem(fence.line(), "%s is the same in %s and %s, so there is nothing to show",
                    file, fence.info(1), fence.info(2)));
        }
        for (int i = 0; i < fence.lines().size(); i++) {
            String line = fence.lines().get(i);
            if (!line.isEmpty() && " +-".indexOf(line.charAt(0)) < 0 && !line.equals(LEFT_OUT)) {
                return List.of(page.problem(fence.line(i), "a line of a diff begins with ' ', '+' or '-', "
                        + "or is `@@`, which stands for lines left out: %s", line));
            }
            if (line.startsWith("-") && i > 0 && fence.lines().get(i - 1).startsWith("+")) {
                return List.of(page.problem(fence.line(i),
                        "a diff shows what was removed before what was added in its place: %s", line));
            }
        }
        List<Hunk> hunks = hunks(fence.lines());
        if (hunks.stream().mapToInt(Hunk::changes).sum() == 0) {
            return List.of(page.problem(fence.line(), "shows no change"));
        }
        if (distance(old, now, hunks) != distance(old, now, List.of())) {
            return List.of(explain(page, fence, unified(old, now)));
        }
        return List.of();
    }

    /** A file's lines; none if it isn't there. */
    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Lines of a diff that follow one another: what stands there before and after. */
    private record Hunk(List<String> old, List<String> now) {
        int changes() {
            return (int) old.stream().filter(line -> line.startsWith("-")).count()
                    + (int) now.stream().filter(line -> line.startsWith("+")).count();
        }

        boolean fits(List<String> oldFile, int i, List<String> newFile, int j) {
            return isAt(old, oldFile, i) && isAt(now, newFile, j);
        }

        private static boolean isAt(List<String> part, List<String> file, int at) {
            if (at + part.size() > file.size()) {
                return false;
            }
            for (int i = 0; i < part.size(); i++) {
                if (!part.get(i).substring(1).equals(file.get(at + i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<Hunk> hunks(List<String> lines) {
        var hunks = new ArrayList<Hunk>();
        var hunk = new Hunk(new ArrayList<>(), new ArrayList<>());
        for (String shown : lines) {
            String line = shown.isEmpty() ? " " : shown; // an empty line whose space an editor took away
            if (line.equals(LEFT_OUT)) {
                hunks.add(hunk);
                hunk = new Hunk(new ArrayList<>(), new ArrayList<>());
                continue;
            }
            if (!line.startsWith("+")) {
                hunk.old.add(line);
            }
            if (!line.startsWith("-")) {
                hunk.now.add(line);
            }
        }
        hunks.add(hunk);
        hunks.removeIf(h -> h.old.isEmpty() && h.now.isEmpty());
        return hunks;
    }

    /**
     * How many lines must be removed and added to get from the one file to the other, if these hunks are among what is
     * done, in this order. Where two lines are alike there are several shortest diffs, and tools choose differently: a
     * hunk is right if it is in any of them, that is, if it makes the way no longer.
     */
    private static int distance(List<String> old, List<String> now, List<Hunk> hunks) {
        int far = Integer.MAX_VALUE / 2;
        // to be at these lines with so many hunks behind one
        int[][][] cost = new int[hunks.size() + 1][old.size() + 1][now.size() + 1];
        for (int[][] plane : cost) {
            for (int[] row : plane) {
                Arrays.fill(row, far);
            }
        }
        cost[0][0][0] = 0;
        for (int h = 0; h <= hunks.size(); h++) {
            for (int i = 0; i <= old.size(); i++) {
                for (int j = 0; j <= now.size(); j++) {
                    int here = cost[h][i][j];
                    if (here == far) {
                        continue;
                    }
                    if (i < old.size()) {
                        cost[h][i + 1][j] = Math.min(cost[h][i + 1][j], here + 1);
                    }
                    if (j < now.size()) {
                        cost[h][i][j + 1] = Math.min(cost[h][i][j + 1], here + 1);
                    }
                    if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                        cost[h][i + 1][j + 1] = Math.min(cost[h][i + 1][j + 1], here);
                    }
                    if (h < hunks.size() && hunks.get(h).fits(old, i, now, j)) {
                        int[] row = cost[h + 1][i + hunks.get(h).old.size()];
                        int end = j + hunks.get(h).now.size();
                        row[end] = Math.min(row[end], here + hunks.get(h).changes());
                    }
                }
            }
        }
        return cost[hunks.size()][old.size()][now.size()];
    }

    /** The diff, with all of the file around it. */
    static List<String> unified(List<String> old, List<String> now) {
        var diff = UnifiedDiffUtils.generateUnifiedDiff("before", "after", old,
                DiffUtils.diff(old, now), Integer.MAX_VALUE / 4);
        return diff.subList(3, diff.size()); // two names and a hunk's header
    }

    private static Problem explain(Page page, Fence fence, List<String> diff) {
        for (int i = 0; i < fence.lines().size(); i++) {
            String line = fence.lines().get(i).isEmpty() ? " " : fence.lines().get(i);
            if (!line.equals(LEFT_OUT) && !diff.contains(line)) {
                String other = diff.stream()
                        .filter(real -> real.substring(1).strip().equals(line.substring(1).strip()))
                        .findFirst()
                        .map(real -> "; there is\n    " + real)
                        .orElse("");
                return page.problem(fence.line(i), "the diff of %s has no such line:%n    %s%s",
                        fence.info(3), line, other);
            }
        }
        return page.problem(fence.line(), "each line is in the diff of %s, but not in this order, "
                + "or some are left out without a line `@@`. This is the diff:%n%s",
                fence.info(3), String.join("\n", diff));
    }
}
