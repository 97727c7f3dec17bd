package load;

import module java.base;

/**
 * A server to compare.
 *
 * @param command what starts it; {@code {port}} in it stands for the port that it is to listen on
 */
public record Contestant(String name, Protocol protocol, List<String> command) {
    private static final String OWN_CLASSES = System.getProperty("java.class.path");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Path WORKBOOK = Path.of(System.getProperty("workbook", "../.."));
    private static final Path PEERS = WORKBOOK.resolve("benchmarks/jmh/src/main/resources/peers");

    /**
     * By what stands on the command line: {@code stage03}, {@code mine=path/to/target/classes},
     * {@code name=command line with {port}}, or another server of this module: {@code floor}, the mark for the others;
     * {@code platform} and {@code virtual}, with a thread of that kind for each client; {@code node} and {@code gopl},
     * of resources/peers. Empty if that one's language is not installed. The command line is split at blanks, but not
     * inside quotes, and no shell sees it.
     */
    public static Optional<Contestant> parse(String text) throws IOException, InterruptedException {
        return switch (text) {
            case "floor" -> Optional.of(java(text, OWN_CLASSES, "load.Floor"));
            case "platform", "virtual" ->
                Optional.of(java(text, OWN_CLASSES, "load.ThreadPerClient").with(List.of(text)));
            case "node" -> installed("node").map(node -> new Contestant(
                    text, Protocol.CHAT, List.of(node, PEERS.resolve("chat.mjs").toString(), "{port}")));
            case "gopl" -> gopl(text);
            default -> Optional.of(text.contains("=") ? other(text) : stage(text, stageClasses(text)));
        };
    }

    private static Contestant java(String name, String classPath, String main) {
        return new Contestant(name, Protocol.CHAT, List.of(java(), "-cp", classPath, main, "{port}"));
    }

    /** Built first: with {@code go run} the process that is measured would be that of {@code go}. */
    private static Optional<Contestant> gopl(String name) throws IOException, InterruptedException {
        Optional<String> go = installed("go");
        if (go.isEmpty()) {
            return Optional.empty();
        }
        Path program = Files.createTempFile(name, ".exe"); // Windows wants the .exe, and nobody else minds
        program.toFile().deleteOnExit();
        var build = new ProcessBuilder(
                go.get(), "build", "-o", program.toString(), PEERS.resolve("chat.go").toString())
                .redirectErrorStream(true).start();
        String said = build.inputReader().readAllAsString();
        if (build.waitFor() != 0) {
            throw new IOException("go build fails: " + said);
        }
        return Optional.of(new Contestant(name, Protocol.GOPL, List.of(program.toString(), "{port}")));
    }

    /** Where the tool is on the PATH. */
    private static Optional<String> installed(String tool) {
        String program = File.separatorChar == '\\' ? tool + ".exe" : tool;
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .map(Path::toString).findFirst();
    }

    private static Contestant other(String text) {
        int equals = text.indexOf('=');
        String name = text.substring(0, equals);
        List<String> words = words(text.substring(equals + 1));
        return words.size() == 1 && Files.isDirectory(Path.of(words.getFirst()))
                ? stage(name, Path.of(words.getFirst()))
                : new Contestant(name, Protocol.CHAT, words);
    }

    private static Contestant stage(String name, Path classes) {
        var stage = java(name, classes.toString(), "chat.ChatServer");
        boolean isBounded = Files.exists(classes.resolve("chat").resolve("Limits.class"));
        return isBounded ? stage.with(List.of("--max-clients=100000")) : stage; // more than it has by itself
    }

    /** Of a stage of the workbook, by the beginning of its directory's name, as the build left them. */
    public static Path stageClasses(String prefix) throws IOException {
        try (Stream<Path> directories = Files.list(WORKBOOK)) {
            return directories.filter(directory -> directory.getFileName().toString().startsWith(prefix))
                    .map(directory -> directory.resolve("target").resolve("classes"))
                    .filter(classes -> Files.exists(classes.resolve("chat").resolve("ChatServer.class")))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(prefix + " is no stage that has been built, in "
                            + WORKBOOK.toAbsolutePath().normalize()));
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

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<String> words(String commandLine) {
        return WORD.matcher(commandLine).results()
                .map(word -> Stream.of(1, 2, 3).map(word::group).filter(Objects::nonNull).findFirst().orElse(""))
                .toList();
    }
}
