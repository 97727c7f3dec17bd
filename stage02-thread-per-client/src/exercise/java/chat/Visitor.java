package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** A client that reads all that comes, in a thread of its own, and can be asked what it was. */
final class Visitor implements AutoCloseable {
    private final Socket socket;
    private final StringBuffer received = new StringBuffer();
    private volatile boolean ended;

    Visitor(ChatServer server) throws IOException {
        socket = new Socket(InetAddress.getByName("localhost"), server.port());
        Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try {
            var in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                received.append(new String(buffer, 0, n, UTF_8));
            }
        } catch (IOException e) {
            // reset, or closed by close()
        } finally {
            ended = true;
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    void endInput() throws IOException {
        socket.shutdownOutput();
    }

    /** Breaks the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** As the server prints it. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /** Whether it was asked for its name. */
    boolean isGreeted() {
        return received.indexOf(TestClient.PROMPT) >= 0;
    }

    /** Whether the server has closed the connection. */
    boolean isSentAway() {
        return ended;
    }

    String received() {
        return received.toString();
    }

    String quoted() {
        return received.isEmpty() ? "nothing" : "\"" + received().replace("\r", "\\r").replace("\n", "\\n")
                .replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
