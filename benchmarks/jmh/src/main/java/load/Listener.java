package load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A client over a blocking socket that reads when it is told to, as much as it is told to, and counts and checks what
 * it hears of one sender. For one thread at a time, but for {@link #messages()}.
 */
final class Listener implements AutoCloseable {
    private static final int MILLIS_TO_JOIN = 10_000;
    private static final int MILLIS_FOR_A_HELLO = 50;
    private static final int READ_AT_ONCE = 64 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;
    private static final String HELLO = "hello all";
    private static final Pattern MISSED = Pattern.compile("\\* You missed (\\d+) lines?\\.");
    private static final Pattern LEFT =
            Pattern.compile("\\* (?<who>\\S+) has left\\b[^(]*(\\((?<why>.*)\\))?.*");

    /** Somebody has left: when this was heard, and the reason that the server gave, or null. */
    record Departure(long at, String why) {}

    final String name;
    private final Socket socket = new Socket();
    private final Text text;
    private final byte[] input = new byte[LONGEST_LINE + READ_AT_ONCE];
    /** So many bytes at the start of the input belong to a line whose end has not come. */
    private int unfinished;
    private boolean greeted;
    private boolean heardHello;

    private final Arrivals arrivals = new Arrivals();
    private final Map<String, Departure> departures = new HashMap<>();
    private long bytes;
    private long missed;
    private long wrong;
    private String firstWrong;
    private volatile long messages;

    /** Connects and gives its name. It is on its way into the room then, but need not be there. */
    Listener(String name, int port, int receiveBuffer, Text text) throws IOException {
        this.name = name;
        this.text = text;
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer); // has to be before it connects
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(MILLIS_TO_JOIN);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS_TO_JOIN);
            while (!greeted) {
                if (read(READ_AT_ONCE) < 0) {
                    throw new IOException("the server doesn't ask " + name + " for a name");
                }
            }
            say(name + "\n");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void say(String words) throws IOException {
        byte[] encoded = words.getBytes(StandardCharsets.US_ASCII);
        say(encoded, encoded.length);
    }

    void say(byte[] words, int length) throws IOException {
        socket.getOutputStream().write(words, 0, length);
    }

    /** Says hello until the other one has heard it, so that both are in the room. */
    void greet(Listener other) throws IOException {
        long deadline = System.nanoTime() + MILLIS_TO_JOIN * 1_000_000L;
        other.socket.setSoTimeout(MILLIS_FOR_A_HELLO);
        while (!other.heardHello) {
            say(HELLO + "\n");
            try {
                if (other.read(READ_AT_ONCE) < 0 || System.nanoTime() > deadline) {
                    throw new IOException(other.name + " doesn't hear " + name);
                }
            } catch (SocketTimeoutException e) {
                // it came too early; the next one may not
            }
        }
        other.socket.setSoTimeout(0);
    }

    /** Waits for bytes, takes them, {@code atMost} so many, and tells how many they were; -1 at the end. */
    int read(int atMost) throws IOException {
        int read = socket.getInputStream().read(input, unfinished, Math.min(atMost, READ_AT_ONCE));
        if (read > 0) {
            bytes += read;
            takeLines(unfinished + read);
        }
        return read;
    }

    private void takeLines(int to) throws IOException {
        int start = 0;
        long heard = messages;
        while (start < to) {
            if (to - start >= text.lineLength() && text.matches(input, start)) {
                start += text.lineLength();
                heard++;
                check(Text.sequence(input, start));
                continue;
            }
            int newline = start;
            while (newline < to && input[newline] != '\n') {
                newline++;
            }
            String line = new String(input, start, newline - start, StandardCharsets.ISO_8859_1);
            if (newline < to) {
                other(line);
                start = newline + 1;
            } else if (!greeted && line.endsWith(Protocol.PROMPT)) {
                greeted = true;
                start = to;
            } else {
                break;
            }
        }
        unfinished = to - start;
        if (unfinished > LONGEST_LINE) {
            throw new IOException("a line without an end");
        }
        System.arraycopy(input, start, input, 0, unfinished);
        messages = heard;
    }

    private void check(int sequence) {
        switch (arrivals.arrived(sequence)) {
            case IN_ORDER, AFTER_GAP -> { } // what is missing is counted at the end
            case REORDERED, DOUBLED -> wrong("a line that came late or twice: " + sequence);
        }
    }

    private void other(String line) {
        var hasMissed = MISSED.matcher(line);
        var hasLeft = LEFT.matcher(line);
        if (hasMissed.matches()) {
            missed += Long.parseLong(hasMissed.group(1));
        } else if (hasLeft.matches()) {
            departures.putIfAbsent(hasLeft.group("who"), new Departure(System.nanoTime(), hasLeft.group("why")));
        } else if (line.endsWith(": " + HELLO)) {
            heardHello = true;
        } else if (heardHello && !Protocol.CHAT.isNotice(line)) { // before that, it is a greeting
            wrong("a line that nobody said: " + line);
        }
    }

    private void wrong(String what) {
        wrong++;
        firstWrong = firstWrong == null ? what : firstWrong;
    }

    /** How many of the sender's messages came. Any thread may ask. */
    long messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    /** How many lines the server told it that it missed. */
    long missed() {
        return missed;
    }

    /** How many messages are missing among those that came. */
    long lost() {
        return arrivals.lost(arrivals.due());
    }

    /** What came wrongly, in words; null if nothing did. */
    String flaw() {
        return wrong == 0 ? null : "%s got %d wrong lines, the first: %s".formatted(name, wrong, firstWrong);
    }

    /** What it was told of this one's leaving; null if nothing. */
    Departure departure(String who) {
        return departures.get(who);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
