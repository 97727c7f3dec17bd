package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.ParseException;
import org.apache.maven.cli.CLIManager;
import org.apache.maven.shared.utils.cli.CommandLineException;
import org.apache.maven.shared.utils.cli.CommandLineUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import workbook.Page.Fence;

/** The commands that students type. */
final class Commands {
    private static final Set<String> PHASES = Set.of("validate", "initialize", "process-resources", "compile",
            "process-classes", "test-compile", "test", "package", "verify", "install", "clean");
    /** Properties that Maven's own plugins know. */
    private static final Set<String> PROPERTIES = Set.of("test", "skipTests", "maven.test.skip",
            "surefire.failIfNoSpecifiedTests", "maven.test.failure.ignore");
    private static final String CHAT = "(?:nc|telnet|java docs/Nc\\.java) [\\w.-]+ \\d{1,5}";
    private static final Set<String> GIT_DIFF_OPTIONS = Set.of("--no-index", "--stat", "--shortstat",
            "--numstat", "--word-diff", "--color-words", "--name-only", "--name-status", "-w",
            "--color-moved", "--color-moved-ws");

    private final Path root;
    private final Names names;
    private final Set<String> modules = new TreeSet<>();
    private final Set<String> properties = new HashSet<>(PROPERTIES);

    Commands(Path root, Names names) {
        this.root = root;
        this.names = names;
        properties.addAll(names.properties());
        readPoms("");
    }

