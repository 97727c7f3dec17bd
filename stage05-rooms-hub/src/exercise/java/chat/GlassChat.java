package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A chat without sockets: a hub, and guests who type lines and read them. Every thread in it is known, so a check can
 * see who waits, and a room can be made to stand still. It uses the constructors of {@link Hub}, {@link Client} and
 * {@link Session}, and no more of them.
 */
final class GlassChat implements AutoCloseable {
    private static final String PROMPT = "[ENTER YOUR NAME]: ";
    private static final Pattern TIME = Pattern.compile("^\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]");

    private final Map<String, Thread> rooms = new ConcurrentHashMap<>(); // the last of each name
    private final List<Guest> guests = new ArrayList<>(); // the check's thread's alone
    private final Hub hub;

    /** A chat in which each room has a thread. */
    GlassChat() {
        hub = new Hub(task -> {
            var thread = Thread.startVirtualThread(task);
            if (task instanceof ChatRoom room) {
                rooms.put(room.name(), thread);
            }
        });
    }

    /** A chat whose rooms run on these threads. */
    GlassChat(Executor threads) {
        hub = new Hub(threads);
    }

    /** A guest that is asked for its name. */
    Guest connect() {
        var guest = new Guest();
        guests.add(guest);
        guest.readOn();
        guest.awaitDone();
        guest.skipPrompt();
        return guest;
    }

    /** A guest in the lobby, which has read all that there was to read there. */
    Guest join(String name) {
        var guest = connect();
        guest.name = name;
        guest.send(name);
        guest.awaitLine("\\* (You are alone in lobby\\.|In lobby: .*)", "who gives a free name is let into the lobby");
        return guest;
    }

    /** A guest in the lobby that has stopped reading: nobody empties its outbox until {@link Guest#readOn}. */
    Guest joinStopped(String name) {
        var guest = new Guest();
        guests.add(guest);
        guest.name = name;
        guest.send(name).awaitDone();
        return guest;
    }

