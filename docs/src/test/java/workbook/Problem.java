package workbook;

import java.nio.file.Path;
import java.util.Comparator;

/** What is wrong on a line of a page, and what its author may do about it. */
record Problem(Path page, int line, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER =
            Comparator.comparing(Problem::page).thenComparingInt(Problem::line).thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** As compilers do it, so that an editor can jump there. */
    @Override
    public String toString() {
        return page + ":" + line + ": " + message;
    }
}
