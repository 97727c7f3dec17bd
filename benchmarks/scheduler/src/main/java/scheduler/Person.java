package scheduler;

import module java.base;
import com.sun.jdi.ObjectReference;

/**
 * A client at its terminal, as the server's threads are named after it. The tool types for it and reads for it, and
 * never waits for the server. One that came from elsewhere, with nc, has no terminal here.
 */
final class Person {
    private static final String PROMPT = "[ENTER YOUR NAME]: ";
    private static final int LONG = 60; // characters of a line that are shown

    final String name;
    private final SocketChannel channel; // null: it came from elsewhere
    private final int port;
    private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
    private final Deque<ByteBuffer> typed = new ArrayDeque<>(); // what the server has yet to take
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> screen = new ArrayList<>();
    private boolean prompted;
    private boolean suspended;
    private boolean closed; // by either side
    private long received;

    ObjectReference client; // what the server knows it by
    ObjectReference out; // the stream of the server that leads here
    long sent; // bytes that the server has begun to write
    int lines; // that it has typed; the end of input counts as one

    Person(String name, int server) throws IOException {
        this.name = name;
        channel = server == 0 ? null : SocketChannel.open();
        if (channel != null) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 16); // of one size, so that a paste fills it
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // its port is free again at once
            channel.connect(new InetSocketAddress("localhost", server));
            channel.configureBlocking(false);
        }
        port = channel == null ? 0 : channel.socket().getLocalPort();
    }

    /** Its own, by which the server knows it; 0: it came from elsewhere. */
    int port() {
        return port;
    }

    boolean isFromElsewhere() {
        return channel == null;
    }

    boolean isGone() {
        return closed;
    }

    void type(String text, int times) throws IOException {
        typed.add(ByteBuffer.wrap((text + "\n").repeat(times).getBytes(StandardCharsets.UTF_8)));
        lines += times;
        pump();
    }

    void suspend(boolean suspended) {
        this.suspended = suspended;
    }

    boolean isSuspended() {
        return suspended;
    }

    /** Ends the input, as Ctrl-D does. */
    void quit() throws IOException {
        pump();
        channel.shutdownOutput();
        lines++;
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // It is gone, then.
        }
    }

    /** What the screen shows, without times, and without the greeting. */
    List<String> screen() {
        return screen;
    }

    /** Whether there is more to come from what the server has sent so far. */
    boolean expects(boolean end) {
        return channel != null && !closed && !suspended && (!prompted || received < sent || end);
    }

    /** Hands over what was typed and shows what has come, as far as that goes without waiting. */
    void pump() throws IOException {
        if (channel == null || closed) {
            return;
        }
        try {
            while (!typed.isEmpty() && (channel.write(typed.peek()) > 0 || !typed.peek().hasRemaining())) {
                if (!typed.peek().hasRemaining()) {
                    typed.remove();
                }
            }
            while (!suspended && !closed) {
                int count = channel.read(input.clear());
                if (count <= 0) {
                    closed = count < 0;
                    break;
                }
                received += count;
                input.flip();
                while (input.hasRemaining()) {
                    show(input.get());
                }
            }
        } catch (IOException e) {
            closed = true; // a reset
        }
        if (closed) {
            screen.add("(closed)");
            close();
        }
    }

    private void show(byte next) {
        if (next != '\n') {
            line.write(next);
            if (line.size() != PROMPT.length() || !line.toString(StandardCharsets.UTF_8).equals(PROMPT)) {
                return;
            }
        }
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (prompted) {
            screen.add(shortened(text.replaceFirst("^\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]", "[time]")));
        }
        prompted |= text.equals(PROMPT);
    }

    static String shortened(String text) {
        return text.length() <= LONG ? text : text.substring(0, 20) + "… (" + text.length() + " characters)";
    }
}