    /**
     * Others talk to the room that a stopped guest is in, until all that is said there from now on must wait: its
     * outbox is full before the room has handled these lines.
     */
    void freeze(String room, Guest talker) {
        for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and an inbox
            talker.send("/send " + room + " line " + i);
        }
        talker.awaitDone();
        talker.forget();
    }

    /** Waits until this room's thread waits for somebody's outbox. */
    void awaitFrozen(String room) {
        ThreadWatch.awaitStandstillIn(rooms.get(room), Client.class);
    }

    @Override
    public void close() {
        guests.forEach(guest -> guest.reader.interrupt());
        guests.stream().flatMap(guest -> guest.writer.stream()).forEach(Thread::interrupt);
        rooms.values().forEach(Thread::interrupt);
    }

    /** Somebody at a keyboard. */
    final class Guest {
        private final Keyboard in = new Keyboard();
        private final Screen out = new Screen();
        private final Client client = new Client(in, out);
        private final Deque<String> transcript = new ArrayDeque<>(); // the last few things, for a failure's message
        private final List<Thread> writer = new ArrayList<>(); // one, or none
        private final Thread reader = Thread.startVirtualThread(() -> {
            try {
                new Session("guest", client, hub).run();
            } catch (InterruptedException e) {
                // The check is over.
            } catch (RuntimeException e) {
                death = e;
            }
        });
        private volatile RuntimeException death; // what ended the reader
        private String name = "a newcomer";

        /** Reads again. */
        void readOn() {
            writer.add(Thread.startVirtualThread(client::write));
        }

        Guest send(String line) {
            note("sent", line);
            in.type(line + "\n");
            return this;
        }

        /** Waits until the reader has done all that was sent, and waits for more. */
        void awaitDone() {
            ThreadWatch.await(() -> in.isDone() || !reader.isAlive(), () -> name + "'s reader is still busy with \""
                    + transcript.peekLast() + "\"" + where(reader));
            if (!reader.isAlive()) {
                throw failure(name + "'s reader has ended", "an exception ended it, see the output");
            }
        }

        /** Waits until the reader waits for a room, which must be one that stands still. */
        void awaitHeld(String probably) {
            ThreadWatch.await(() -> in.isDone() || waitsIn(ChatRoom.class),
                    () -> name + "'s reader should wait for a room with " + transcript.peekLast() + where(reader));
            if (in.isDone()) {
                line("an answer", probably); // into the transcript
                throw failure(name + "'s reader should wait for a room that stands still, but has done all it was sent",
                        probably);
            }
        }

        /** Waits until the reader waits for a room, or has done all that was sent. */
        void awaitHeldOrDone() {
            ThreadWatch.await(() -> in.isDone() || waitsIn(ChatRoom.class), () -> name + "'s reader is still busy with "
                    + transcript.peekLast() + where(reader));
        }

        private boolean waitsIn(Class<?> type) {
            return reader.getState() == Thread.State.WAITING && Stream.of(reader.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(type.getName()));
        }

        /** The next line must be this one; in a line of chat, the time is [time]. */
        void expect(String expected, String probably) {
            String line = line("\"" + expected + "\"", probably);
            if (!line.equals(expected)) {
                throw failure("expected \"" + expected + "\", but got \"" + line + "\"", probably);
            }
        }

        /** Reads until this line. */
        void await(String expected, String probably) {
            while (!line("\"" + expected + "\"", probably).equals(expected)) {
                // something else came first
            }
        }

        /** Reads until a line that matches. */
        void awaitLine(String pattern, String probably) {
            while (!line("a line like " + pattern, probably).matches(pattern)) {
                // something else came first
            }
        }

        private String line(String expected, String probably) {
            try {
                ThreadWatch.await(() -> out.hasLine() || death != null, () -> "nothing");
            } catch (AssertionError e) {
                throw failure(name + " waited for " + expected + ", and nothing came." + where(reader), probably);
            }
            if (death != null && !out.hasLine()) {
                throw failure(name + " waited for " + expected + ", but an exception has ended its reader: " + death,
                        probably);
            }
            String line = TIME.matcher(out.line().replace(PROMPT, "")).replaceFirst("[time]");
            note("received", line);
            return line;
        }

        private void skipPrompt() {
            ThreadWatch.await(() -> out.text().endsWith(PROMPT), () -> "no prompt came, but " + out.text());
            out.clear();
        }

        /** What has come so far needs no reading. */
        void forget() {
            send("/rooms");
            awaitLine("\\* Rooms: .*", "/rooms is answered");
            transcript.clear();
            note("sent", "line after line, and read the answers");
        }

        private void note(String direction, String line) {
            transcript.add(direction + " \"" + line + "\"");
            if (transcript.size() > 20) {
                transcript.removeFirst();
            }
        }

        private AssertionError failure(String what, String probably) {
            return new AssertionError(what + "\n  what it probably means: " + probably + "\n  the last that " + name
                    + " sent and received:\n    " + String.join("\n    ", transcript));
        }
    }

    /** The nearest frames of this package, if the thread waits. */
    static String where(Thread thread) {
        var frames = Stream.of(thread.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("chat."))
                .limit(4)
                .map(frame -> "\n    at " + frame)
                .toList();
        return frames.isEmpty() ? "" : "\n  where its thread is:" + String.join("", frames);
    }

    /** What a guest types. Knows whether somebody waits for more. */
    private static final class Keyboard extends InputStream {
        private final Deque<byte[]> typed = new ArrayDeque<>(); // guarded by this
        private boolean waiting; // guarded by this

        synchronized void type(String text) {
            typed.add(text.getBytes(UTF_8));
            waiting = false;
            notifyAll();
        }

        synchronized boolean isDone() {
            return waiting;
        }

        @Override
        public synchronized int read(byte[] bytes, int from, int length) {
            try {
                while (typed.isEmpty()) {
                    waiting = true;
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
            byte[] next = typed.remove();
            System.arraycopy(next, 0, bytes, from, next.length); // a line is short
            return next.length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("it is read in pieces");
        }
    }

    /** What a guest sees. */
    private static final class Screen extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(); // guarded by this

        @Override
        public synchronized void write(byte[] text, int from, int length) {
            bytes.write(text, from, length);
        }

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
        }

        synchronized String text() {
            return bytes.toString(UTF_8);
        }

        synchronized boolean hasLine() {
            return text().contains("\n");
        }

        synchronized String line() {
            String[] text = text().split("\n", 2);
            bytes.reset();
            bytes.writeBytes(text[1].getBytes(UTF_8));
            return text[0];
        }

        synchronized void clear() {
            bytes.reset();
        }
    }
}
