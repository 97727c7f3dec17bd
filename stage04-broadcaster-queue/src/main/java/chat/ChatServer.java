package chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ResourceBundle;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;

/** Accepts clients and gives each two virtual threads, a reader and a writer. All share one {@link ChatRoom}. */
public final class ChatServer implements AutoCloseable {
    private static final String NAME = ResourceBundle.getBundle("chat.stage").getString("name");
    private static final Pattern ADDRESS = Pattern.compile("(?:(?<host>.+):)?(?<port>\\d{1,5})");
    private static final String GREETING = """
              ___ _         _
             / __| |_  __ _| |_
            | (__| ' \\/ _` |  _|
             \\___|_||_\\__,_|\\__|
            Welcome to the chat!
            """;
    private static final String PROMPT = "[ENTER YOUR NAME]: ";

    private final ServerSocket listener = new ServerSocket();
    private final ChatRoom room = new ChatRoom();
    private final ExecutorService acceptor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private ChatServer(InetSocketAddress address) throws IOException {
        listener.bind(address);
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
            threads.execute(room);
            while (!Thread.currentThread().isInterrupted()) {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            IO.println("stopped listening: " + e.getMessage());
        }
    }

    private void serve(Socket socket) {
        String peer = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
        IO.println(peer + " connected");
        try (socket) {
            socket.setTcpNoDelay(true); // a line goes out at once
            var client = new Client(socket.getInputStream(), socket.getOutputStream());
            var writer = threads.submit(client::write);
            client.send(GREETING);
            try {
                IO.println(peer + " left: " + talk(peer, client));
            } catch (IOException e) {
                IO.println(peer + " left: " + e.getMessage());
            }
            room.leave(client); // in no finally: what interrupts this thread ends the one that would answer, too
            client.end();
            writer.get(); // before the socket is closed
        } catch (IOException | InterruptedException | ExecutionException | RejectedExecutionException e) {
            IO.println(peer + " left: the server is closing");
        }
    }

    /** Reads lines until the client leaves, and tells why it left. The first line that isn't blank is its name. */
    private String talk(String peer, Client client) throws IOException, InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            if (client.name() == null) {
                client.send(PROMPT);
            }
            String line = client.readLine();
            if (line == null) {
                return "end of input";
            } else if (line.equals("/quit")) {
                return line;
            } else if (line.isBlank()) {
                continue;
            } else if (client.name() != null) {
                room.say(client, line);
            } else if (room.join(client, line.strip())) {
                IO.println(peer + " is " + client.name());
            } else {
                client.send("* That name is taken.\n");
            }
        }
        return "the server is closing";
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
            String near = server.listener.getInetAddress().isAnyLocalAddress() ? "localhost" : host;
            IO.println(NAME + " listening on " + host + ":" + server.port() + ", port " + server.port()
                    + ". Try: nc " + near + " " + server.port());
            server.acceptor.close(); // waits for its end
        } catch (IOException e) {
            System.err.println(NAME + ": can't listen on " + host + ":" + port + ": " + e.getMessage());
            System.exit(1);
        }
    }
}
