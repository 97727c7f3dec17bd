package workbook;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a page that are written, not typed: an excerpt, a diff, a film, the table of steps, a
 * figure.
 *
 * @param from the first of the lines, as the page counts them
 * @param is what stands there
 * @param should what should stand there
 */
record Written(int from, List<String> is, List<String> should) {
    static final String COMMAND = "./mvnw -q -pl docs -am process-test-classes -Dupdate";

    /** The first line that isn't as it should be, if there is one. */
    List<Problem> outOfDate(Page page) {
        if (is.equals(should)) {
            return List.of();
        }
        int same = 0;
        while (same < Math.min(is.size(), should.size()) && is.get(same).equals(should.get(same))) {
            same++;
        }
        return List.of(page.problem(from + same, """
                this is out of date. The page has
                    %s
                where its source has
                    %s
                Run: %s
                then look at git diff.""", line(is, same), line(should, same), COMMAND));
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "(the end)";
    }

    /** The page's lines, all of these written anew. They must be in the order in which they stand on the page. */
    static List<String> update(Page page, List<Written> all) {
        var lines = new ArrayList<>(page.lines);
        for (Written written : all.reversed()) {
            var place = lines.subList(written.from - 1, written.from - 1 + written.is.size());
            place.clear();
            place.addAll(written.should);
        }
        return lines;
    }
}
