package load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * A server with a thread for each client and as little else as can be, to see what a waiting thread takes: no history,
 * no notices, no policy, twice 256 bytes to read into. Not a chat server to use.
 *
 * <p>{@code java -cp … load.ThreadPerClient platform|virtual port}. It listens on the loopback address only.
 */
public final class ThreadPerClient {
    private static final byte[] GREETING = "[ENTER YOUR NAME]: ".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_LINE = 256;

    private final Set<OutputStream> room = ConcurrentHashMap.newKeySet();

    private void accept(ServerSocket listener, ThreadFactory threads) throws IOException {
        while (true) {
            Socket socket = listener.accept();
            threads.newThread(() -> serve(socket)).start();
        }
    }

    private void serve(Socket socket) {
        OutputStream out = null;
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), LONGEST_LINE);
            out = socket.getOutputStream();
            out.write(GREETING);
            var line = new byte[LONGEST_LINE];
            byte[] name = null;
            for (int length; (length = readLine(in, line)) > 0; ) {
                if (name == null) {
                    name = Arrays.copyOf(line, length - 1);
                    room.add(out);
                } else {
                    say(out, "[2026-11-20 15:48:41][%s]: %s".formatted(text(name, name.length), text(line, length)));
                }
            }
        } catch (IOException e) {
            // the client is gone, which is how all of them end
        } finally {
            if (out != null) {
                room.remove(out);
            }
        }
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** A line's length, with its newline; -1 at the end, and for one that is too long. */
    private static int readLine(InputStream in, byte[] line) throws IOException {
        for (int length = 0, next; length < line.length && (next = in.read()) >= 0; ) {
            line[length++] = (byte) next;
            if (next == '\n') {
                return length;
            }
        }
        return -1;
    }

    private void say(OutputStream except, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        for (OutputStream out : room) {
            if (out != except) {
                try {
                    out.write(bytes);
                } catch (IOException e) {
                    // its own thread sees it
                }
            }
        }
    }

    static void main(String[] args) throws IOException {
        ThreadFactory threads = switch (args[0]) {
            case "platform" -> Thread.ofPlatform().daemon().factory();
            case "virtual" -> Thread.ofVirtual().factory();
            default -> throw new IllegalArgumentException("platform or virtual, not " + args[0]);
        };
        try (var listener = new ServerSocket(Integer.parseInt(args[1]), 1000, InetAddress.getLoopbackAddress())) {
            new ThreadPerClient().accept(listener, threads);
        }
    }
}
