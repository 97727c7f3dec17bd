package workbook;

import java.util.List;
import java.util.function.Function;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;

/** What an instructor has beside a step: when it comes in which lesson, and what to ask, as HTML. */
record Lesson(String time, String questions) {
    static final String PAGE = "docs/for-instructors.md";

    /** Of the step with this number, as "1 → 2". */
    static Lesson of(Page page, String step, Function<List<Node>, String> html) throws Excerpt.Unclear {
        var questions = Step.section(page, step);
        if (questions.isEmpty()) {
            throw new Excerpt.Unclear(page.problem(1, "no heading begins with %s, or there is nothing to ask below it",
                    step));
        }
        return new Lesson(time(page, step), html.apply(questions));
    }

    /** The table of lessons has a row for each of them, and its columns begin at the time in their heads. */
    private static String time(Page page, String step) throws Excerpt.Unclear {
        for (TableBlock table : Page.all(page.document, TableBlock.class)) {
            var rows = Page.all(table, TableRow.class).stream()
                    .map(row -> Page.children(row).stream().map(Page::text).toList()).toList();
            var times = rows.getFirst();
            for (List<String> row : times.getFirst().equals("lesson") ? rows : List.<List<String>>of()) {
                for (int i = 1; i < row.size(); i++) {
                    if (row.get(i).contains("the step " + step)) {
                        return "Lesson " + row.getFirst() + ", from " + times.get(i)
                                + (i + 1 < times.size() ? " to " + times.get(i + 1) : "") + ": " + row.get(i);
                    }
                }
            }
        }
        throw new Excerpt.Unclear(page.problem(1, "no lesson of the table of lessons has \"the step %s\"", step));
    }
}
