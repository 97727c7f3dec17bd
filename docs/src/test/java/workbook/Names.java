package workbook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is to be named in backquotes: the types of this repository and of the JDK, their members, the files, and
 * commands. Whatever else stands there isn't checked.
 */
final class Names {
    private static final Pattern COMMAND =
            Pattern.compile("(?:\\./|\\.\\\\)mvnw .*|git diff .*|java [^-].*|java -jar .*");
    private static final Pattern FILE = Pattern.compile("[\\w.-]+(?:/[\\w.-]+)*/[\\w.-]*\\w\\.[a-z]\\w{0,9}");
    private static final Pattern NAME = Pattern.compile("@?([A-Z]\\w*[a-z]\\w*(?:\\.\\w+)*)(?:<.*>)?(?:\\(.*\\))?");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|@interface)\\s+([A-Z]\\w*)");
    private static final List<String> PACKAGES = List.of("java.lang", "java.lang.invoke", "java.io", "java.net",
            "java.nio", "java.nio.channels", "java.nio.charset", "java.text", "java.time", "java.util",
            "java.util.concurrent", "java.util.concurrent.atomic", "java.util.concurrent.locks", "java.util.stream");

    /** What isn't ours and isn't Java's, but Go's or another program's. */
    private static final Set<String> FOREIGN = Set.of("WaitGroup", "WaitGroup.Go", "RWMutex", "Context",
            "Done", "Wait", "Add", "Err", "Read", "Unlock", "SetReadDeadline", "Accept", "SubPoller");

    private final Path root;
    private final List<Path> files;
    private final Map<Path, String> sources = new HashMap<>(); // of Java
    private final Map<String, List<Path>> types = new HashMap<>(); // by their simple names, and in which files
    private final String poms;

    Names(Path root) {
        this.root = root;
        files = Site.files(root);
        for (Path file : files.stream().filter(file -> file.toString().endsWith(".java")).toList()) {
            sources.put(file, Site.text(file));
            TYPE.matcher(Site.text(file)).results().forEach(type ->
                    types.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(file));
        }
        poms = String.join("", files.stream().filter(file -> file.endsWith("pom.xml")).map(Site::text).toList());
    }

    /** What is wrong with what a page has in backquotes. */
    List<Problem> check(Commands commands, Page page) {
        var problems = new ArrayList<Problem>();
        for (Page.Part code : page.codes) {
            String text = code.text().strip();
            var name = NAME.matcher(text);
            if (COMMAND.matcher(text).matches()) {
                commands.wrong(text.replaceAll("\\bSTAGE\\b", stages().getFirst()))
                        .ifPresent(wrong -> problems.add(page.problem(code.line(), "`%s`: %s", text, wrong)));
            } else if (FILE.matcher(text).matches() && !isFile(text)) {
                problems.add(page.problem(code.line(), "there is no file whose path ends with `%s`", text));
            } else if (name.matches() && !exists(name.group(1))) {
                problems.add(page.problem(code.line(), "neither the JDK nor this repository has a `%s`",
                        name.group(1)));
            }
        }
        return problems;
    }

    /** The modules that are stages, in order. */
    List<String> stages() {
        return files.stream().filter(file -> file.endsWith("pom.xml"))
                .map(file -> root.relativize(file).getName(0).toString())
                .filter(name -> name.matches("stage\\d\\d-.*")).sorted().toList();
    }

    /** The source whose path ends so. */
    String source(String path) {
        return sources.get(files.stream().filter(file -> file.endsWith(path)).findFirst().orElseThrow());
    }

    /** Whether a pom or some code knows this property. */
    boolean isProperty(String name) {
        return Stream.of("<name>" + name + "</name>", "<" + name + ">", "<" + name + "/>").anyMatch(poms::contains)
                || sources.values().stream().anyMatch(source -> source.contains("(\"" + name + "\""));
    }

    /** Whether this test class, or one that matches it if it has a {@code *} in it, is in that module. */
    boolean isTest(String module, String name) {
        return types.entrySet().stream()
                .filter(type -> type.getKey().matches(name.replace("*", ".*")))
                .flatMap(type -> type.getValue().stream())
                .anyMatch(file -> file.startsWith(root.resolve(module).resolve("src/test")));
    }

    /** Whether this is a test, named CLASS.METHOD. */
    boolean isTest(String name) {
        String[] parts = name.split("\\.", 2);
        return parts.length == 2 && types.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(file -> parts[0].endsWith("Test") && sources.get(file).contains("void " + parts[1] + "("));
    }

    /** Whether the path of a file or folder ends so, or it is where a build would put it. */
    boolean isFile(String path) {
        return path.matches("(?:.*/)?target/.*") || Files.exists(root.resolve(path))
                || files.stream().anyMatch(file -> file.endsWith(Path.of(path)));
    }

    /**
     * Whether this is a type, as {@code Outbox}, {@code Command.Quit} or {@code Thread}, or a member of one, as
     * {@code Outbox.close}.
     */
    boolean exists(String name) {
        String[] parts = name.split("\\.", 2);
        String member = name.replaceFirst(".*\\.", "");
        var owners = types.getOrDefault(parts[0], List.of());
        return FOREIGN.contains(name)
                || owners.stream().anyMatch(file -> parts.length == 1 || contains(sources.get(file), member))
                || isInJdk(parts[0], parts.length == 1 ? null : member)
                || parts.length == 1 && sources.keySet().stream()
                        .filter(file -> !file.startsWith(root.resolve("docs")))
                        .anyMatch(file -> contains(sources.get(file), name)); // as a type from a library
    }

    private static boolean contains(String source, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(source).find();
    }

    private static boolean isInJdk(String type, String member) {
        return PACKAGES.stream().anyMatch(name -> {
            try {
                Class<?> found = Class.forName(name + "." + type, false, null);
                return member == null || hasMember(found, member);
            } catch (ClassNotFoundException | NoClassDefFoundError e) { // the latter: a name in another case, on Windows
                return false;
            }
        });
    }

    private static boolean hasMember(Class<?> type, String member) {
        return Stream.of(type.getMethods()).anyMatch(method -> method.getName().equals(member))
                || Stream.of(type.getFields()).anyMatch(field -> field.getName().equals(member))
                || Stream.of(type.getDeclaredMethods()).anyMatch(method -> method.getName().equals(member))
                || Stream.of(type.getDeclaredClasses()).anyMatch(inner -> inner.getSimpleName().equals(member));
    }
}
