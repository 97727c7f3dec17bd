package chat;

import module java.base;

/** One connected client: its name, and streams from and to it. A reader and a writer are its threads; any may send. */
final class Client {
    private static final byte[] END = {}; // the last thing in an outbox

    private final BufferedReader in;
    private final OutputStream out;
    private final BlockingQueue<byte[]> outbox = new ArrayBlockingQueue<>(256);
    private String name; // null until the hub has let the client in; set by its own thread, before a room hears of it

    Client(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    String name() {
        return name;
    }

    void name(String name) {
        this.name = name;
    }

    /** The client's next line, without what ended it; null at the end of input. Waits for it. */
    String readLine() throws IOException {
        return in.readLine();
    }

    /** Puts the text into the outbox. Waits while the outbox is full. */
    void send(String text) throws InterruptedException {
        outbox.put(text.getBytes(StandardCharsets.UTF_8));
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
