package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Reads lines, however long they are, in bounded memory and bounded time. For the client's reader alone. */
final class LineReader {
    /** A line had more characters than it may have. What is left of it will be skipped. */
    static final class TooLong extends Exception {
        TooLong(int maxLine) {
            super("That line is too long (" + maxLine + " characters at most) and was not sent.");
        }
    }

    /** Sets how long a read may wait, in milliseconds, as {@link java.net.Socket#setSoTimeout} does. */
    interface Timeout {
        void set(int milliseconds) throws IOException;
    }

    private final InputStream in;
    private final Timeout timeout;
    private final int maxLine;
    private byte[] buffer = new byte[128]; // grows with what comes at once, until it holds the longest line
    private int start; // of what was read and not returned yet
    private int end;
    private boolean skipping; // the rest of a line that was too long

    LineReader(InputStream in, Timeout timeout, int maxLine) {
        this.in = in;
        this.timeout = timeout;
        this.maxLine = maxLine;
    }

    /**
     * The next line, without what ended it and without control characters; null at the end of input.
     *
     * @throws SocketTimeoutException if it isn't there in time
     */
    String readLine(Duration within) throws IOException, TooLong {
        long deadline = System.nanoTime() + within.toNanos();
        int searched = start;
        while (true) {
            for (; searched < end; searched++) {
                if (buffer[searched] == '\n') {
                    int from = start;
                    start = searched + 1;
                    if (!skipping) {
                        return text(from, searched);
                    }
                    skipping = false;
                }
            }
            if (skipping) {
                start = end;
            } else if (end - start > 4 * maxLine + 1) { // more bytes than so many characters and a CR can have
                skipping = true;
                start = end;
                throw new TooLong(maxLine);
            }
            searched = makeRoom();
            if (!fill(deadline)) {
                if (skipping || start == end) {
                    return null;
                }
                int from = start;
                start = end;
                return text(from, end); // the last line needs no newline
            }
        }
    }

    /** Moves what isn't returned yet to the front, into a larger buffer if this one was full. Returns where it ends. */
    private int makeRoom() {
        byte[] from = buffer;
        if (end == buffer.length && buffer.length <= 4 * maxLine + 1) {
            buffer = new byte[2 * buffer.length];
        }
        System.arraycopy(from, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        return end;
    }

    private boolean fill(long deadline) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        timeout.set((int) Math.min(left, Integer.MAX_VALUE));
        int count = in.read(buffer, end, buffer.length - end);
        end += Math.max(count, 0);
        return count >= 0;
    }

    private String text(int from, int to) throws TooLong {
        boolean crLf = to > from && buffer[to - 1] == '\r';
        String text = new String(buffer, from, to - from - (crLf ? 1 : 0), UTF_8);
        if (text.length() > maxLine && text.codePointCount(0, text.length()) > maxLine) {
            throw new TooLong(maxLine);
        }
        var printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isISOControl(text.charAt(i))) {
                printable.append(text.charAt(i));
            }
        }
        return printable.toString();
    }
}
