package chat;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server in a process of its own, which can be killed, and which ends with this one, however this one ends. */
final class ChildServer implements AutoCloseable {
    private final Process process;
    private final int port;

    private ChildServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What the process runs. */
    static void main(String[] args) {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
        ChatServer.main(args);
    }

    /** Starts a server with an option for its Java. What it prints is printed here, too: so it is in the ServerLog. */
    static ChildServer start(String option) throws Exception {
        ServerLog.open();
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
                "-cp", folder(ChatServer.class) + File.pathSeparator + folder(ChildServer.class),
                "chat.ChildServer", "0").redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        var out = process.inputReader();
        var first = new FutureTask<>(out::readLine);
        Thread.startVirtualThread(() -> {
            first.run();
            PrintStream log = System.out;
            out.lines().forEach(log::println);
        });
        try {
            String line = first.get(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the server was started with " + option + ", and ended by itself");
            }
            return new ChildServer(process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
        } catch (TimeoutException e) {
            throw new AssertionError("the server was started with " + option + ", and doesn't say where it listens");
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String folder(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    }

    int port() {
        return port;
    }

    /** Ends it at once: it can do nothing about it, as in a crash. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
