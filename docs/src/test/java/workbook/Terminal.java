package workbook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What comes out of a stream, line by line. A thread of its own reads, so that nobody waits because we don't look. */
final class Terminal {
    /** Stands among the lines for the end of the stream. */
    static final String END = "(the connection is closed)";

    private final Object news; // one for all terminals of a replay: guards all below, and is told of every change
    private final Deque<String> arrived = new ArrayDeque<>();
    private final Map<String, String> seen = new HashMap<>(); // each line once: a flood takes little memory
    private boolean isStopped;

    Terminal(InputStream in, Object news) {
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
        } catch (IOException e) {
            // A connection that is reset has ended, too.
        } catch (InterruptedException e) {
            return; // nobody does that
        }
        synchronized (news) {
            if (unfinished.size() > 0) {
                addLine(unfinished.toString(StandardCharsets.UTF_8));
            }
            arrived.add(END);
            news.notifyAll();
        }
    }

    private void add(byte[] chunk, int n, ByteArrayOutputStream unfinished) {
        for (int i = 0; i < n; i++) {
            if (chunk[i] == '\n') {
                addLine(unfinished.toString(StandardCharsets.UTF_8));
                unfinished.reset();
            } else {
                unfinished.write(chunk[i]);
            }
        }
        if (unfinished.size() == Session.PROMPT.length()
                && unfinished.toString(StandardCharsets.UTF_8).equals(Session.PROMPT)) {
            addLine(Session.PROMPT);
            unfinished.reset();
        }
    }

    private void addLine(String line) {
        if (line.startsWith(Session.PROMPT)) { // which has no newline
            arrived.add(Session.PROMPT);
            if (line.length() > Session.PROMPT.length()) {
                addLine(line.substring(Session.PROMPT.length()));
            }
        } else {
            arrived.add(seen.computeIfAbsent(line, same -> same));
        }
    }

    void stop(boolean isStopped) {
        synchronized (news) {
            this.isStopped = isStopped;
            news.notifyAll();
        }
    }

    /** The next line that nobody has taken yet; null if none comes in time. */
    String poll(Duration patience) throws InterruptedException {
        synchronized (news) {
            await(news, patience, () -> !arrived.isEmpty());
            return arrived.poll();
        }
    }

    /** Puts a line back that was taken. */
    void giveBack(String line) {
        synchronized (news) {
            arrived.addFirst(line);
        }
    }

    /** Whether this line has ever come. */
    boolean hasSeen(String line) {
        synchronized (news) {
            return seen.containsKey(line);
        }
    }

    /** Whether there is a line that nobody has taken yet. */
    boolean hasArrivals() {
        synchronized (news) {
            return !arrived.isEmpty();
        }
    }

    /** Waits until it is so; returns whether it is. To be called with the lock on {@code news}. */
    static boolean await(Object news, Duration patience, BooleanSupplier isSo) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isSo.getAsBoolean()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            news.wait(left);
        }
        return true;
    }
}
