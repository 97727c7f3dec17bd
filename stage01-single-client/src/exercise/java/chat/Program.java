package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class of this stage that runs as a program of its own. What fails says what it printed. */
final class Program implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Output out;
    private final Output err;

    /** With options for the java command, then the class and its arguments. */
    Program(List<String> options, String type, String... arguments) throws IOException {
        name = type;
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", classes()));
        command.addAll(options);
        command.add("chat." + type);
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).start();
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
    }

    private static String classes() {
        try {
            var location = ChatServer.class.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(location.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void type(String text) throws IOException {
        process.outputWriter(UTF_8).append(text).flush();
    }

    void endInput() throws IOException {
        process.outputWriter(UTF_8).close();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until what it has printed contains a match, and returns that. */
    Matcher await(String pattern, String probably) throws InterruptedException {
        var matcher = out.await(Pattern.compile(pattern));
        if (matcher == null) {
            throw failure("waited in vain until it printed what matches " + pattern, probably);
        }
        return matcher;
    }

    /** Waits until its output is this and no more. */
    void awaitOutput(String expected, String probably) throws InterruptedException {
        if (out.await(Pattern.compile("\\A" + Pattern.quote(expected) + "\\z")) == null) {
            throw failure("waited in vain until it had printed \"" + escaped(expected) + "\"", probably);
        }
    }

    void awaitExit(int expected, String probably) throws InterruptedException {
        if (!process.waitFor(TestClient.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("waited in vain until it ended", probably);
        } else if (process.exitValue() != expected) {
            throw failure("it should have ended with exit code " + expected, probably);
        }
    }

    AssertionError failure(String what, String probably) {
        return new AssertionError(name + ": " + what + "\n  what it probably means: " + probably
                + "\n  it has printed: " + out.quoted() + "\n  on standard error: " + err.quoted()
                + "\n  and it " + (process.isAlive() ? "runs" : "has ended with exit code " + process.exitValue()));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static String escaped(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replaceAll("\\p{Cntrl}", "?");
    }

    /** Collects what a program prints. */
    private static final class Output {
        private final ByteArrayOutputStream printed = new ByteArrayOutputStream(); // guarded by this
        private boolean ended; // guarded by this

        Output(InputStream from) {
            Thread.ofVirtual().start(() -> {
                byte[] buffer = new byte[8192];
                try (from) {
                    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                        add(buffer, n);
                    }
                } catch (IOException e) {
                    // the program was killed
                } finally {
                    end();
                }
            });
        }

        private synchronized void add(byte[] bytes, int length) {
            printed.write(bytes, 0, length);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        /** Null if it isn't printed in time, or ever. */
        synchronized Matcher await(Pattern pattern) throws InterruptedException {
            long deadline = System.nanoTime() + TestClient.patience().toNanos();
            while (true) {
                var matcher = pattern.matcher(printed.toString(UTF_8).replace("\r\n", "\n"));
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (matcher.find()) {
                    return matcher;
                } else if (ended || left <= 0) {
                    return null;
                }
                wait(left);
            }
        }

        synchronized String quoted() {
            return printed.size() == 0 ? "nothing" : "\"" + escaped(printed.toString(UTF_8)) + "\"";
        }
    }
}
