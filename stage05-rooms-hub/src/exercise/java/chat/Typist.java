package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Somebody at a keyboard, without a network: a client of a hub that a check has made, so it knows all threads. It uses
 * the constructors of {@link Client} and {@link Session}, and no more of them.
 */
final class Typist implements AutoCloseable {
    private final String name;
    private final BlockingQueue<String> typed = new LinkedBlockingQueue<>();
    private final Gate screen = new Gate();
    private final Client client = new Client(new Keyboard(), screen);
    private final Thread reader;
    private Thread writer;
    private int seen; // lines of the screen

    private Typist(Hub hub, String name) {
        this.name = name;
        reader = Thread.startVirtualThread(() -> {
            try {
                new Session(name, client, hub).run();
            } catch (InterruptedException e) {
                // The check is over.
            }
        });
        type(name);
    }

    /** A client in the lobby. */
    static Typist join(Hub hub, String name) {
        var typist = joinStopped(hub, name);
        typist.readOn();
        typist.awaitLike("\\* (In lobby: .*|You are alone in lobby\\.)", "who gives a free name is let into the lobby");
        return typist;
    }

    /** A client in the lobby that reads nothing: its outbox fills, and nobody empties it until {@link #readOn}. */
    static Typist joinStopped(Hub hub, String name) {
        return new Typist(hub, name).awaitIdle();
    }

    void readOn() {
        writer = Thread.startVirtualThread(client::write);
    }

    Typist type(String line) {
        typed.add(line + "\n");
        return this;
    }

    /** Says so much in a room where somebody has stopped reading that its thread waits for that client, for ever. */
    void freeze(String room) {
        for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and an inbox
            type("/send " + room + " line " + i);
        }
        for (int i = 0; i < 300; i++) {
            await("* Sent to " + room + ".", "/send is answered when the line is in the room's inbox");
        }
    }

    /** The last line that was typed must make this client's reader wait for a room that stands still. */
    void awaitHeld(String probably) {
        if (!isHeld()) {
            throw failure("should wait for a room, but has done all that it was told", probably);
        }
    }

    /** Waits until the last line that was typed is done, or can't be. False if it is done, true if a room holds it. */
    boolean isHeld() {
        ThreadWatch.await(() -> typed.isEmpty() && (waitsIn(ChatRoom.class) || waitsIn(Keyboard.class)),
                () -> failure("is still busy with its last line", "it waits for a lock").getMessage());
        return waitsIn(ChatRoom.class);
    }

    private Typist awaitIdle() {
        ThreadWatch.await(() -> typed.isEmpty() && waitsIn(Keyboard.class),
                () -> failure("is still busy with its name", "who gives a free name is let in").getMessage());
        return this;
    }

    private boolean waitsIn(Class<?> type) {
        return reader.getState() == Thread.State.WAITING
                && Stream.of(reader.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(type.getName()));
    }

    /** The next line must be this one, where [time] stands for any time. */
    void expect(String expected, String probably) {
        String line = line(expected, probably);
        if (!line.equals(expected)) {
            throw failure("expected \"" + expected + "\", but got \"" + line + "\"", probably);
        }
    }

    /** Reads until this line. */
    void await(String expected, String probably) {
        while (!line(expected, probably).equals(expected)) {
            // something else came first
        }
    }

    /** Reads until a line that matches. */
    void awaitLike(String pattern, String probably) {
        while (!line(pattern, probably).matches(pattern)) {
            // something else came first
        }
    }

    private String line(String expected, String probably) {
        ThreadWatch.await(() -> lines().size() > seen || !reader.isAlive(),
                () -> failure("expected \"" + expected + "\", but nothing came", probably).getMessage());
        if (lines().size() == seen) {
            throw failure("expected \"" + expected + "\", but its reader has ended", probably);
        }
        return lines().get(seen++);
    }

    private List<String> lines() {
        String text = screen.text().replace(TestClient.PROMPT, "").replaceAll("(?m)^\\[[-0-9]+ [:0-9]+]", "[time]");
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private AssertionError failure(String what, String probably) {
        var where = Stream.of(reader.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("chat."))
                .limit(3)
                .map(frame -> "\n    " + frame)
                .collect(Collectors.joining("", "\n  where its reader is:", ""));
        var lines = lines();
        return new AssertionError(name + " " + what + "\n  what it probably means: " + probably
                + (waitsIn(Keyboard.class) ? "" : where)
                + "\n  the last lines that it got: " + lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    @Override
    public void close() {
        reader.interrupt();
        if (writer != null) {
            writer.interrupt();
        }
    }

    private final class Keyboard extends InputStream {
        @Override
        public int read(byte[] bytes, int from, int length) throws InterruptedIOException {
            try {
                byte[] line = typed.take().getBytes(UTF_8);
                System.arraycopy(line, 0, bytes, from, line.length); // there is room: a line is short
                return line.length;
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read in pieces");
        }
    }
}
