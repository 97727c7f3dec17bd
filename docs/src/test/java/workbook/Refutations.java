package workbook;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Whether each wrong choice of a {@link Prediction} is refuted, and by something that runs. */
final class Refutations {
    private Refutations() {}

    static List<Problem> check(Names names, Commands commands, Page page) {
        var problems = new ArrayList<Problem>();
        for (Prediction prediction : Prediction.of(page)) {
            if (prediction.choices().isEmpty()) {
                continue;
            }
            if (!prediction.choices().containsKey(prediction.right())) {
                problems.add(page.problem(prediction.line(),
                        "the answer to a question with choices begins with the letter of the right choice, as **b.**"));
                continue;
            }
            prediction.choices().forEach((letter, choice) -> {
                if (!letter.equals(prediction.right()) && !prediction.refutations().containsKey(letter)) {
                    problems.add(page.problem(Page.line(choice), "choice %s needs a refutation: "
                            + "in the answer, an item that begins with **%s.**", letter, letter));
                }
            });
            prediction.refutations().forEach((letter, refutation) -> {
                if (letter.equals(prediction.right()) || !prediction.choices().containsKey(letter)) {
                    problems.add(page.problem(Page.line(refutation), "there is no such wrong choice: %s", letter));
                } else if (!runs(names, commands, page, refutation)) {
                    problems.add(page.problem(Page.line(refutation), "this refutation names nothing that runs: a test "
                            + "(`CLASS.METHOD`), a claim (`NAME`), a figure, or by a link a film, an exercise, or a "
                            + "heading with a session or a command below it"));
                }
            });
        }
        return problems;
    }

    private static boolean runs(Names names, Commands commands, Page page, Node refutation) {
        return Page.all(refutation, Code.class).stream().map(Code::getLiteral)
                        .anyMatch(name -> names.isTest(name) || name.matches("[\\w.]+") && commands.isClaim(name, ""))
                || Page.all(refutation, HtmlInline.class).stream()
                        .anyMatch(html -> html.getLiteral().startsWith("<!--figure "))
                || Page.all(refutation, Link.class).stream().anyMatch(link -> runs(page, link.getDestination()));
    }

    /** Whether a link leads to what runs. That it leads to something, {@link Links} checks. */
    private static boolean runs(Page page, String target) {
        if (target.endsWith(".film")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        if (parts.length < 2 || !parts[0].isEmpty() && !parts[0].endsWith(".md")) {
            return false;
        }
        Page other = parts[0].isEmpty() ? page : Page.read(page.path.resolveSibling(parts[0]));
        var heading = other.headings.stream().filter(it -> it.anchor().equals(parts[1])).findFirst();
        if (heading.isEmpty()) {
            return false;
        }
        int from = heading.get().line();
        int to = other.headings.stream().filter(it -> it.line() > from && it.level() <= heading.get().level())
                .mapToInt(Page.Heading::line).findFirst().orElse(Integer.MAX_VALUE);
        return heading.get().text().matches("\\d\\.\\d+ .*")
                || other.fences.stream().filter(fence -> fence.line() > from && fence.line() < to)
                        .anyMatch(fence -> Session.isSession(fence) || fence.info().matches("sh|text lincheck"))
                || other.links.stream().filter(link -> link.line() > from && link.line() < to)
                        .anyMatch(link -> link.target().endsWith(".film"));
    }
}
