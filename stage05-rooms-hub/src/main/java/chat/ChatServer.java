package chat;

import module java.base;

/** Accepts clients and gives each two virtual threads, a reader and a writer. All share one chat. */
public final class ChatServer implements AutoCloseable {
    private static final String NAME = ResourceBundle.getBundle("chat.stage").getString("name");
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<host>\\[.+]|[^:]+):)?(?<port>\\d{1,5})");

    private final ServerSocket listener = new ServerSocket();
    private final ExecutorService acceptor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Hub hub;

    private ChatServer(InetSocketAddress address) throws IOException {
        listener.bind(address);
        hub = new Hub(threads);
    }

    /**
     * Starts a server, which listens when this returns. Port 0 takes any free port.
     *
     * @throws IOException if the address can't be listened on
     */
    public static ChatServer start(InetSocketAddress address) throws IOException {
        var server = new ChatServer(address);
        server.acceptor.execute(server::acceptClients);
        return server;
    }

    /** The port that this server listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Ends every client's connection and every thread that this server started; returns when the last has ended. */
    @Override
    public void close() {
        acceptor.shutdownNow(); // an interrupt: on a virtual thread it also closes the socket that the thread waits on
        acceptor.close();
    }

    private void acceptClients() {
        try (listener; threads) { // interrupted, it interrupts all the threads, and waits for them
            while (!Thread.currentThread().isInterrupted()) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            IO.println("stopped listening: " + e.getMessage());
        }
    }

    private void serve(Socket socket) {
        String peer = Text.peer(socket);
        IO.println(peer + " connected");
        try (socket) {
            socket.setTcpNoDelay(true); // a line goes out at once
            var client = new Client(socket.getInputStream(), socket.getOutputStream());
            var writer = threads.submit(client::write);
            IO.println(peer + " left: " + new Session(peer, client, hub).run());
            writer.get(); // before the socket is closed
        } catch (IOException | InterruptedException | ExecutionException | RejectedExecutionException e) {
            IO.println(peer + " left: the server is closing");
        }
    }

    /** Runs a server until the process is told to end. Exits with 2 on wrong arguments, with 1 if it can't listen. */
    public static void main(String[] args) {
        var argument = ADDRESS.matcher(args.length == 0 ? "localhost:8989" : args[0]);
        if (args.length > 1 || !argument.matches() || Integer.parseInt(argument.group("port")) > 65535) {
            System.err.println("[USAGE]: java -jar " + NAME + ".jar [[host:]port]");
            System.exit(2);
        }
        String host = argument.group("host") == null ? "localhost" : argument.group("host");
        int port = Integer.parseInt(argument.group("port"));
        try (var server = start(new InetSocketAddress(host, port))) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            boolean anywhere = server.listener.getInetAddress().isAnyLocalAddress();
            String near = anywhere ? "localhost" : host.replaceAll("[\\[\\]]", ""); // as nc takes it
            IO.println(NAME + " listening on " + host + ":" + server.port() + ", port " + server.port()
                    + ". Try: nc " + near + " " + server.port());
            server.acceptor.close(); // waits for its end
        } catch (IOException e) {
            System.err.println(NAME + ": can't listen on " + host + ":" + port + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
