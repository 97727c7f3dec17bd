package chat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real NATS server on loopback, which can be killed and started again on what it has stored. It is a child of a
 * process of its own, its keeper, that kills it when the test's JVM ends, however that ends.
 */
final class NatsServer implements AutoCloseable {
    private static final Pattern LISTENS =
            Pattern.compile(".*Listening for client connections on 127\\.0\\.0\\.1:(\\d+)");
    private static final String KILLED = "killed";

    /** The keeper: starts the command for each line "start", kills it for each other line, and at the end of input. */
    static void main(String[] command) throws Exception {
        var orders = new BufferedReader(new InputStreamReader(System.in));
        try {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("start")) {
                    var nats = new ProcessBuilder(command).redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
                    Runtime.getRuntime().addShutdownHook(new Thread(nats::destroyForcibly));
                } else {
                    killChildren();
                    System.out.println(KILLED);
                }
            }
        } finally {
            killChildren();
        }
    }

    private static void killChildren() {
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.destroyForcibly();
            child.onExit().join();
        }
    }

    private final Process keeper;
    private final BlockingQueue<String> printed = new LinkedBlockingQueue<>(); // by the NATS server and its keeper
    private volatile int port; // 0: it isn't running

    /** One that stores what it is told to store in this folder. It isn't running yet. */
    NatsServer(Path folder) throws IOException {
        keeper = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                NatsServer.class.getName(), find().toString(), "-a", "127.0.0.1", "-p", "-1", "-js", "-sd",
                folder.toString()).redirectErrorStream(true).start();
        Thread.ofPlatform().daemon().start(() -> keeper.inputReader().lines().forEach(printed::add));
    }

    private static Path find() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator))),
                        Stream.of("/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin")) // not on every PATH
                .flatMap(folder -> Stream.of(Path.of(folder, "nats-server"), Path.of(folder, "nats-server.exe")))
                .filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError("""
                        this exercise needs a nats-server, and there is none on this machine. Install it and try again:
                          Debian, Ubuntu   sudo apt install nats-server
                          macOS            brew install nats-server
                          Windows          scoop install nats-server
                          other systems    https://github.com/nats-io/nats-server/releases, and put it on the PATH"""));
    }

    /** Starts it, on a port that is another each time. Returns when it listens. */
    void start() throws Exception {
        order("start");
        Matcher line = await(LISTENS, "starts");
        port = Integer.parseInt(line.group(1));
    }

    /** Kills it. Returns when it has gone. */
    void kill() throws Exception {
        port = 0;
        order("kill");
        await(Pattern.compile(KILLED), "ends");
    }

    int port() {
        return port;
    }

    private void order(String order) throws IOException {
        keeper.outputWriter().append(order).append('\n').flush();
    }

    private Matcher await(Pattern expected, String what) throws InterruptedException {
        String all = "";
        for (String line = next(); line != null; line = next()) {
            Matcher matcher = expected.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
            all += "\n  " + line;
        }
        List<String> lines = all.lines().toList();
        throw new AssertionError("the NATS server should have said that it " + what + ", but said only"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size())));
    }

    private String next() throws InterruptedException {
        return printed.poll(Math.max(10, TestClient.patience().toSeconds()), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        keeper.outputWriter().close();
        if (!keeper.waitFor(10, TimeUnit.SECONDS)) {
            keeper.destroyForcibly();
        }
    }
}
