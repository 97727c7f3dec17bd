package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * One connected client: its name, the lines it sends, and the way out to it. It is made of streams, so that it works
 * without a network too. Its own thread reads, its writer thread writes, any thread may send.
 */
final class Client {
    private final InputStream in;
    private final OutputStream out;
    private final LineReader lines;
    private final Outbox outbox;
    private final AtomicReference<String> reason = new AtomicReference<>(); // why it has to go; null if it hasn't
    private String name; // null until a room has let the client in; set by the room's thread, before it answers
    private ChatRoom room; // its reader's alone

    /** A client without time-outs. */
    Client(InputStream in, OutputStream out) {
        this(in, out, milliseconds -> { }, Limits.DEFAULT);
    }

    Client(InputStream in, OutputStream out, LineReader.Timeout timeout, Limits limits) {
        this.in = in;
        this.out = out;
        this.lines = new LineReader(in, timeout, limits.maxLine());
        this.outbox = new Outbox(limits);
    }

    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    /** The room that the client is in, or is on the way to. */
    ChatRoom room() {
        return room;
    }

    void room(ChatRoom room) {
        this.room = room;
    }

    /** Why the client has to go, in a word or two for the others; null if it goes by itself. */
    String reason() {
        return reason.get();
    }

    /** The first reason counts. */
    void reason(String reason) {
        this.reason.compareAndSet(null, reason);
    }

    /** The client's next line, as {@link LineReader#readLine} has it. */
    String readLine(Duration within) throws IOException, LineReader.TooLong {
        return lines.readLine(within);
    }

    /** Puts a line into the outbox, as {@link #send(List)} does. */
    void send(String line) throws InterruptedException {
        send(List.of(line.getBytes(UTF_8)));
    }

    /** Puts lines into the outbox, as {@link #add} does. A client that is too slow for them is disconnected. */
    void send(List<byte[]> lines) throws InterruptedException {
        if (!add(lines)) {
            disconnect("too slow");
        }
    }

    /** Puts lines into the outbox, as {@link Outbox#add} has it. */
    boolean add(List<byte[]> lines) throws InterruptedException {
        return outbox.add(lines);
    }

    /** Ends the writer when it has written all that was sent so far, and these last lines. Never waits. */
    void end(String... last) {
        outbox.close(Stream.of(last).map(line -> line.getBytes(UTF_8)).toList());
    }

    /** Cuts the connection off at once: the client's reader will see it and leave. */
    void disconnect(String reason) {
        reason(reason);
        end();
        try {
            in.close(); // a socket's stream closes the socket
        } catch (IOException e) {
            // It is closed, then.
        }
    }

    /** The writer's work: all that waits in one write, until the end of the outbox or of the connection. */
    void write() {
        try {
            for (byte[] text = outbox.take(); text != null; text = outbox.take()) {
                out.write(text);
            }
        } catch (IOException | InterruptedException e) {
            end(); // the client is gone, or the server is closing: nobody need wait for this outbox
        }
    }
}
