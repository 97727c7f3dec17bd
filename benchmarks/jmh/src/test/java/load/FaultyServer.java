package load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A crude chat server, one lock around everything, that does to the lines of one client what a {@link Fault} tells, and
 * counts how often. It spares the generator's greetings.
 */
final class FaultyServer implements AutoCloseable {
    /** What happens to the lines for one client, {@link #VICTIM}. */
    enum Fault { NONE, LOSES, LOSES_AND_TELLS, DOUBLES, REORDERS, TEARS, ECHOES, CUTS_OFF, FALLS_SILENT }

    private static final String VICTIM = "[r2]";
    private static final String STAMP = "[2026-11-20 15:48:41][";
    private static final int HISTORY = 20;

    private final ServerSocket listener = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
    private final Protocol protocol;
    private final Fault fault;
    private final List<Client> room = new ArrayList<>();
    private final Deque<String> history = new ArrayDeque<>();
    private long victimsLines;
    private long injected;
    private String held;

    FaultyServer(Protocol protocol, Fault fault) throws IOException {
        this.protocol = protocol;
        this.fault = fault;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    Protocol protocol() {
        return protocol;
    }

    /** How often the fault has happened. */
    synchronized long injected() {
        return injected;
    }

    /** Lines held back to be overtaken, and never sent since nothing came after. */
    synchronized int stillHeld() {
        return held == null ? 0 : 1;
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                socket.setTcpNoDelay(true);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException closed) {
            // close() ends it
        }
    }

    private void serve(Socket socket) {
        try (socket; var in = new BufferedReader(new InputStreamReader(socket.getInputStream()))) {
            Client client;
            if (protocol == Protocol.CHAT) {
                socket.getOutputStream().write("Welcome!\n[ENTER YOUR NAME]: ".getBytes());
                client = new Client(STAMP + in.readLine() + "]: ", socket);
            } else {
                client = new Client(socket.getInetAddress().getHostAddress() + ":" + socket.getPort() + ": ", socket);
                client.send("You are " + client.prefix.replaceAll(": $", "\n"));
            }
            join(client);
            for (String line; (line = in.readLine()) != null; ) {
                say(client, client.prefix + line + "\n");
            }
        } catch (IOException gone) {
            // it has left
        }
    }

    private synchronized void join(Client client) throws IOException {
        for (String line : history) {
            client.send(line);
        }
        for (Client other : room) {
            other.send(protocol == Protocol.CHAT
                    ? "* somebody has joined the chat\n"
                    : client.prefix.replaceAll(": $", " has arrived\n"));
        }
        room.add(client);
    }

    private synchronized void say(Client from, String line) throws IOException {
        history.add(line);
        if (history.size() > HISTORY) {
            history.remove();
        }
        for (Client to : room) {
            boolean spared = line.contains("hello ");
            if (to.prefix.contains(VICTIM) && to != from && !spared) {
                sendFaulty(to, line);
            } else if (to != from || protocol.echoes()) {
                to.send(line);
            } else if (fault == Fault.ECHOES && !spared) {
                injected++;
                to.send(line);
            }
        }
    }

    private void sendFaulty(Client victim, String line) throws IOException {
        boolean now = ++victimsLines % 10 == 0;
        switch (fault) {
            case NONE, ECHOES -> victim.send(line);
            case LOSES -> victim.send(inject(now) ? "" : line);
            case LOSES_AND_TELLS -> victim.send(inject(now) ? "* You missed 1 line.\n" : line);
            case DOUBLES -> victim.send(inject(now) ? line + line : line);
            case TEARS -> victim.send(inject(now) ? line.substring(0, 10) + line.substring(12) : line);
            case FALLS_SILENT -> victim.send(inject(victimsLines > 100) ? "" : line);
            case REORDERS -> {
                if (now) {
                    held = line;
                } else {
                    victim.send(inject(held != null) ? line + held : line);
                    held = null;
                }
            }
            case CUTS_OFF -> {
                victim.send(line);
                if (inject(victimsLines == 100)) {
                    victim.socket.close();
                }
            }
        }
    }

    private boolean inject(boolean now) {
        injected += now ? 1 : 0;
        return now;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        synchronized (this) {
            for (Client client : room) {
                client.socket.close();
            }
        }
    }

    private record Client(String prefix, Socket socket) {
        void send(String line) throws IOException {
            if (!socket.isClosed()) {
                socket.getOutputStream().write(line.getBytes());
            }
        }
    }
}
