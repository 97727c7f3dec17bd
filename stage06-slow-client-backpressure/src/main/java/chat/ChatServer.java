package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Accepts clients and gives each two virtual threads, a reader and a writer. All share one {@link Hub}. */
public final class ChatServer implements AutoCloseable {
    private static final String NAME = ResourceBundle.getBundle("chat.stage").getString("name");
    private static final String USAGE = "[USAGE]: java -jar " + NAME + ".jar [[host:]port]\n"
            + Limits.USAGE.indent(4).stripTrailing();
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
    private final ExecutorService acceptor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Limits limits;
    private final Hub hub;
    private final Semaphore seats;
    private final Semaphore lastLooks = new Semaphore(Limits.LAST_LOOKS);
    private final Map<Client, Socket> clients = new ConcurrentHashMap<>(); // those that have a seat

    private ChatServer(InetSocketAddress address, Limits limits) throws IOException {
        this.limits = limits;
        this.seats = new Semaphore(limits.maxClients());
        listener.bind(address, Limits.BACKLOG);
        hub = new Hub(threads, limits);
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
        server.acceptor.execute(server::acceptClients);
        return server;
    }

    /** The port that this server listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Tells the clients, writes what waits for them, for two seconds at the most, ends every connection and every
     * thread that this server started, and returns when the last has ended.
     */
    @Override
    public void close() {
        acceptor.shutdownNow(); // an interrupt: on a virtual thread it also closes the socket that the thread waits on
        acceptor.close();
    }

