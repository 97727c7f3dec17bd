package chat;

import module java.base;

/** Accepts clients and gives each two virtual threads, a reader and a writer. All share one chat. */
public final class ChatServer implements AutoCloseable {
    private static final String NAME = ResourceBundle.getBundle("chat.stage").getString("name");
    private static final String USAGE = "[USAGE]: java -jar " + NAME + ".jar [[host:]port]\n"
            + Limits.USAGE.indent(4).stripTrailing();
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<host>\\[.+]|[^:]+):)?(?<port>\\d{1,5})");

    private final ServerSocket listener = new ServerSocket();
    private final ExecutorService acceptor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Limits limits;
    private final Hub hub;
    private final Semaphore seats;
    private final Map<Client, Socket> clients = new ConcurrentHashMap<>(); // those that have a seat
    private final Client log = new Client(InputStream.nullInputStream(), System.out,
            new Outbox(Limits.LOG, Duration.ZERO), 0, milliseconds -> { }); // standard output may be slow, too
    private final Thread printer = Thread.ofPlatform().daemon().unstarted(log::write);

    private ChatServer(InetSocketAddress address, Limits limits) throws IOException {
        listener.bind(address, Limits.BACKLOG);
        this.limits = limits;
        hub = new Hub(threads, limits);
        seats = new Semaphore(limits.maxClients());
    }

    /** Starts a server with the default limits, as {@link #start(InetSocketAddress, Limits)} does. */
    public static ChatServer start(InetSocketAddress address) throws IOException {
        return start(address, Limits.DEFAULT);
    }

    /**
     * Starts a server, which listens when this returns. Port 0 takes any free port.
     *
     * @throws IOException if the address can't be listened on
     */
    static ChatServer start(InetSocketAddress address, Limits limits) throws IOException {
        var server = new ChatServer(address, limits);
        server.acceptor.submit(server::acceptClients);
        server.printer.start();
        return server;
    }

    /** The port that this server listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Says goodbye, writes what waits for the clients, for two seconds at the most, and ends all that it started. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.close(); // from now on nobody comes
            clients.keySet().forEach(it -> it.dismiss("the server is closing", "* The server is shutting down.\n"));
            clients.values().forEach(ChatServer::endInput);
            boolean gone = seats.tryAcquire(limits.maxClients(), Limits.FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            seats.release(gone ? limits.maxClients() : 0); // for whoever closes it again
            threads.shutdownNow(); // an interrupt: on a virtual thread it also closes the socket that it waits on
            threads.close();
            log.end();
            printer.join(Limits.LAST_LOOK);
        } catch (IOException | InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private Void acceptClients() throws InterruptedException {
        while (!listener.isClosed()) {
            acceptClient();
        }
        return null;
    }

    private void acceptClient() throws InterruptedException {
        try {
            Socket socket = listener.accept();
            String peer = Text.peer(socket);
            log.send(peer + " connected\n");
            var client = new Client(socket.getInputStream(), socket.getOutputStream(),
                    new Outbox(limits, Limits.PATIENCE), limits.maxLine(), socket::setSoTimeout);
            if (seats.tryAcquire()) {
                clients.put(client, socket);
                threads.execute(() -> serve(peer, socket, client));
            } else {
                log.send(peer + " left: the chat is full\n");
                new PrintStream(socket.getOutputStream()).append("* The chat is full, try again later.\n").close();
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                log.send("can't accept clients at the moment: " + e.getMessage() + "\n"); // no descriptors, say
                Thread.sleep(Limits.ACCEPT_PAUSE);
            }
        }
    }

    private void serve(String peer, Socket socket, Client client) {
        try (socket) {
            socket.setTcpNoDelay(true); // a line goes out at once
            socket.setSendBufferSize(Limits.WRITE);
            var writer = threads.submit(client::write);
            new Session(peer, client, hub, limits, log).run();
            writer.get(Limits.FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
            if (client.reason() != null && !listener.isClosed()) {
                socket.shutdownOutput();
                client.awaitClose(System.nanoTime() + Limits.LAST_LOOK.toNanos());
            }
        } catch (IOException | ExecutionException | TimeoutException | InterruptedException e) {
            // The connection has broken, its client reads nothing any more, or the server is closing.
        } finally {
            clients.remove(client);
            seats.release();
        }
    }

    /** The client's reader sees the end of input, and leaves. */
    private static void endInput(Socket socket) {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            // It has left already.
        }
    }

    /** Runs a server until the process is told to end. Exits with 2 on wrong arguments, with 1 if it can't listen. */
    public static void main(String[] args) {
        var options = Stream.of(args).filter(arg -> arg.startsWith("--")).toList();
        var addresses = Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
        var argument = ADDRESS.matcher(addresses.isEmpty() ? "localhost:8989" : addresses.getFirst());
        if (addresses.size() > 1 || !argument.matches() || Integer.parseInt(argument.group("port")) > 65535) {
            System.err.println(USAGE);
            System.exit(2);
        }
        String host = argument.group("host") == null ? "localhost" : argument.group("host");
        int port = Integer.parseInt(argument.group("port"));
        try (var server = start(new InetSocketAddress(host, port), Limits.parse(options))) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            boolean anywhere = server.listener.getInetAddress().isAnyLocalAddress();
            String near = anywhere ? "localhost" : host.replaceAll("[\\[\\]]", ""); // as nc takes it
            IO.println(NAME + " listening on " + host + ":" + server.port() + ", port " + server.port()
                    + ". Try: nc " + near + " " + server.port());
            server.acceptor.close(); // waits for its end
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + USAGE);
            System.exit(2);
        } catch (IOException e) {
            System.err.println(NAME + ": can't listen on " + host + ":" + port + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
