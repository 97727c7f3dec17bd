package chat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The network between one chat server and the NATS server: whatever passes can be held here. So a test decides what
 * comes first, and a NATS server that is held looks like one that is too slow.
 */
final class Wire implements AutoCloseable {
    /** Something to do, on the thread of what passes. */
    interface Step {
        void run() throws Exception;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final NatsServer nats;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object steps = new Object();
    private Step step = () -> { }; // before anything is sent to the NATS server; guarded by steps
    private Exception failure; // of a step; guarded by steps
    private String pattern; // what to hold, if it is sent to the NATS server; guarded by this, like what follows
    private boolean holdsToNats;
    private boolean holdsFromNats;

    Wire(NatsServer nats) throws IOException {
        this.nats = nats;
        threads.submit(() -> {
            while (true) {
                Socket chat = listener.accept();
                threads.submit(() -> connect(chat));
            }
        });
    }

    /** For --nats. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    private Void connect(Socket chat) throws Exception {
        sockets.add(chat);
        try (chat; var server = new Socket("127.0.0.1", nats.port())) { // no server has port 0
            sockets.add(server);
            chat.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var back = threads.submit(() -> pass(server, chat, false));
            try {
                pass(chat, server, true);
            } finally {
                server.close();
                back.get();
            }
        }
        return null;
    }

    private Void pass(Socket from, Socket to, boolean toNats) throws Exception {
        try (to) {
            var bytes = new byte[1 << 17];
            String before = "";
            for (int n = from.getInputStream().read(bytes); n > 0; n = from.getInputStream().read(bytes)) {
                if (toNats) {
                    step();
                    String text = before + new String(bytes, 0, n, ISO_8859_1);
                    look(text);
                    before = text.substring(Math.max(0, text.length() - 50)); // it may come in two parts
                }
                awaitFree(toNats);
                to.getOutputStream().write(bytes, 0, n);
            }
        }
        return null;
    }

    private void step() {
        synchronized (steps) {
            try {
                step.run();
            } catch (Exception | AssertionError e) {
                step = () -> { };
                failure = new Exception("before something was sent to NATS", e);
            }
        }
    }

    private synchronized void look(String text) {
        if (pattern != null && Pattern.compile(pattern).matcher(text).find()) {
            holdsToNats = true;
            pattern = null;
            notifyAll();
        }
    }

    private synchronized void awaitFree(boolean toNats) throws InterruptedException {
        while (toNats ? holdsToNats : holdsFromNats) {
            wait();
        }
    }

    /** Does this before anything that is sent to the NATS server goes on; null: nothing any more. */
    void beforeEach(Step step) throws Exception {
        synchronized (steps) { // not while one is done
            this.step = step == null ? () -> { } : step;
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Holds the next thing sent to the NATS server that this pattern is found in, and all after it. */
    synchronized void hold(String pattern) {
        this.pattern = pattern;
    }

    /** Waits until there is what is to be held. False if it doesn't come. */
    synchronized boolean awaitHeld() throws InterruptedException {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        while (!holdsToNats) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Holds all that is sent, to the NATS server and from it. */
    synchronized void holdAll() {
        holdsToNats = true;
        holdsFromNats = true;
    }

    synchronized void release() {
        pattern = null;
        holdsToNats = false;
        holdsFromNats = false;
        notifyAll();
    }

    /** Breaks all connections. What is held is lost. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
        release();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdownNow();
        threads.close();
    }
}
