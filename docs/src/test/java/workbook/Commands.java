package workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import workbook.Page.Fence;

/** The commands that students type: each is in {@code docs/commands.txt}, or like one there. */
final class Commands {
    static final String LIST = "docs/commands.txt";

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern CLAIM = Pattern.compile("\\b(?:claim|classic)\\(\"([\\w.]+)\"([^)]*)\\)");
    private static final Set<String> OPTIONS = Set.of("-q", "-am");
    private static final Set<String> PHASES =
            Set.of("clean", "compile", "process-classes", "test-compile", "process-test-classes", "test", "verify");
    /** Properties that Maven's own plugins know. */
    private static final Set<String> PROPERTIES = Set.of("test", "maven.test.failure.ignore");

    private final Names names;
    final List<String> list;

    Commands(Names names, String list) {
        this.names = names;
        this.list = list.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }

    /** Checks a block of commands, one a line. */
    List<Problem> check(Page page, Fence fence) {
        var problems = new ArrayList<Problem>();
        if (!fence.info().equals("sh")) {
            problems.add(page.problem(fence.line(), "after ```sh stands nothing"));
        }
        for (int i = 0; i < fence.lines().size(); i++) {
            String line = fence.lines().get(i).strip();
            int at = fence.line(i);
            if (!line.isEmpty()) {
                wrong(line).ifPresent(wrong -> problems.add(page.problem(at, "%s%n    %s", wrong, line)));
            }
        }
        return problems;
    }

    /** What is wrong with a command, if anything is. */
    Optional<String> wrong(String command) {
        var likes = list.stream().flatMap(like -> match(like, command).stream().map(match -> wrong(like, match)))
                .toList();
        if (likes.isEmpty()) {
            return Optional.of("no command like this is in " + LIST + ": is it typed wrong? If it is a new one, "
                    + "try it, and add it there");
        }
        return likes.contains("") ? Optional.empty() : Optional.of(likes.getFirst());
    }

    /** The values of a command's places, if it is like this one. */
    static Optional<MatchResult> match(String like, String command) {
        var match = Pattern.compile(regex(like)).matcher(command.replace(".\\mvnw", "./mvnw"));
        return match.matches() ? Optional.of(match.toMatchResult()) : Optional.empty();
    }

    private static String regex(String like) {
        var regex = new StringBuilder();
        for (String part : PLACE.splitWithDelimiters(like, 0)) {
            var place = PLACE.matcher(part);
            regex.append(!place.matches() ? Pattern.quote(part)
                    : regex.indexOf("(?<" + place.group(1) + ">") >= 0 ? "\\k<" + place.group(1) + ">"
                    : "(?<" + place.group(1) + ">[^\\s\"]+?)");
        }
        return regex.toString();
    }

    /** What is wrong with the values of a command's places; empty if nothing is. */
    private String wrong(String like, MatchResult values) {
        return PLACE.matcher(like).results().map(place -> place.group(1))
                .map(place -> wrong(place, values.group(place), values))
                .filter(wrong -> !wrong.isEmpty()).findFirst().orElse("");
    }

    private String wrong(String place, String value, MatchResult values) {
        return switch (place) {
            case "stage" -> names.stages().contains(value) ? ""
                    : "there is no stage " + value + "; there are " + names.stages();
            case "tests" -> noTest(values.group("stage"), value);
            case "nexttests" -> noTest(next(values.group("stage")), value);
            case "claim" -> isClaim(value, "") ? "" : "races/Declared.java has no claim " + value;
            case "number" -> isClaim(values.group("claim"), value) ? ""
                    : "races/Declared.java has no claim " + values.group("claim") + " for stage " + value;
            case "exercise", "other" -> names.isFile("docs/solutions/" + value + "/README.md") ? ""
                    : "there is no exercise " + value;
            case "before", "after" -> names.isFile(value) ? "" : "there is no " + value;
            default -> LIST + " has a {" + place + "}, which nobody knows";
        };
    }

    private String noTest(String stage, String tests) {
        return Stream.of(tests.split(",")).map(test -> test.replaceFirst("[#+].*", ""))
                .filter(test -> !names.isTest(stage, test)).findFirst()
                .map(test -> "there is no test class " + test + " in " + stage).orElse("");
    }

    private String next(String stage) {
        int next = names.stages().indexOf(stage) + 1;
        return next > 0 && next < names.stages().size() ? names.stages().get(next) : stage;
    }

    boolean isClaim(String name, String stage) {
        return CLAIM.matcher(names.source("races/Declared.java")).results()
                .anyMatch(claim -> claim.group(1).matches(name)
                        && (stage.isEmpty() || Stream.of(claim.group(2).split("\\D+")).anyMatch(stage::equals)));
    }

    /** What is wrong with a command of the list itself: what Maven, PowerShell or the file system would say. */
    List<String> wrongInList() {
        var wrong = new ArrayList<String>();
        for (String like : list) {
            if (like.replaceAll("\"[^\"]*\"", "").matches(".*-D\\S*[.,].*")) {
                wrong.add(like + ": PowerShell splits -D… at a dot or comma, so put it between quotes");
            }
            var words = words(like);
            for (int i = 1; i < words.size(); i++) {
                String word = words.get(i);
                if (word.contains("/") && !word.matches(".*[{:].*|-.*|target/.*") && !names.isFile(word)) {
                    wrong.add(like + ": there is no " + word);
                } else if (words.getFirst().equals("./mvnw") && !isKnown(words.get(i - 1), word)) {
                    wrong.add(like + ": neither Maven nor a pom nor any code knows " + word);
                }
            }
        }
        return wrong;
    }

    private boolean isKnown(String before, String word) {
        String property = word.replaceFirst("^-D", "").replaceFirst("=.*", "");
        return OPTIONS.contains(word) || PHASES.contains(word) || word.equals("-pl")
                || before.equals("-pl") && (word.equals("{stage}") || names.isFile(word + "/pom.xml"))
                || word.startsWith("-D") && (PROPERTIES.contains(property) || names.isProperty(property));
    }

    /** A command's words, without quotes. */
    static List<String> words(String command) {
        return Pattern.compile("(?:\"[^\"]*\"|[^\\s\"])+").matcher(command).results()
                .map(word -> word.group().replace("\"", "")).toList();
    }
}
