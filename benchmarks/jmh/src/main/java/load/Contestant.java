package load;

import module java.base;

/**
 * A server to compare.
 *
 * @param command what starts it; {@code {port}} in it stands for the port that it is to listen on
 */
public record Contestant(String name, Protocol protocol, List<String> command) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    static final Path WORKBOOK = Path.of(System.getProperty("workbook", "../.."));

    /**
     * By what stands on the command line: {@code stage03}, {@code mine=path/to/target/classes},
     * {@code name=command line with {port}}, or the name of a {@link Peer}; empty for a peer whose language is not
     * installed. The command line is split at blanks, but not inside quotes, and no shell sees it.
     */
    static Optional<Contestant> parse(String text) throws IOException, InterruptedException {
        for (Peer peer : Peer.values()) {
            if (text.equals(peer.toString())) {
                return peer.contestant();
            }
        }
        int equals = text.indexOf('=');
        if (equals < 0) {
            return Optional.of(stage(text));
        }
        String name = text.substring(0, equals);
        List<String> words = words(text.substring(equals + 1));
        return Optional.of(words.size() == 1 && Files.isDirectory(Path.of(words.getFirst()))
                ? stage(name, Path.of(words.getFirst()))
                : new Contestant(name, Protocol.CHAT, words));
    }

    /** The server that is the mark for the others. */
    public static Contestant floor() {
        return new Contestant("floor", Protocol.CHAT, java(System.getProperty("java.class.path"), "load.Floor"));
    }

    /** A waiting thread for each client: {@code platform} or {@code virtual} ones. */
    public static Contestant threadPerClient(String kind) {
        return new Contestant(kind, Protocol.CHAT,
                java(System.getProperty("java.class.path"), "load.ThreadPerClient")).with(List.of(kind));
    }

    /** A stage of the workbook by the beginning of its directory's name, from its classes as the build left them. */
    public static Contestant stage(String prefix) {
        return stage(prefix, stageClasses(prefix));
    }

    private static Contestant stage(String name, Path classes) {
        var stage = new Contestant(name, Protocol.CHAT, java(classes.toString(), "chat.ChatServer"));
        boolean isBounded = Files.exists(classes.resolve("chat").resolve("Limits.class"));
        return isBounded ? stage.with(List.of("--max-clients=100000")) : stage; // more than it has by itself
    }

    public static Path stageClasses(String prefix) {
        try (Stream<Path> directories = Files.list(WORKBOOK)) {
            return directories.filter(directory -> directory.getFileName().toString().startsWith(prefix))
                    .map(directory -> directory.resolve("target").resolve("classes"))
                    .filter(classes -> Files.exists(classes.resolve("chat").resolve("ChatServer.class")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(prefix + " is no stage that has been built, in "
                            + WORKBOOK.toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw new IllegalArgumentException("can't look for stages in " + WORKBOOK, e);
        }
    }

    /** The same with these arguments after all others. */
    Contestant with(List<String> arguments) {
        return new Contestant(name, protocol, Stream.concat(command.stream(), arguments.stream()).toList());
    }

    /**
     * The same on Java with a heap of 128 MB at the most and the collector that takes least beside it. With
     * the heap that Java chooses by itself, a process's memory tells more of garbage that nobody needed to
     * collect yet than of its clients.
     */
    public Contestant withSmallHeap() {
        var words = new ArrayList<>(command);
        words.addAll(1, List.of("-XX:+UseSerialGC", "-Xmx128m"));
        return new Contestant(name, protocol, words);
    }

    private static List<String> java(String classPath, String main) {
        return List.of(java(), "-cp", classPath, main, "{port}");
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<String> words(String commandLine) {
        return WORD.matcher(commandLine).results()
                .map(word -> Stream.of(1, 2, 3).map(word::group).filter(group -> group != null).findFirst().orElse(""))
                .toList();
    }
}
