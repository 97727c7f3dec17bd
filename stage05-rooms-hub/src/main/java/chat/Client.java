package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One connected client: its name, the lines it sends, and the way out to it. It is made of streams, so that it works
 * without a network too. Its own thread reads, its writer thread writes, any thread may send.
 */
final class Client {
    private static final byte[] END = {}; // the last thing in an outbox

    private final BufferedReader in;
    private final OutputStream out;
    private final BlockingQueue<byte[]> outbox = new ArrayBlockingQueue<>(256);
    private String name; // null until a room has let the client in; set by the room's thread, before it answers
    private ChatRoom room; // its reader's alone

    Client(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
        this.out = out;
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

    /** The client's next line, without what ended it; null at the end of input. Waits for it. */
    String readLine() throws IOException {
        return in.readLine();
    }

    /** Puts the text into the outbox. Waits while the outbox is full. */
    void send(String text) throws InterruptedException {
        outbox.put(text.getBytes(UTF_8));
    }

    /** Ends the writer when it has written all that was sent so far. */
    void end() throws InterruptedException {
        outbox.put(END);
    }

    /** The writer's work, until the end of the outbox or an interrupt. */
    void write() {
        try {
            for (byte[] text = outbox.take(); text != END; text = outbox.take()) {
                try {
                    out.write(text);
                } catch (IOException e) {
                    // The client is gone. Its reader sees it and leaves; until then, somebody must empty the outbox.
                }
            }
        } catch (InterruptedException e) {
            // The server is closing.
        }
    }
}
