package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The lines that servers in this process have printed: they alone tell when a client is in that nobody else can see.
 */
final class ServerLog extends OutputStream {
    private static final Set<String> LINES = new HashSet<>(); // guarded by itself

    private final PrintStream before;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private ServerLog(PrintStream before) {
        this.before = before;
    }

    static {
        synchronized (System.class) { // the proof of the steps runs tests of several stages at once
            System.setOut(new PrintStream(new ServerLog(System.out), true, UTF_8));
        }
    }

    /** Begins to listen. To be called before the server prints what is waited for. */
    static void open() {
        // the class is initialized now
    }

    static void await(String line, String probably) throws InterruptedException {
        long deadline = System.nanoTime() + TestClient.PATIENCE.toNanos();
        synchronized (LINES) {
            while (!LINES.contains(line)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError("the server should have printed \"" + line
                            + "\"\n  what it probably means: " + probably);
                }
                LINES.wait(left);
            }
        }
    }

    @Override
    public synchronized void write(int b) {
        before.write(b);
        if (b == '\n') {
            synchronized (LINES) {
                LINES.add(line.toString(UTF_8).stripTrailing());
                LINES.notifyAll();
            }
            line.reset();
        } else {
            line.write(b);
        }
    }
}
