package workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What prose names in backquotes: commands, files, types and their members. Whatever else stands there isn't checked. */
final class InlineCode {
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\./|\\.\\\\)mvnw .*|git diff .*|java [^-].*|java -jar .*");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)*/[\\w.-]*\\w\\.[a-z]\\w{0,9}");
    private static final Pattern NAME = Pattern.compile("@?([A-Z]\\w*[a-z]\\w*(?:\\.\\w+)*)(?:<.*>)?(?:\\(.*\\))?");

    private InlineCode() {}

    static List<Problem> check(Names names, Commands commands, Page page) {
        var problems = new ArrayList<Problem>();
        for (Page.InlineCode code : page.codes) {
            String text = code.text().strip();
            var name = NAME.matcher(text);
            if (COMMAND.matcher(text).matches()) {
                commands.wrong(text.replaceAll("\\bSTAGE\\b", names.stages().getFirst()))
                        .ifPresent(wrong -> problems.add(page.problem(code.line(), "`%s`: %s", text, wrong)));
            } else if (FILE.matcher(text).matches()) {
                if (!names.isFile(text)) {
                    problems.add(page.problem(code.line(), "there is no file whose path ends with `%s`", text));
                }
            } else if (name.matches() && !names.exists(name.group(1))) {
                problems.add(page.problem(code.line(), "neither the JDK nor this repository has a `%s`",
                        name.group(1)));
            }
        }
        return problems;
    }
}
