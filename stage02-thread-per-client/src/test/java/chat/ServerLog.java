package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that servers in this process have printed: they alone tell when a client is in that nobody else can see.
 */
final class ServerLog extends OutputStream {
    private static final List<String> LINES = new ArrayList<>(); // guarded by itself; two may be alike

    private final PrintStream before;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private ServerLog(PrintStream before) {
        this.before = before;
    }

    static {
        System.setOut(new PrintStream(new ServerLog(System.out), true, UTF_8));
    }

    /** Begins to listen. To be called before the server prints what is waited for. */
    static void open() {
        // the class is initialized now
    }

    /** Waits for the line, and forgets it: another client may come from the same port. False if it doesn't come. */
    static boolean await(String line) throws InterruptedException {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        synchronized (LINES) {
            while (!LINES.remove(line)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                LINES.wait(left);
            }
            return true;
        }
    }

    /** Whether a line like this is there already, which nobody has waited for. */
    static boolean shows(String pattern) {
        synchronized (LINES) {
            return LINES.stream().anyMatch(line -> line.matches(pattern));
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        before.write(bytes, from, length);
        line.write(bytes, from, length);
        if (length > 0 && bytes[from + length - 1] == '\n') {
            synchronized (LINES) {
                line.toString(UTF_8).lines().map(String::stripTrailing).forEach(LINES::add);
                LINES.notifyAll();
            }
            line.reset();
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }
}
