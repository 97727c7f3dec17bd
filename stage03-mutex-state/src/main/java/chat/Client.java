package chat;

import module java.base;

/** One connected client: its name, and streams from and to it. Its own thread reads; any thread may send. */
final class Client {
    private final BufferedReader in;
    private final OutputStream out;
    private String name; // null until a room has let the client in; its own thread's alone

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

    /** Writes the text in one piece, so that lines of two senders don't mix. Waits while the client doesn't read. */
    void send(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The client is gone. That is not the sender's business: the client's own thread sees it and leaves.
        }
    }
}
