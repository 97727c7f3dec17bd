package load;

import module java.base;

/** A chat server in another language, which stands in {@code resources/peers} to be read, and runs where it can. */
public enum Peer {
    /** As careful as the floor, on Node.js. */
    NODE("node", "chat.mjs", Protocol.CHAT),
    /** The Go book's, as simple as it is there. */
    GOPL("go", "chat.go", Protocol.GOPL);

    /** The program that runs or builds it. */
    private final String tool;
    private final String file;
    private final Protocol protocol;

    Peer(String tool, String file, Protocol protocol) {
        this.tool = tool;
        this.file = file;
        this.protocol = protocol;
    }

    /** Empty if the tool is not on the PATH. */
    public Optional<Contestant> contestant() throws IOException, InterruptedException {
        Optional<Path> installed = installed();
        if (installed.isEmpty()) {
            return Optional.empty();
        }
        Path source = Contestant.WORKBOOK.resolve("benchmarks/jmh/src/main/resources/peers").resolve(file);
        List<String> command = this == GOPL
                ? List.of(build(installed.get(), source), "{port}")
                : List.of(installed.get().toString(), source.toString(), "{port}");
        return Optional.of(new Contestant(toString(), protocol, command));
    }

    private Optional<Path> installed() {
        String program = File.separatorChar == '\\' ? tool + ".exe" : tool;
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, program))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private static String build(Path go, Path source) throws IOException, InterruptedException {
        Path program = Files.createTempFile("gopl", ".exe"); // Windows wants the .exe, and nobody else minds
        program.toFile().deleteOnExit();
        var process = new ProcessBuilder(go.toString(), "build", "-o", program.toString(), source.toString())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("go build fails: " + said);
        }
        return program.toString();
    }

    /** Its name among the contestants. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
