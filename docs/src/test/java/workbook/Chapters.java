package workbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The shape of the pages, and of the chapters among them. */
final class Chapters {
    /** What the start page promises of each chapter. After the last stage there is no step. */
    private static final List<String> SECTIONS =
            List.of("Predict", "Run", "Investigate", "Modify", "The step", "Prove it and price it", "Make");
    private static final Pattern HTML = Pattern.compile("(?s)</?details>|</?summary>|<!--.*?-->");
    private static final Pattern DETAILS = Pattern.compile("</?details>");

    private Chapters() {}

    static List<Problem> check(Page page) {
        var problems = new ArrayList<Problem>();
        long titles = page.headings.stream().filter(heading -> heading.level() == 1).count();
        if (titles != 1 || page.headings.getFirst().level() != 1) {
            problems.add(page.problem(1, "a page begins with its title (# TITLE), and has one"));
        }
        int level = 0;
        for (Page.Heading heading : page.headings) {
            if (heading.level() > level + 1) {
                problems.add(page.problem(heading.line(), "a heading of level %d below one of level %d: %s",
                        heading.level(), level, heading.text()));
            }
            level = heading.level();
        }
        html(page, problems);
        String file = page.path.getFileName().toString();
        if (file.matches("[1-6]-.*")) {
            var found = page.headings.stream().filter(heading -> heading.level() == 2).map(Page.Heading::text)
                    .filter(SECTIONS::contains).toList();
            var wanted = SECTIONS.stream()
                    .filter(section -> !file.startsWith("6") || !section.equals("The step")).toList();
            if (!found.equals(wanted)) {
                problems.add(page.problem(1, "a chapter has these second-level headings, in this order: %s; "
                        + "this one has %s", wanted, found));
            }
        }
        return problems;
    }

    /** The second-level heading under which a line stands; null if under none. */
    static String section(Page page, int line) {
        return page.headings.stream()
                .filter(heading -> heading.level() == 2 && heading.line() <= line)
                .reduce((first, second) -> second)
                .map(Page.Heading::text)
                .orElse(null);
    }

    private static void html(Page page, List<Problem> problems) {
        var open = new ArrayDeque<Integer>(); // on which lines
        for (Page.Part html : page.html) {
            String rest = HTML.matcher(html.text()).replaceAll("");
            if (html.text().contains("<details>") && rest.contains("`")) {
                problems.add(page.problem(html.line(), "Markdown isn't read in a line with HTML: "
                        + "write <code> in a <summary>, and leave a line empty after it"));
            } else if (rest.matches("(?s).*<(?!/?code>).*")) {
                problems.add(page.problem(html.line(), "HTML other than <details> and comments isn't checked: "
                        + "write Markdown: %s", html.text().strip()));
            }
            DETAILS.matcher(html.text()).results().forEach(tag -> {
                if (tag.group().equals("<details>")) {
                    open.push(html.line());
                } else if (open.poll() == null) {
                    problems.add(page.problem(html.line(), "</details> without <details>"));
                }
            });
        }
        open.forEach(line ->
                problems.add(page.problem(line, "this <details> isn't closed: is the line before </details> empty?")));
    }
}
