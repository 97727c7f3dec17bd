package load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server to compare: {@code name=command line with {port}}, or {@code name:gopl:8000=command line} for one that
 * speaks the Go book's protocol or always listens on the same port. The command line is split at blanks, but not
 * inside quotes, and no shell sees it; the command {@code java} is the one that runs this program. In place of the
 * command a stage may be named by its class directory or its jar, and the workbook's own stages by the beginning of
 * their names alone, such as {@code stage03}; a {@link Peer} is named alone, too.
 *
 * @param fixedPort 0: any free port, written in place of {@code {port}}
 */
public record Contestant(String name, Protocol protocol, int fixedPort, List<String> command) {
    private static final Pattern FORM =
            Pattern.compile("(?<name>[^:=]+)(:(?<protocol>chat|gopl))?(:(?<port>\\d+))?(=(?<command>.+))?");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Path WORKBOOK = Path.of(System.getProperty("workbook", "."));

    /** Empty for a peer that can't run, since its language is not installed. */
    static Optional<Contestant> parse(String text) throws IOException, InterruptedException {
        for (Peer peer : Peer.values()) {
            if (text.equals(peer.toString())) {
                return peer.contestant();
            }
        }
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a contestant, which is name=command line with {port}: " + text);
        }
        var protocol = form.group("protocol") == null
                ? Protocol.CHAT
                : Protocol.valueOf(form.group("protocol").toUpperCase());
        int port = form.group("port") == null ? 0 : Integer.parseInt(form.group("port"));
        return Optional.of(new Contestant(
                form.group("name"), protocol, port, command(form.group("name"), form.group("command"))));
    }

    /** The server that is the mark for the others. */
    public static Contestant floor() {
        return new Contestant(Compare.FLOOR, Protocol.CHAT, 0,
                java(System.getProperty("java.class.path"), "load.Floor", "{port}"));
    }

    /** A stage of the workbook, from its classes as the build left them; empty if there are none. */
    public static Optional<Contestant> stage(String prefix) {
        return stageClasses(prefix).map(classes -> new Contestant(prefix, Protocol.CHAT, 0, stageCommand(classes)));
    }

    /** Where the classes are of the stage whose directory begins like this; empty if they are not there. */
    public static Optional<Path> stageClasses(String prefix) {
        try (var directories = Files.newDirectoryStream(WORKBOOK, prefix + "*")) {
            for (Path directory : directories) {
                Path classes = directory.resolve("target", "classes");
                if (Files.exists(classes.resolve("chat", "ChatServer.class"))) {
                    return Optional.of(classes);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalArgumentException("can't look for stages in " + WORKBOOK, e);
        }
    }

    private static List<String> command(String name, String command) {
        if (command == null) {
            return stageCommand(stageClasses(name).orElseThrow(() -> new IllegalArgumentException(
                    name + " is no stage that has been built, here: " + WORKBOOK.toAbsolutePath().normalize())));
        }
        List<String> words = words(command);
        if (words.size() == 1 && (words.getFirst().endsWith(".jar") || Files.isDirectory(Path.of(words.getFirst())))) {
            return stageCommand(Path.of(words.getFirst()));
        }
        if (words.getFirst().equals("java")) {
            words.set(0, java());
        }
        return words;
    }

    /** A waiting thread for each client: {@code platform} or {@code virtual} ones. */
    public static Contestant threadPerClient(String kind) {
        return new Contestant(kind, Protocol.CHAT, 0,
                java(System.getProperty("java.class.path"), "load.ThreadPerClient", kind, "{port}"));
    }

    /**
     * The same on Java with a heap of 128 MB at the most and the collector that takes least beside it. With
     * the heap that Java chooses by itself, a process's memory tells more of garbage that nobody needed to
     * collect yet than of its clients.
     */
    public Contestant withSmallHeap() {
        var words = new ArrayList<>(command);
        words.addAll(1, List.of("-XX:+UseSerialGC", "-Xmx128m"));
        return new Contestant(name, protocol, fixedPort, words);
    }

    /** The same with these arguments after all others. */
    Contestant with(List<String> arguments) {
        var words = new ArrayList<>(command);
        words.addAll(arguments);
        return new Contestant(name, protocol, fixedPort, words);
    }

    private static List<String> stageCommand(Path classes) {
        List<String> command = java(classes.toString(), "chat.ChatServer", "{port}");
        if (Files.exists(classes.resolve("chat").resolve("Limits.class"))) {
            command.add(command.size() - 1, "--max-clients=100000"); // a stage with bounds: the load needs a wide one
        }
        return command;
    }

    /** The command that runs a class on the Java that runs this. */
    static List<String> java(String classPath, String main, String... arguments) {
        var command = new ArrayList<>(List.of(java(), "-cp", classPath, main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<String> words(String commandLine) {
        var words = new ArrayList<String>();
        for (var word = WORD.matcher(commandLine); word.find(); ) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