    private void acceptClients() {
        try (listener; threads) { // interrupted, it interrupts all the threads, and waits for them
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    Socket socket = accept();
                    threads.execute(() -> serve(socket));
                }
            } finally {
                try {
                    sayGoodbye();
                } finally {
                    Thread.currentThread().interrupt();
                }
            }
        } catch (IOException | InterruptedException e) {
            IO.println("stopped listening: " + e.getMessage());
        }
    }

    /** The next client. When there are no means for one, such as a file descriptor, says so once and waits for them. */
    private Socket accept() throws IOException, InterruptedException {
        for (boolean said = false; ; said = true) {
            try {
                return listener.accept();
            } catch (IOException e) {
                if (listener.isClosed()) {
                    throw e;
                } else if (!said) {
                    IO.println("can't accept clients at the moment: " + e.getMessage());
                }
                Thread.sleep(Limits.ACCEPT_PAUSE);
            }
        }
    }

    /** Tells all clients, ends their input, and waits until each has what was sent to it and is gone, or time is up. */
    private void sayGoodbye() throws IOException, InterruptedException {
        listener.close();
        Thread.interrupted(); // that is what we are seeing to
        clients.keySet().forEach(ChatServer::sayGoodbye);
        clients.values().forEach(ChatServer::endInput);
        seats.tryAcquire(limits.maxClients(), Limits.FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void sayGoodbye(Client client) {
        client.end("* The server is shutting down.\n");
    }

    /** The client's reader sees the end of input, and leaves. */
    private static void endInput(Socket socket) {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            // It has left already.
        }
    }

    private void serve(Socket socket) {
        String peer = socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
        IO.println(peer + " connected");
        try (socket) {
            socket.setTcpNoDelay(true); // a line goes out at once
            socket.setSendBufferSize(Limits.WRITE);
            if (seats.tryAcquire()) {
                try {
                    host(peer, socket);
                } finally {
                    seats.release();
                }
            } else {
                socket.getOutputStream().write("* The chat is full, try again later.\n".getBytes(UTF_8));
                IO.println(peer + " left: the chat is full");
            }
            if (lastLooks.tryAcquire()) {
                try {
                    awaitClose(socket);
                } finally {
                    lastLooks.release();
                }
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            // The connection has broken, or its client reads nothing any more.
        } catch (InterruptedException | RejectedExecutionException e) {
            IO.println(peer + " left: the server is closing");
        }
    }

    private void host(String peer, Socket socket)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        var client = new Client(socket.getInputStream(), socket.getOutputStream(), socket::setSoTimeout, limits);
        var writer = threads.submit(client::write);
        clients.put(client, socket);
        try {
            if (listener.isClosed()) {
                sayGoodbye(client); // it came too late to be told with the others
                endInput(socket);
            }
            client.send(GREETING);
            IO.println(peer + " left: " + talk(peer, client));
            hub.leave(client); // in no finally: what interrupts this thread ends the one that would answer, too
            client.end();
            writer.get(Limits.FAREWELL.toMillis(), TimeUnit.MILLISECONDS); // before the socket is closed
        } finally {
            clients.remove(client);
        }
    }

    /** Lets the client close first, for a moment: to close while it still sends could destroy what it was sent. */
    private void awaitClose(Socket socket) throws IOException {
        long deadline = System.nanoTime() + Limits.LAST_LOOK.toNanos();
        byte[] ignored = new byte[1024]; // it was on its way when the client was left
        socket.shutdownOutput();
        do {
            socket.setSoTimeout((int) Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } while (socket.getInputStream().read(ignored) >= 0 && System.nanoTime() < deadline);
    }

    /** Reads lines until the client leaves, and tells why it left. The first line that is a free name is its name. */
    private String talk(String peer, Client client) throws InterruptedException {
        long nameBy = System.nanoTime() + limits.nameTimeout().toNanos();
        int tries = 0;
        while (client.reason() == null && !Thread.currentThread().isInterrupted()) {
            boolean named = client.name() != null;
            if (!named && tries == Limits.NAME_ATTEMPTS) {
                return dismiss(client, "no name", "You tried " + Limits.NAME_ATTEMPTS + " names");
            } else if (!named) {
                client.send(PROMPT);
            }
            try {
                String line = client.readLine(named ? limits.idle() : Duration.ofNanos(nameBy - System.nanoTime()));
                if (line == null) {
                    return "end of input";
                } else if (Command.parse(line) instanceof Command.Quit) {
                    return line;
                } else if (line.isBlank()) {
                    continue;
                } else if (named) {
                    obey(client, Command.parse(line));
                } else {
                    tries++;
                    enter(peer, client, line.strip());
                }
            } catch (Hub.Refusal | LineReader.TooLong e) {
                client.send("* " + e.getMessage() + "\n");
            } catch (SocketTimeoutException e) {
                return named
                        ? dismiss(client, "idle", "You were idle for " + Limits.words(limits.idle()))
                        : dismiss(client, "no name", "You gave no name for " + Limits.words(limits.nameTimeout()));
            } catch (IOException e) {
                return client.reason() == null ? e.getMessage() : client.reason();
            }
        }
        return client.reason() == null ? "the server is closing" : client.reason();
    }

    private void enter(String peer, Client client, String name) throws InterruptedException, Hub.Refusal {
        if (!hub.enter(client, name)) {
            throw new Hub.Refusal("That name is taken.");
        }
        IO.println(peer + " is " + name);
    }

    private String dismiss(Client client, String reason, String words) throws InterruptedException {
        client.reason(reason);
        client.send("* " + words + ". Goodbye.\n");
        return reason;
    }

    private void obey(Client client, Command command) throws InterruptedException, Hub.Refusal {
        switch (command) {
            case Command.Say(var text) -> client.room().say(client, text);
            case Command.Help() -> client.send(Command.HELP);
            case Command.Rooms() -> client.send(hub.list());
            case Command.Who() -> client.room().who(client);
            case Command.Join(var room) -> hub.move(client, room);
            case Command.Create(var room) -> hub.create(client, room);
            case Command.Send(var room, var text) -> {
                hub.send(client, room, text);
                client.send("* Sent to " + room + ".\n");
            }
            case Command.Wrong(var answer) -> client.send("* " + answer + "\n");
            case Command.Quit() -> { } // talk has ended before it comes here
        }
    }

    /** Runs a server until the process is told to end. Exits with 2 on wrong arguments, with 1 if it can't listen. */
    public static void main(String[] args) {
        var options = Stream.of(args).filter(arg -> arg.startsWith("--")).toList();
        var addresses = Stream.of(args).filter(arg -> !arg.startsWith("--")).toList();
        var argument = ADDRESS.matcher(addresses.isEmpty() ? "localhost:8989" : addresses.getFirst());
        if (addresses.size() > 1 || !argument.matches() || Integer.parseInt(argument.group("port")) > 65535) {
            exit(2, USAGE);
        }
        String host = argument.group("host") == null ? "localhost" : argument.group("host");
        int port = Integer.parseInt(argument.group("port"));
        try (var server = start(new InetSocketAddress(host, port), Limits.parse(options))) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            String near = server.listener.getInetAddress().isAnyLocalAddress() ? "localhost" : host;
            IO.println(NAME + " listening on " + host + ":" + server.port() + ", port " + server.port()
                    + ". Try: nc " + near + " " + server.port());
            server.acceptor.close(); // waits for its end
        } catch (IllegalArgumentException e) {
            exit(2, e.getMessage() + "\n" + USAGE);
        } catch (IOException e) {
            exit(1, NAME + ": can't listen on " + host + ":" + port + ": " + e.getMessage());
        }
    }

    private static void exit(int status, String why) {
        System.err.println(why);
        System.exit(status);
    }
}
