package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * A client as a person at {@code nc} is one. It reads only when it is asked for a line, so one that isn't asked has
 * stopped reading. A failure says what was sent, what was waited for, what came, and what that probably means. For one
 * thread at a time.
 */
final class TestClient implements AutoCloseable {
    static final String PROMPT = "[ENTER YOUR NAME]: ";
    private static final String TIME = "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]";
    private static final String LET_IN = "a client that gives a free name is let in at once, and the server prints it; "
            + "it must not wait for a client that doesn't read, nor for a lock that is held so long";
    private static final Pattern ARRIVAL = Pattern.compile("\\* (In .*: .*|You are alone in .*\\.)");

    private final Socket socket = new Socket();
    private final Duration patience = patience();
    private final InputStream in;
    private final Deque<String> transcript = new ArrayDeque<>(); // the last few things, for the message of a failure
    private String who = "the client";

    private TestClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) patience.toMillis());
            var server = new InetSocketAddress(InetAddress.getByName("localhost"), port);
            socket.connect(server, (int) patience.toMillis());
            in = new BufferedInputStream(socket.getInputStream());
            transcript.add("connected");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long to wait for what must come. A test that passes waits less. On a slow machine: -Dpatience=60. */
    static Duration patience() {
        return Duration.ofSeconds(Integer.getInteger("patience", 20));
    }

    /** A server of this stage on a free port. */
    static ChatServer server() throws IOException {
        ServerLog.open();
        return ChatServer.start(new InetSocketAddress("localhost", 0));
    }

    static TestClient connect(int port) {
        return new TestClient(port, 0);
    }

    static TestClient connect(ChatServer server) {
        return connect(server.port());
    }

    /**
     * Connects with the smallest receive buffer there is, so that the server soon notices when the client doesn't read.
     */
    static TestClient connectWithSmallBuffer(int port) {
        return new TestClient(port, 1);
    }

    static TestClient connectWithSmallBuffer(ChatServer server) {
        return connectWithSmallBuffer(server.port());
    }

    /** Connects, gives a name, and waits until the server has let it in and each of the others has been told. */
    static TestClient join(ChatServer server, String name, TestClient... others) {
        return connect(server).join(name, others);
    }

    TestClient join(String name, TestClient... others) {
        name(name);
        try {
            String line = address() + " is " + name;
            if (!ServerLog.await(line)) {
                throw failure("the server to print \"" + line + "\"", "it printed no such line in " + seconds(), LET_IN);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted: the test took too long", e);
        }
        for (TestClient other : others) {
            other.expectJoined(name);
        }
        return this;
    }

    /** As the server prints it. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /** Reads the greeting and answers the prompt. */
    TestClient name(String name) {
        who = name;
        expectPrompt("every client is greeted and asked for its name as soon as it connects; "
                + "perhaps the thread that should do it is busy with another client");
        return send(name);
    }

    TestClient send(String line) {
        return sendRaw(line + "\n");
    }

    /** Sends just this, with no newline added. */
    TestClient sendRaw(String text) {
        note("sent", text);
        return sendRaw(text.getBytes(UTF_8));
    }

    TestClient sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new AssertionError(who + " can't send: " + e.getMessage()
                    + "\n  what it probably means: the server has closed the connection" + conversation());
        }
    }

    /**
     * Sends line after line on a thread of its own, until nothing more is taken. That thread, which is returned, waits in
     * a write until the server reads on or ends the connection.
     */
    Thread floodUntilStuck() {
        var sent = new AtomicInteger();
        var flood = Thread.ofPlatform().daemon().start(() -> {
            String lines = ("x".repeat(1000) + "\n").repeat(100);
            try {
                for (int i = 0; i < 1000; i++) { // 100 MB: more than all buffers on the way
                    sendRaw(lines);
                    sent.incrementAndGet();
                }
            } catch (AssertionError closed) {
                // as it should be
            }
        });
        ThreadWatch.awaitStuck(flood, sent);
        return flood;
    }

    /** Ends the input as {@code nc -N} does at Ctrl-D; the server can still send. */
    TestClient endInput() {
        try {
            note("sent", "(end of input)");
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection, as a crash does. */
    void reset() {
        try {
            note("sent", "(reset)");
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line, without its newline. */
    String line(String probably) {
        return line("a line", probably);
    }

    private String line(String expected, String probably) {
        var line = new ByteArrayOutputStream();
        for (int b = read(line, expected, probably); b != '\n'; b = read(line, expected, probably)) {
            line.write(b);
        }
        note("received", line.toString(UTF_8) + "\n");
        return line.toString(UTF_8);
    }

    /** The next line, of whatever kind, must be this one. */
    void expectExactly(String expected, String probably) {
        String line = line("\"" + expected + "\"", probably);
        if (!line.equals(expected)) {
            throw failure("\"" + expected + "\"", "got \"" + shortened(line) + "\"", probably);
        }
    }

    /** The next line must be this one. */
    void expect(String expected, String probably) {
        expectMatch(Pattern.quote(expected), "\"" + expected + "\"", probably);
    }

    /** The next line must be what somebody said, with any time. */
    void expectSaid(String name, String text, String probably) {
        expectMatch(said(name, text), "\"[time][" + name + "]: " + text + "\"", probably);
    }

    void expectJoined(String name) {
        expectMatch("\\* " + Pattern.quote(name) + " has joined (the chat|lobby)", "\"* " + name + " has joined …\"",
                "a join is told to everyone else, before anything that the newcomer says.\n"
                        + "    If what came is about somebody who was there before, the history has notices in it;\n"
                        + "    it should have lines of chat only");
    }

    void expectLeft(String name) {
        expectMatch("\\* " + Pattern.quote(name) + " has left (the chat|lobby)( \\(.*\\))?",
                "\"* " + name + " has left …\"", "however a client goes away, the others are told once");
    }

    /** Reads until somebody says this. */
    void awaitSaid(String name, String text, String probably) {
        while (!line("\"[time][" + name + "]: " + text + "\"", probably).matches(said(name, text))) {
            // something else came first
        }
    }

    /** Reads until this line. */
    void await(String expected, String probably) {
        while (!line("\"" + expected + "\"", probably).equals(expected)) {
            // something else came first
        }
    }

    /** Reads until the prompt, which has no newline. Returns what came before it. */
    String expectPrompt(String probably) {
        var text = new ByteArrayOutputStream();
        while (!text.toString(UTF_8).endsWith(PROMPT)) {
            text.write(read(text, "the prompt \"" + PROMPT + "\"", probably));
        }
        note("received", text.size() > 100 ? "(the greeting) " + PROMPT : text.toString(UTF_8));
        return text.toString(UTF_8).substring(0, text.size() - PROMPT.length());
    }

    /** Reads a few of the bytes that have come, if any have: no more than a client that reads at a trickle. */
    void trickle() throws IOException {
        in.readNBytes(Math.min(in.available(), 8));
    }

    /** How many bytes have come that nobody has read. Says nothing about those on their way. */
    int bytesWaiting() throws IOException {
        return in.available();
    }

    /** The server must close the connection, with nothing more to read. */
    void expectEnd(String probably) {
        try {
            int b = in.read();
            if (b >= 0) {
                throw failure("the end of the connection", "got \"" + shortened((char) b + rest()) + "\"", probably);
            }
        } catch (IOException e) {
            mustBeReset(e, probably);
        }
    }

    /** Reads until the server closes the connection. */
    void awaitEnd(String probably) {
        try {
            while (in.read() >= 0) {
                // whatever came before the end
            }
        } catch (IOException e) {
            mustBeReset(e, probably);
        }
    }

    private void mustBeReset(IOException end, String probably) {
        if (!"Connection reset".equals(end.getMessage())) {
            throw failure("the end of the connection", why(end, ""), probably);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(String name, String text) {
        return TIME + Pattern.quote("[" + name + "]: " + text);
    }

    /** From stage 5 on a newcomer is told who is there; only tests that ask for it by name see that line. */
    private void expectMatch(String pattern, String expected, String probably) {
        String line = line(expected, probably);
        while (ARRIVAL.matcher(line).matches() && !line.matches(pattern)) {
            line = line(expected, probably);
        }
        if (!line.matches(pattern)) {
            throw failure(expected, "got \"" + shortened(line) + "\"", probably);
        }
    }

    private int read(ByteArrayOutputStream soFar, String expected, String probably) {
        try {
            int b = in.read();
            if (b >= 0) {
                return b;
            }
            throw failure(expected, "the server closed the connection" + after(soFar.toString(UTF_8)), probably);
        } catch (IOException e) {
            throw failure(expected, why(e, soFar.toString(UTF_8)), probably);
        }
    }

    private void note(String direction, String text) {
        transcript.add(direction + " \"" + shortened(text) + "\"");
        if (transcript.size() > 10) {
            transcript.removeFirst();
        }
    }

    private String why(IOException e, String soFar) {
        return (e instanceof SocketTimeoutException ? "nothing came in " + seconds() : e.getMessage()) + after(soFar);
    }

    private String seconds() {
        return patience.toSeconds() == 1 ? "1 second" : patience.toSeconds() + " seconds";
    }

    private static String after(String soFar) {
        return soFar.isEmpty() ? "" : " after \"" + shortened(soFar) + "\"";
    }

    private AssertionError failure(String expected, String what, String probably) {
        return new AssertionError(who + " expected " + shortened(expected) + ", but " + what
                + "\n  what it probably means: " + probably + conversation());
    }

    private String conversation() {
        String rest = rest();
        if (!rest.isEmpty()) {
            note("received, but not read:", rest);
        }
        return "\n  the end of the conversation:\n    " + String.join("\n    ", transcript);
    }

    /** The beginning of what has come and isn't read yet. */
    private String rest() {
        try {
            return new String(in.readNBytes(Math.min(in.available(), 1000)), UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The beginning, with what a terminal would obey or not show as Java writes it. */
    private static String shortened(String text) {
        var shown = new StringBuilder();
        text.codePoints().limit(80).forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SPACE_SEPARATOR ->
                        shown.append(switch (c) {
                            case ' ' -> " ";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> "\\u%04x".formatted(c);
                        });
                default -> shown.appendCodePoint(c);
            }
        });
        return text.length() <= 80 ? shown.toString() : shown + "… (" + text.length() + " characters)";
    }
}
