package chat;

import module java.base;

/** One connected client: its name, and streams from and to it. A reader and a writer are its threads; any may send. */
final class Client {
    static final String TOO_LONG = new String("too long"); // stands for a line that is
    static final String TOO_SLOW = "too slow"; // why a client is disconnected

    /** Sets how long a read may wait, in milliseconds, as {@link java.net.Socket#setSoTimeout} does. */
    interface Timeout {
        void set(int milliseconds) throws IOException;
    }

    private final InputStream in;
    private final OutputStream out;
    private final Timeout timeout;
    private final int maxLine;
    private final Outbox outbox;
    private final AtomicReference<String> reason = new AtomicReference<>(); // why the server ends it; null: it doesn't
    private String name; // null until the hub has let the client in; set by its own thread, before a room hears of it
    private final byte[] input = new byte[2048]; // what was read at once, its reader's alone
    private int start; // of what is left of it
    private int end;
    private byte[] line = new byte[128]; // grows until it holds the longest, its reader's alone
    private boolean skipping; // the rest of a line that was too long

    /** A client without time-outs. */
    Client(InputStream in, OutputStream out) {
        this(in, out, new Outbox(Limits.DEFAULT, Limits.PATIENCE), Limits.DEFAULT.maxLine(), milliseconds -> { });
    }

    Client(InputStream in, OutputStream out, Outbox outbox, int maxLine, Timeout timeout) {
        this.in = in;
        this.out = out;
        this.outbox = outbox;
        this.maxLine = maxLine;
        this.timeout = timeout;
    }

    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    /** Why the server ends the client, in a word or two for the others; null if it doesn't. */
    String reason() {
        return reason.get();
    }

    /** The next line, without what ended it, or {@link #TOO_LONG}; null at the end. The deadline is a nanoTime. */
    String readLine(long deadline) throws IOException {
        int length = 0;
        while (start < end || fill(deadline)) {
            byte next = input[start++];
            if (next == '\n' && !skipping) {
                return text(length);
            } else if (next == '\n') {
                skipping = false;
            } else if (length > 4 * maxLine) { // more bytes than so many characters and a CR can have
                skipping = true;
                return TOO_LONG;
            } else if (!skipping) {
                line = length < line.length ? line : Arrays.copyOf(line, 2 * length);
                line[length++] = next;
            }
        }
        return length == 0 ? null : text(length); // the last line needs no newline
    }

    private boolean fill(long deadline) throws IOException {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException();
        }
        timeout.set((int) Math.min(left, Integer.MAX_VALUE));
        end = in.read(input);
        start = 0;
        return end > 0;
    }

    private String text(int length) {
        boolean crLf = length > 0 && line[length - 1] == '\r';
        String text = new String(line, 0, crLf ? length - 1 : length, StandardCharsets.UTF_8);
        return text.codePointCount(0, text.length()) > maxLine ? TOO_LONG : text;
    }

    /** Reads on until the client closes, or the deadline: to close first could destroy what it was sent. */
    void awaitClose(long deadline) throws IOException {
        while (fill(deadline)) {
            // It was on its way when the client was left.
        }
    }

    /** Sends the client a text, as {@link #send(Outbox.Lines)} does. */
    void send(String text) throws InterruptedException {
        send(Outbox.Lines.of(text));
    }

    /** Puts the lines into the outbox, or, if the client is too slow, breaks its connection; then this is false. */
    boolean send(Outbox.Lines lines) throws InterruptedException {
        if (outbox.add(lines)) {
            return true;
        }
        dismiss(TOO_SLOW, "");
        try {
            in.close(); // a socket's stream closes the socket: its reader sees that, and leaves
        } catch (IOException e) {
            // It is closed, then.
        }
        return false;
    }

    /** Ends the writer when it has written all that was sent so far. */
    void end() {
        outbox.close(Outbox.Lines.of(""));
    }

    /** Sends the client its last words, for this reason. The first reason counts. */
    void dismiss(String why, String words) {
        reason.compareAndSet(null, why);
        outbox.close(Outbox.Lines.of(words));
    }

    /** The writer's work, until the end of the outbox or of the connection. */
    void write() {
        try {
            for (byte[] text = outbox.take(); text != null; text = outbox.take()) {
                for (int from = 0; from < text.length; from += Limits.WRITE) {
                    int length = Math.min(text.length - from, Limits.WRITE);
                    outbox.write(length);
                    out.write(text, from, length);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone, or the server is closing.
        } finally {
            end(); // whatever has ended the writer: nobody need wait for this outbox
        }
    }
}
