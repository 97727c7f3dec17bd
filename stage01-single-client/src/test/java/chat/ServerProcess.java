package chat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The server as a program, in a process of its own, with an environment of its own. It ends with the test's JVM,
 * however that ends.
 */
final class ServerProcess implements AutoCloseable {
    /** What the process runs. Nobody writes to its standard input, which ends when the test's JVM does. */
    static void main(String[] args) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.read();
            } catch (IOException e) {
                // then it is over, too
            }
            System.exit(1);
        });
        ChatServer.main(args);
    }

    private final Process process;
    private final BufferedReader out;

    private ServerProcess(Process process) {
        this.process = process;
        this.out = process.inputReader();
    }

    static ServerProcess start(String... arguments) throws Exception {
        return start(List.of(), arguments);
    }

    /** Starts it by another program, which is given the command. */
    static ServerProcess start(List<String> starter, String... arguments) throws Exception {
        var command = new ArrayList<>(starter);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-ea:chat...", // the first two: it starts sooner
                "-cp", classes(ChatServer.class) + File.pathSeparator + classes(ServerProcess.class),
                "chat.ServerProcess"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        return new ServerProcess(builder.start());
    }

    private static Path classes(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /** The next line that it prints; null if it has ended. Nothing is read before it is asked for. */
    String line(String probably) throws Exception {
        var line = new FutureTask<>(out::readLine);
        Thread.ofPlatform().daemon().start(line);
        try {
            return line.get(TestClient.patience().toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the server prints no line in " + TestClient.patience().toSeconds()
                    + " seconds\n  what it probably means: " + probably);
        } catch (ExecutionException e) {
            throw new AssertionError("the server's output can't be read", e.getCause());
        }
    }

    /** Reads the line that says where it listens. Returns the port. */
    int port() throws Exception {
        String line = line("a server says first where it listens");
        String right = "stage0\\d-[a-z-]+ listening on localhost:(\\d+), port \\1\\. Try: nc localhost \\1";
        if (line == null || !line.matches(right)) {
            throw new AssertionError("the first line of a server should say where it listens, but is: " + line
                    + "\n  on standard error: " + (line == null ? errors() : ""));
        }
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    /** Tells it to end, as Ctrl-C does. */
    void stop() {
        process.destroy();
    }

    /** Waits until it has ended. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(TestClient.patience().toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the process should have ended, but runs on after "
                    + TestClient.patience().toSeconds() + " s");
        }
        return process.exitValue();
    }

    /** All that it has printed and nobody has read, once it has ended. */
    String output() throws IOException {
        return out.readAllAsString();
    }

    String errors() throws IOException {
        return process.errorReader().readAllAsString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
