package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What there is to be named in prose: the types of this repository and of the JDK, their members, the files. */
final class Names {
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|interface|record|enum|@interface)\\s+([A-Z]\\w*)");
    private static final Pattern CLAIM = Pattern.compile("\\b(?:claim|classic)\\(\"([\\w.]+)\"([^)]*)\\)");
    private static final Pattern PROPERTY = Pattern.compile("\\bget(?:Property|Integer|Long|Boolean)\\(\"([\\w.]+)\"");

    /** What isn't ours and isn't Java's, but Go's or another program's. */
    private static final Set<String> FOREIGN = Set.of("WaitGroup", "WaitGroup.Go", "RWMutex", "Context",
            "Done", "Wait", "Add", "Err", "Read", "Unlock", "SetReadDeadline", "Accept", "SubPoller");

    private final Path root;
    private final Map<String, List<Path>> types = new HashMap<>(); // by their simple names, and in which files
    private final List<Path> files;
    private final Map<Path, String> sources = new HashMap<>(); // of Java
    private final Set<String> properties = new HashSet<>();
    private Map<String, List<String>> jdk; // full names by simple names

    Names(Path root) {
        this.root = root;
        files = files(root);
        for (Path file : files.stream().filter(file -> file.toString().endsWith(".java")).toList()) {
            String source = read(file);
            sources.put(file, source);
            TYPE.matcher(source).results().forEach(type ->
                    types.computeIfAbsent(type.group(1), name -> new ArrayList<>()).add(file));
            PROPERTY.matcher(source).results().forEach(property -> properties.add(property.group(1)));
        }
    }

    /** The files that belong to the repository: none that a build made. */
    static List<Path> files(Path root) {
        var found = new ArrayList<Path>();
        try (var entries = Files.list(root)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (!Files.isDirectory(entry)) {
                    found.add(entry);
                } else if (!name.equals("target") && !name.equals(".git")) {
                    found.addAll(files(entry));
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The modules that are stages, in order. */
    List<String> stages() {
        try (var entries = Files.list(root)) {
            return entries
                    .map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("stage\\d\\d-.*"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** System properties that some code asks for. */
    Set<String> properties() {
        return properties;
    }

    /**
     * Whether a claim of that name, a regular expression, is run against that stage; any stage if the number is empty.
     */
    boolean isClaim(String name, String stage) {
        return CLAIM.matcher(read(root.resolve("benchmarks/jcstress/src/main/java/races/Declared.java"))).results()
                .anyMatch(claim -> claim.group(1).matches(name)
                        && (stage.isEmpty() || Stream.of(claim.group(2).split("\\D+")).anyMatch(stage::equals)));
    }

    /** The test sources of a module in which this class is; null if there is none. */
    Path test(String module, String name) {
        return types.getOrDefault(name, List.of()).stream()
                .filter(file -> file.startsWith(root.resolve(module).resolve("src/test")))
                .findFirst()
                .orElse(null);
    }

    /** Whether there is such a test class, and in it such a method; any if the method is null. */
    boolean isTest(String name, String method) {
        return types.getOrDefault(name, List.of()).stream()
                .filter(file -> root.relativize(file).toString().matches(".*[/\\\\]src[/\\\\]test[/\\\\].*"))
                .anyMatch(file -> method == null || sources.get(file).matches("(?s).*\\s" + method + "\\(.*"));
    }

    /** Whether the path of a file ends so, or the file is where a build would put it. */
    boolean isFile(String path) {
        return path.matches("(?:.*/)?target/.*") || files.stream().anyMatch(file -> file.endsWith(Path.of(path)));
    }

    /**
     * Whether this is a type, as {@code Outbox}, {@code Command.Quit} or {@code Thread}, or a member of one, as
     * {@code Outbox.close}.
     */
    boolean exists(String name) {
        if (FOREIGN.contains(name)) {
            return true;
        }
        String[] parts = name.split("\\.", 2);
        var files = types.getOrDefault(parts[0], List.of());
        if (!files.isEmpty()) {
            return parts.length == 1
                    || files.stream().anyMatch(file -> contains(sources.get(file), parts[1].replaceFirst(".*\\.", "")))
                    || isInJdk(parts);
        }
        return isInJdk(parts) || parts.length == 1 && sources.keySet().stream()
                .filter(file -> !file.startsWith(root.resolve("docs")))
                .anyMatch(file -> contains(sources.get(file), name)); // as a type from a library
    }

    private static boolean contains(String source, String word) {
        return Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(source).find();
    }

    private boolean isInJdk(String[] parts) {
        if (jdk == null) {
            jdk = jdk();
        }
        return jdk.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(type -> parts.length == 1 || hasMember(type, parts[1]));
    }

    private static boolean hasMember(String type, String member) {
        try {
            for (Class<?> at = Class.forName(type, false, null); at != null; at = at.getSuperclass()) {
                if (Stream.of(at.getMethods()).anyMatch(method -> method.getName().equals(member))
                        || Stream.of(at.getFields()).anyMatch(field -> field.getName().equals(member))
                        || Stream.of(at.getDeclaredMethods()).anyMatch(method -> method.getName().equals(member))
                        || Stream.of(at.getDeclaredClasses()).anyMatch(inner -> inner.getSimpleName().equals(member))) {
                    return true;
                }
            }
            return false;
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }

    /** All public packages' types would do, but nobody is hurt by more. */
    private static Map<String, List<String>> jdk() {
        Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules");
        var names = new HashMap<String, List<String>>();
        for (String module : List.of("java.base", "java.logging", "java.management", "java.net.http", "jdk.jfr")) {
            try (var files = Files.walk(modules.resolve(module).resolve(module.startsWith("java.") ? "java" : "jdk"))) {
                files.map(Path::toString).filter(file -> file.endsWith(".class")).forEach(file -> {
                    String type = file
                            .substring(modules.resolve(module).toString().length() + 1,
                                    file.length() - ".class".length())
                            .replace('/', '.');
                    names.computeIfAbsent(type.replaceFirst(".*[.$]", ""), name -> new ArrayList<>()).add(type);
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }
}