    private void readPoms(String module) {
        Document pom;
        try {
            pom = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(root.resolve(module).resolve("pom.xml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(module, e);
        }
        for (Node property : find(pom, "//activation/property/name")) {
            properties.add(property.getTextContent().strip());
        }
        for (Node property : find(pom, "//properties/*")) {
            properties.add(property.getNodeName());
        }
        for (Node child : find(pom, "//modules/module")) {
            String name = (module.isEmpty() ? "" : module + "/") + child.getTextContent().strip();
            modules.add(name);
            readPoms(name);
        }
    }

    private static Iterable<Node> find(Document document, String path) {
        try {
            return XPathFactory.newInstance().newXPath().evaluateExpression(path, document, XPathNodes.class);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** Checks a block of commands, one a line. */
    List<Problem> check(Page page, Fence fence) {
        var problems = new ArrayList<Problem>();
        if (fence.info().size() > 1) {
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
        if (command.matches("[$#>] .*|.* # .*")) {
            return Optional.of("no prompt and no comment: a command, as it is typed");
        }
        List<String> words;
        try {
            words = List.of(CommandLineUtils.translateCommandline(command));
        } catch (CommandLineException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.ofNullable(switch (words.getFirst()) {
            case "./mvnw", "mvnw" -> wrongMaven(words.subList(1, words.size()));
            case "git" -> wrongGit(words);
            case "java" -> wrongJava(words);
            case "jcmd" -> null;
            default -> command.matches(CHAT) || command.matches("yes \\w+ \\| " + CHAT) ? null
                    : "a command is one of ./mvnw …, git diff --no-index …, java …, jcmd …, "
                            + "nc HOST PORT, telnet HOST PORT, yes WORD | nc HOST PORT";
        });
    }

    private String wrongMaven(List<String> words) {
        CommandLine line;
        try {
            line = new CLIManager().parse(words.toArray(String[]::new)); // as Maven itself reads it
        } catch (ParseException e) {
            return "Maven would say: " + e.getMessage();
        }
        String[] projects = line.hasOption(CLIManager.PROJECT_LIST)
                ? line.getOptionValue(CLIManager.PROJECT_LIST).split(",")
                : new String[0];
        for (String project : projects) {
            if (!modules.contains(project)) {
                return "there is no module " + project + "; there are " + modules;
            }
        }
        for (String goal : line.getArgList()) {
            if (!PHASES.contains(goal)) {
                return "there is no phase " + goal;
            }
        }
        String[] defined = line.getOptionValues(CLIManager.SET_USER_PROPERTY);
        for (String definition : defined == null ? new String[0] : defined) {
            String[] nameAndValue = definition.split("=", 2);
            if (!properties.contains(nameAndValue[0])) {
                return "neither a pom nor any code knows -D" + nameAndValue[0];
            }
        }
        boolean isNext = value(defined, "next") != null;
        for (String test : split(value(defined, "test"))) {
            String type = test.replaceFirst("[#+].*", "");
            if (!type.contains("*")
                    && Stream.of(projects)
                            .map(project -> isNext ? next(project) : project)
                            .noneMatch(project -> names.test(project, type) != null)) {
                return "there is no test class " + type + " in "
                        + (isNext ? "the stage after " : "") + List.of(projects);
            }
        }
        String claim = value(defined, "claim");
        String stage = value(defined, "stage");
        if (claim != null && !names.isClaim(claim, stage == null ? "" : stage)) {
            return "races/Declared.java has no claim " + claim + (stage == null ? "" : " for stage " + stage);
        }
        return null;
    }

    private static List<String> split(String tests) {
        return tests == null || tests.isEmpty() ? List.of() : List.of(tests.split(","));
    }

    /** The value of a property on the command line; empty if it has none, null if it isn't there. */
    private static String value(String[] defined, String name) {
        for (String definition : defined == null ? new String[0] : defined) {
            String[] nameAndValue = definition.split("=", 2);
            if (nameAndValue[0].equals(name)) {
                return nameAndValue.length > 1 ? nameAndValue[1] : "";
            }
        }
        return null;
    }

    private String next(String stage) {
        int at = names.stages().indexOf(stage);
        return at >= 0 && at + 1 < names.stages().size() ? names.stages().get(at + 1) : stage;
    }

    private String wrongGit(List<String> words) {
        var checkout = words.stream().filter(word -> !word.equals("--no-overlay")).toList();
        if (checkout.size() == 5 && checkout.get(1).equals("checkout") && checkout.get(3).equals("--")) {
            return Files.exists(root.resolve(checkout.get(4))) ? null : "there is no " + checkout.get(4);
        }
        if (words.equals(List.of("git", "switch", "-c", "mine")) || words.equals(List.of("git", "switch", "main"))
                || words.equals(List.of("git", "add", "-A")) || words.equals(List.of("git", "commit", "-m", "mine"))) {
            return null;
        }
        if (words.size() < 5 || !words.get(1).equals("diff") || !words.contains("--no-index")) {
            return "of git, only: git diff --no-index A B; git checkout BRANCH -- PATH; and those for a branch, mine";
        }
        var paths = new ArrayList<String>();
        for (String word : words.subList(2, words.size())) {
            if (!word.startsWith("-")) {
                paths.add(word);
            } else if (!GIT_DIFF_OPTIONS.contains(word.replaceFirst("=.*", "")) && !word.matches("-U\\d+")) {
                return "an option of git diff that isn't among " + new TreeSet<>(GIT_DIFF_OPTIONS) + ": " + word;
            }
        }
        if (paths.size() != 2) {
            return "git diff --no-index compares two";
        }
        return paths.stream()
                .filter(path -> !Files.exists(root.resolve(path)))
                .findFirst()
                .map(path -> "there is no " + path)
                .orElse(null);
    }

    private String wrongJava(List<String> words) {
        String jar = "([\\w-]+)/target/\\1\\.jar";
        if (words.size() > 2 && words.get(1).equals("-jar")) {
            return words.get(2).matches(jar) && modules.contains(words.get(2).replaceFirst("/.*", "")) ? null
                    : "no module makes " + words.get(2);
        }
        if (words.size() == 2 && words.get(1).equals("-version")) {
            return null;
        }
        return words.size() > 1 && words.get(1).endsWith(".java")
                && Stream.of("", "docs")
                        .anyMatch(from -> Files.isRegularFile(root.resolve(from).resolve(words.get(1))))
                ? null
                : "java with a file from the root or from docs, or with -jar STAGE/target/STAGE.jar";
    }

    /** The server that this command starts, if it starts one. */
    Optional<StartCommand.Start> starts(String command) {
        try {
            List<String> words = List.of(CommandLineUtils.translateCommandline(command));
            if (!words.getFirst().endsWith("mvnw")) {
                return Optional.empty();
            }
            CommandLine line = new CLIManager().parse(words.subList(1, words.size()).toArray(String[]::new));
            String stage = line.getOptionValue(CLIManager.PROJECT_LIST);
            return line.getArgList().isEmpty() && names.stages().contains(stage)
                    ? Optional.of(new StartCommand.Start(stage,
                            value(line.getOptionValues(CLIManager.SET_USER_PROPERTY), "args")))
                    : Optional.empty();
        } catch (CommandLineException | ParseException e) {
            return Optional.empty();
        }
    }
}
