package load;

import module java.base;

/**
 * Little more than the least that a chat server can do: one thread reads all that waits, encodes each message
 * once into one shared batch, and hands the batch to every client in one write. No history, no notices, no check of
 * names, no policy, no other thread: not a chat server to use, but the mark that the others are measured by.
 * It listens on the loopback address only.
 */
final class Floor {
    private static final byte[] GREETING = "floor\n[ENTER YOUR NAME]: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("'['uuuu-MM-dd HH:mm:ss']['", Locale.ROOT);
    private static final int BATCH = 1 << 20;
    private static final int LONGEST_LINE = 64 * 1024;
    /** A client that has this much waiting has stopped for good, and is let go. */
    private static final int LARGEST_BACKLOG = 16 << 20;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final List<Client> room = new ArrayList<>();
    private final byte[] input = new byte[2 * LONGEST_LINE];
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH);
    private byte[] stamp = {};
    private long stampSecond;

    private Floor(int port) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    private void run() throws IOException {
        while (true) {
            selector.select(this::ready);
            deliver();
        }
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        var client = (Client) key.attachment();
        try {
            if (key.isWritable()) {
                client.writeBacklog();
            }
            if (key.isReadable()) {
                read(client);
            }
        } catch (IOException gone) {
            drop(client);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel; (channel = listener.accept()) != null; ) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var client = new Client(channel);
                client.key = channel.register(selector, SelectionKey.OP_READ, client);
                client.write(ByteBuffer.wrap(GREETING));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // no descriptor is left, say: there is nothing to measure then
        }
    }

    private void read(Client client) throws IOException {
        int from = client.unfinished.length;
        System.arraycopy(client.unfinished, 0, input, 0, from);
        int read = client.channel.read(ByteBuffer.wrap(input, from, LONGEST_LINE));
        int to = from + read;
        int start = 0;
        for (int i = from; i < to; i++) {
            if (input[i] == '\n') {
                line(client, start, i);
                start = i + 1;
            }
        }
        if (read < 0 || to - start >= LONGEST_LINE) {
            throw new IOException("the end, or a line without one");
        }
        client.unfinished = Arrays.copyOfRange(input, start, to);
    }

    private void line(Client client, int from, int to) {
        if (client.nameAndColon == null) {
            client.nameAndColon = (new String(input, from, to - from, StandardCharsets.UTF_8) + "]: ")
                    .getBytes(StandardCharsets.UTF_8);
            room.add(client);
            return;
        }
        byte[] time = stamp();
        if (batch.remaining() < time.length + client.nameAndColon.length + to - from + 1) {
            deliver();
        }
        int start = batch.position();
        batch.put(time).put(client.nameAndColon).put(input, from, to - from).put((byte) '\n');
        client.own.add(new Part(start, batch.position()));
    }

    /** The batch to everyone, in one write each, and without their own lines to those who spoke. */
    private void deliver() {
        if (batch.position() == 0) {
            return;
        }
        int length = batch.flip().limit();
        for (Client client : List.copyOf(room)) {
            try {
                client.write(client.own.isEmpty() ? batch : client.withoutOwn(batch));
            } catch (IOException gone) {
                drop(client);
            }
            batch.limit(length).position(0);
        }
        batch.clear();
    }

    private void drop(Client client) {
        room.remove(client);
        try {
            client.channel.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    /** The time, formatted once a second. */
    private byte[] stamp() {
        long second = System.currentTimeMillis() / 1000;
        if (second != stampSecond) {
            stampSecond = second;
            stamp = LocalDateTime.now().format(STAMP).getBytes(StandardCharsets.US_ASCII);
        }
        return stamp;
    }

    /** From byte {@code start} of the batch to byte {@code end}, exclusive. */
    private record Part(int start, int end) {}

    /** A connected client; the selector's thread alone touches it. */
    private static final class Client {
        private final SocketChannel channel;
        /** Where in the batch its own lines stand, in order. */
        private final List<Part> own = new ArrayList<>();
        private SelectionKey key;
        /** Null until it has said its name. */
        private byte[] nameAndColon;
        private byte[] unfinished = NOTHING;
        /** What the socket did not take yet, ready to be written. */
        private ByteBuffer backlog = ByteBuffer.wrap(NOTHING);

        private Client(SocketChannel channel) {
            this.channel = channel;
        }

        private void write(ByteBuffer bytes) throws IOException {
            if (!backlog.hasRemaining()) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining()) {
                int waiting = backlog.remaining() + bytes.remaining();
                if (waiting > LARGEST_BACKLOG) {
                    throw new IOException("stopped reading");
                }
                if (backlog.capacity() - backlog.limit() < bytes.remaining()) {
                    backlog = ByteBuffer.allocate(2 * waiting).put(backlog).flip();
                }
                int end = backlog.limit();
                backlog.limit(end + bytes.remaining()).put(end, bytes, bytes.position(), bytes.remaining());
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        }

        private void writeBacklog() throws IOException {
            channel.write(backlog);
            if (!backlog.hasRemaining()) {
                backlog = ByteBuffer.wrap(NOTHING);
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        private ByteBuffer withoutOwn(ByteBuffer batch) {
            var others = ByteBuffer.allocate(batch.limit());
            int from = 0;
            for (Part part : own) {
                others.put(batch.slice(from, part.start - from));
                from = part.end;
            }
            others.put(batch.slice(from, batch.limit() - from));
            own.clear();
            return others.flip();
        }
    }

    /** The port is the only argument. */
    static void main(String[] args) throws IOException {
        new Floor(Integer.parseInt(args[0])).run();
    }
}
