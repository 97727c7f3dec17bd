package load;

import module java.base;

/**
 * A server with a thread for each client and as little else as can be, to see what a waiting thread takes: no history,
 * no notices, no policy. Not a chat server to use. It listens on the loopback address only.
 */
final class ThreadPerClient {
    private final Set<Socket> room = ConcurrentHashMap.newKeySet();

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write("[ENTER YOUR NAME]: ".getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            String name = readLine(in);
            if (name == null) { // whoever speaks would fail at this client, and be cut off
                return;
            }
            room.add(socket);
            for (String line; (line = readLine(in)) != null; ) {
                say(socket, "[2026-11-20 15:48:41][" + name + "]: " + line + "\n");
            }
        } catch (IOException e) {
            // the client is gone, which is how all of them end
        } finally {
            room.remove(socket);
        }
    }

    /** Byte by byte, as a Reader would hold a buffer for each client that waits. Null at the end of input. */
    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private void say(Socket except, String line) throws IOException {
        for (Socket socket : room) {
            if (socket != except) {
                socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** {@code port platform} or {@code port virtual}. */
    static void main(String[] args) throws IOException {
        ThreadFactory threads = args[1].equals("platform")
                ? Thread.ofPlatform().daemon().factory()
                : Thread.ofVirtual().factory();
        var server = new ThreadPerClient();
        try (var listener = new ServerSocket(Integer.parseInt(args[0]), 1000, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = listener.accept();
                threads.newThread(() -> server.serve(socket)).start();
            }
        }
    }
}
