package workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What comes out of a program or a connection, line by line. A thread of its own reads, so that the other side never
 * waits for us to read.
 */
final class Window {
    /** Stands among the lines for the end of the stream. */
    static final String END = "(the connection is closed)";

    final String name;
    final Socket socket; // null: the window of a program
    boolean any; // after `…`, until the next line that is shown matches
    boolean isFlooding;
    boolean hasReceived;
    private final Deque<String> past = new ArrayDeque<>(); // the last few lines, for the message of a failure

    private final Object news; // one for all windows of a replay: guards all below, and is told of every change
    private final Deque<String> arrived = new ArrayDeque<>();
    private final Map<String, String> seen = new HashMap<>(); // each line once: a flood takes little memory
    private boolean isStopped;

    Window(String name, Socket socket, InputStream in, Object news) {
        this.name = name;
        this.socket = socket;
        this.news = news;
        Thread.ofVirtual().start(() -> read(in));
    }

    private void read(InputStream in) {
        var unfinished = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        try {
            for (int n; (n = in.read(chunk)) >= 0; ) {
                synchronized (news) {
                    while (isStopped) {
                        news.wait();
                    }
                    add(chunk, n, unfinished);
                    news.notifyAll();
                }
            }
        } catch (IOException | InterruptedException e) {
            // A connection that is reset has ended, too.
        }
        synchronized (news) {
            if (unfinished.size() > 0) {
                addLine(unfinished.toString(UTF_8));
            }
            arrived.add(END);
            news.notifyAll();
        }
    }

    private void add(byte[] chunk, int n, ByteArrayOutputStream unfinished) {
        for (int i = 0; i < n; i++) {
            if (chunk[i] != '\n') {
                unfinished.write(chunk[i]);
            }
            boolean isPrompt = unfinished.size() == Session.PROMPT.length()
                    && unfinished.toString(UTF_8).equals(Session.PROMPT); // which has no newline
            if (chunk[i] == '\n' || isPrompt) {
                addLine(unfinished.toString(UTF_8));
                unfinished.reset();
            }
        }
    }

    private void addLine(String line) {
        arrived.add(seen.computeIfAbsent(line, same -> same));
    }

    /** Reads nothing more, as a program that is suspended, or goes on. */
    void stop(boolean isStopped) {
        synchronized (news) {
            this.isStopped = isStopped;
            news.notifyAll();
        }
    }

    /** The next line that nobody has taken yet; null if none comes in time. */
    String next(Duration patience) throws InterruptedException {
        synchronized (news) {
            await(patience, () -> !arrived.isEmpty());
            String line = arrived.poll();
            if (line != null) {
                hasReceived = true;
                past.addLast(line);
                if (past.size() > 6) {
                    past.removeFirst();
                }
            }
            return line;
        }
    }

    /** Puts the line back that was taken last. */
    void giveBack() {
        synchronized (news) {
            arrived.addFirst(past.removeLast());
        }
    }

    /** Whether a line that begins so has ever come. */
    boolean hasSeen(String beginning) {
        synchronized (news) {
            return seen.keySet().stream().anyMatch(line -> line.startsWith(beginning));
        }
    }

    /** Whether there is a line that nobody has taken yet. */
    boolean hasArrivals() {
        synchronized (news) {
            return !arrived.isEmpty();
        }
    }

    /** Whether it takes no lines, or sends a lot of them. */
    boolean isBusy() {
        synchronized (news) {
            return isStopped || isFlooding;
        }
    }

    /** Whether lines may have come that the page doesn't show. */
    boolean mayHaveMore() {
        return any || isBusy();
    }

    /** The last lines that were taken. */
    String past() {
        return "\nThe last lines in the window of " + name + ":\n    " + String.join("\n    ", past);
    }

    /** Waits until this is so; it is asked again whenever a window of this replay has news. */
    void await(Duration patience, BooleanSupplier isSo) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (news) {
            for (long left; !isSo.getAsBoolean() && (left = (deadline - System.nanoTime()) / 1_000_000) > 0; ) {
                news.wait(left);
            }
        }
    }
}
