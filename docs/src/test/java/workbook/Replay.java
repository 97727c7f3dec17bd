package workbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workbook.Session.Event;

/**
 * Plays a transcript: starts the stage's server in a process of its own, and types and expects, in each window, what
 * the page shows, from top to bottom. What must come is waited for; what is typed is sent at once. For one thread.
 */
final class Replay implements AutoCloseable {
    /** How long to wait for what must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** How long nothing must come where the page says that nothing does, and where a flood must have come to rest. */
    private static final Duration SILENCE = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofMillis(1500);
    private static final Duration NAP = Duration.ofMillis(25);
    /** How long the next line waits for a name to be answered, where the server may be stuck on purpose. */
    private static final Duration NAMING = Duration.ofSeconds(2);
    /** How long somebody floods, and also how much longer what must come may take after a flood of lines. */
    private static final Duration FLOOD = Duration.ofSeconds(20);
    private static final int FLOOD_LINES = 1_000_000;

    private static final Pattern TIME = Pattern.compile("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]");
    private static final Pattern PEER = Pattern.compile("\\b(\\d{1,3}(?:\\.\\d{1,3}){3}):(\\d{1,5})\\b");
    private static final Pattern EXCEPTION = Pattern.compile("Exception in thread \"[^\"]*\" (.*)");
    private static final Pattern LISTENING = Pattern.compile("stage\\S+ listening on .*, port (\\d+)\\. .*");

    private final Session session;
    private final Object news = new Object();
    private final Map<String, Window> windows = new LinkedHashMap<>();
    private final Map<String, String> peers = new HashMap<>(); // the ports that the page shows, and the real ones
    private Process server;
    private int port;

    private Replay(Session session) {
        this.session = session;
    }

    /**
     * Plays the session on the classes of the stages below this directory. Returns the first thing that isn't as the
     * page says.
     */
    static Optional<Problem> play(Path stages, Page page, Session session) throws IOException, InterruptedException {
        try (var replay = new Replay(session)) {
            replay.start(stages);
            for (Event event : session.events()) {
                replay.play(event);
            }
            replay.finish();
            return Optional.empty();
        } catch (Mismatch e) {
            return Optional.of(page.problem(e.line, "%s", e.getMessage()));
        }
    }

    /** Something isn't as the page says on this line. */
    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int line;

        Mismatch(int line, String message) {
            super(message);
            this.line = line;
        }
    }

    private void start(Path stages) throws IOException, InterruptedException {
        Path classes = stages.resolve(session.stage()).resolve("target").resolve("classes");
        if (!session.stage().startsWith("stage") || !Files.isDirectory(classes)) {
            throw new Mismatch(session.line(), "there is no server of a stage called " + session.stage()
                    + " (no " + classes + ": is it built?)");
        }
        var command = new ArrayList<>(List.of("-cp", classes.toString(), "chat.ChatServer"));
        command.addAll(session.options());
        command.add("0");
        server = Child.java(stages, command);
        var window = new Window(Session.SERVER, null, server.getInputStream(), news);
        windows.put(Session.SERVER, window);
        String line = window.next(PATIENCE);
        Matcher listening = LISTENING.matcher(line == null ? "" : line);
        if (!listening.matches()) {
            throw new Mismatch(session.line(), "the server doesn't start: " + line);
        }
        port = Integer.parseInt(listening.group(1));
        boolean isShown = session.events().stream().filter(Event::isServer).limit(1)
                .anyMatch(first -> LISTENING.matcher(first.text()).matches());
        if (isShown) {
            window.giveBack();
        }
    }

    private void play(Event event) throws IOException, InterruptedException {
        if (event.mark() == '$') {
            connect(event);
            return;
        }
        Window window = windows.get(event.window());
        if (window == null) {
            throw new Mismatch(event.line(), event.window() + " isn't connected: the window's first line is `"
                    + event.window() + " $ nc localhost 8989`");
        }
        try {
            switch (event.mark()) {
                case '|' -> receive(window, event);
                case '>' -> type(window, event);
                default -> happen(window, event);
            }
        } catch (IOException e) {
            throw mismatch(window, event, event + ": " + e.getMessage());
        }
    }

    private void happen(Window window, Event event) throws IOException, InterruptedException {
        switch (event.text()) {
            case "^C" -> cut(window, event);
            case "^D" -> window.socket.shutdownOutput();
            case "^Z" -> window.stop(true);
            case "fg" -> window.stop(false);
            case "flood" -> flood(window, "hello");
            case "closed" -> {
                expect(window, event, Window.END);
                close(window);
            }
            case "nothing" -> expectNothing(window, event);
            default -> throw new IllegalStateException(event.toString());
        }
    }

    private void connect(Event event) throws IOException {
        Window old = windows.get(event.window());
        if (old != null && !old.socket.isClosed()) {
            throw new Mismatch(event.line(), event.window() + " is still connected: end that with `~ ^C` or "
                    + "`~ closed`, or use another window");
        }
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), port), (int) PATIENCE.toMillis());
        var window = new Window(event.window(), socket, socket.getInputStream(), news);
        windows.put(event.window(), window);
        Matcher flood = Session.FLOOD.matcher(event.text());
        if (flood.matches()) {
            flood(window, flood.group(1));
        }
    }

    private void receive(Window window, Event event) throws InterruptedException {
        if (event.text().equals(Session.ANY)) {
            window.any = true;
        } else if (event.text().startsWith(Session.PROMPT) && !event.text().equals(Session.PROMPT)) {
            expect(window, event, Session.PROMPT); // what comes next stands on the same line
            expect(window, event, event.text().substring(Session.PROMPT.length()));
        } else {
            expect(window, event, event.text());
        }
    }

    private void type(Window window, Event event) throws IOException, InterruptedException {
        String text = event.text();
        if (text.startsWith(Session.PROMPT.strip())) {
            expect(window, event, Session.PROMPT);
            text = text.substring(Math.min(text.length(), Session.PROMPT.length()));
        }
        window.socket.getOutputStream().write((text + "\n").getBytes(UTF_8));
        if (!text.isBlank()) {
            awaitName(window);
        }
    }

    /** Waits until the server has let the client in, or has answered: so that the next window's line comes after it. */
    private void awaitName(Window window) throws InterruptedException {
        Window log = windows.get(Session.SERVER);
        String named = window.socket.getLocalAddress().getHostAddress() + ":" + window.socket.getLocalPort() + " is ";
        window.await(NAMING, () -> log.hasSeen(named) || window.hasArrivals());
    }

    private void expect(Window window, Event event, String wanted) throws InterruptedException {
        long deadline = System.nanoTime() + FLOOD.toNanos() + PATIENCE.toNanos();
        while (true) {
            long left = Math.min(deadline - System.nanoTime(), PATIENCE.toNanos());
            String line = window.next(Duration.ofNanos(left));
            if (line != null && isAsShown(window, wanted, line)) {
                window.any = false;
                return;
            }
            if (line == null || !window.any || line.equals(Window.END)) {
                throw mismatch(window, event, window.name + " should receive\n    " + wanted + "\nbut "
                        + (line != null ? "this came:\n    " + line
                                : (window.any ? "that didn't come" : "nothing came")
                                        + " for " + PATIENCE.toSeconds() + " seconds"));
            }
        }
    }

    private void expectNothing(Window window, Event event) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int wanted = (int) (window.any ? REST : SILENCE).dividedBy(NAP);
        for (int quiet = 0; quiet < wanted; ) {
            long begin = System.nanoTime();
            String line = window.next(NAP);
            if (line == null) {
                // A nap that took much longer doesn't count: the machine is busy, and the server may be waiting for it.
                quiet += System.nanoTime() - begin < 2 * NAP.toNanos() ? 1 : 0;
            } else if (!window.any || line.equals(Window.END) || System.nanoTime() > deadline) {
                throw mismatch(window, event,
                        "nothing should come to " + window.name + ", but this did:\n    " + line);
            } else {
                quiet = 0;
            }
        }
    }

    private boolean isAsShown(Window window, String shown, String line) {
        if (line.equals(Window.END) || shown.equals(Window.END)) {
            return line.equals(shown);
        }
        return withoutTimes(window.socket == null ? real(shown, line) : shown).equals(withoutTimes(line));
    }

    /** What the page shows of the server's output, with the ports of this run. */
    private String real(String shown, String line) {
        Matcher exception = EXCEPTION.matcher(shown);
        if (exception.matches()) {
            return line.endsWith(exception.group(1)) ? line : shown; // between its two halves, other threads print
        }
        if (LISTENING.matcher(shown).matches()) {
            return shown.replaceAll("\\b8989\\b", "" + port);
        }
        Matcher shownPeer = PEER.matcher(shown);
        Matcher realPeer = PEER.matcher(line);
        if (!shownPeer.find() || !realPeer.find()) {
            return shown;
        }
        // The first time that a port is shown it may be any that isn't another's; from then on it is that one.
        String known = peers.get(shownPeer.group());
        String real = known != null || peers.containsValue(realPeer.group()) ? known : realPeer.group();
        String wanted = real == null ? shown : shown.replace(shownPeer.group(), real);
        if (wanted.equals(line)) {
            peers.put(shownPeer.group(), real);
        }
        return wanted;
    }

    private static String withoutTimes(String line) {
        return TIME.matcher(line).replaceAll("[time]").stripTrailing();
    }

    private static void flood(Window window, String word) {
        byte[] lines = (word + "\n").repeat(100).getBytes(UTF_8);
        window.isFlooding = true;
        Thread.ofVirtual().start(() -> {
            long deadline = System.nanoTime() + FLOOD.toNanos();
            try {
                OutputStream out = window.socket.getOutputStream();
                for (int sent = 0; sent < FLOOD_LINES && System.nanoTime() < deadline; sent += 100) {
                    out.write(lines);
                }
            } catch (IOException e) {
                // It was cut, by the one or by the other.
            }
        });
    }

    private void cut(Window window, Event event) throws IOException, InterruptedException {
        if (window.socket == null) {
            server.destroy();
        } else if (!window.mayHaveMore() && window.hasArrivals()) {
            throw mismatch(window, event, "before this, " + unshown(window, window.next(Duration.ZERO)));
        } else {
            close(window);
        }
    }

    private static void close(Window window) throws IOException {
        if (window.socket != null) {
            window.socket.close();
            window.stop(false);
            window.isFlooding = false;
        }
    }

    /** Ends one client after another, and checks that none has received what the page doesn't show. */
    private void finish() throws IOException, InterruptedException {
        int last = session.events().isEmpty() ? session.line() : session.events().getLast().line();
        var clients = windows.values().stream()
                .filter(window -> window.socket != null && !window.socket.isClosed()).toList();
        boolean isInTurmoil = clients.stream().anyMatch(Window::isBusy);
        for (Window window : clients) {
            if (!window.hasReceived && !window.hasArrivals()) {
                close(window); // it was never served, and mustn't be when it is its turn now
            }
        }
        var gone = new ArrayList<String>();
        for (Window window : clients) {
            if (window.socket.isClosed()) {
                continue;
            }
            boolean isEnding = !isInTurmoil && endInput(window);
            Duration patience = isEnding ? Duration.ofSeconds(5) : Duration.ZERO;
            for (String line; (line = window.next(patience)) != null && !line.equals(Window.END); ) {
                String left = line;
                if (!window.mayHaveMore() && !line.equals(Session.PROMPT)
                        && gone.stream().noneMatch(name -> left.startsWith("* " + name + " has left "))) {
                    throw mismatch(window, new Event(last, "", ' ', ""), "at the end " + unshown(window, line));
                }
            }
            gone.add(window.name);
            close(window);
        }
    }

    private static boolean endInput(Window window) {
        try {
            window.socket.shutdownOutput();
            return true;
        } catch (IOException e) {
            return false; // the server was quicker
        }
    }

    private static String unshown(Window window, String line) {
        return window.name + " has received a line that the page doesn't show (write `" + window.name
                + " | …` if it doesn't matter):\n    " + line;
    }

    @Override
    public void close() throws IOException {
        for (Window window : windows.values()) {
            close(window);
        }
        if (server != null) {
            Child.end(server);
        }
    }

    private Mismatch mismatch(Window window, Event event, String message) throws InterruptedException {
        String past = window.past();
        Window log = windows.get(Session.SERVER);
        if (window != log) {
            for (int i = 0; i < 1000 && log.next(Duration.ZERO) != null; i++) {
                // only the last few are kept
            }
            past += log.past();
        }
        return new Mismatch(event.line(), message + past);
    }
}
