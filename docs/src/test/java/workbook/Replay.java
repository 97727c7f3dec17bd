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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import workbook.Session.Event;

/**
 * Plays a transcript: starts the stage's server in a process of its own, and types and expects, in each window, what
 * the page shows, from top to bottom. What must come is waited for; what is typed is sent at once. For one thread.
 */
final class Replay implements AutoCloseable {
    /** How long to wait for what must come. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** How long nothing must come where the page says that nothing does. */
    private static final Duration SILENCE = Duration.ofMillis(500);
    /** How long the next line waits for a name to be answered, where the server may be stuck on purpose. */
    private static final Duration NAMING = Duration.ofSeconds(2);
    /** How long somebody floods, and also how much longer what must come may take after a flood of lines. */
    private static final Duration FLOOD = Duration.ofSeconds(20);
    private static final int FLOOD_LINES = 1_000_000;

    private static final Pattern TIME = Pattern.compile("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]");
    private static final Pattern PEER = Pattern.compile("\\b(\\d{1,3}(?:\\.\\d{1,3}){3}):(\\d{1,5})\\b");
    private static final Pattern EXCEPTION = Pattern.compile("Exception in thread \"[^\"]*\" (.*)");
    private static final Pattern LISTENING = Pattern.compile("stage\\S+ listening on .*, port (\\d+)\\. .*");

    private final Page page;
    private final Session session;
    private final Object news = new Object();
    private final Map<String, Window> windows = new LinkedHashMap<>();
    private final Map<String, String> peers = new HashMap<>(); // the ports that the page shows, and the real ones
    private Process server;
    private int port;

    private Replay(Page page, Session session) {
        this.page = page;
        this.session = session;
    }

    /**
     * Plays the session on the classes of the stages below this directory. Returns the first thing that isn't as the
     * page says.
     */
    static Optional<Problem> play(Path stages, Page page, Session session) throws IOException, InterruptedException {
        try (var replay = new Replay(page, session)) {
            replay.start(stages);
            for (Event event : session.events()) {
                try {
                    replay.play(event);
                } catch (IOException e) {
                    throw replay.mismatch(event.line(), event + ": " + e.getMessage());
                }
            }
            replay.finish();
            return Optional.empty();
        } catch (Mismatch e) {
            return Optional.of(e.problem);
        }
    }

    private static final class Mismatch extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Mismatch(Problem problem) {
            super(problem.toString());
            this.problem = problem;
        }
    }

    /** A window with a client, or that of the server. */
    private static final class Window {
        final String name;
        final Terminal terminal;
        final Socket socket; // null: the server's
        final String newline;
        // the last few lines that were matched, for the message of a failure
        final Deque<String> past = new ArrayDeque<>();
        boolean any; // after `…`, until the next line that is shown matches
        boolean hasName;
        final List<String> typed = new ArrayList<>(); // as long as it isn't known to have a name: one of them may be it
        boolean isStopped;
        boolean hasReceived;
        Thread flood;

        Window(String name, Terminal terminal, Socket socket, String newline) {
            this.name = name;
            this.terminal = terminal;
            this.socket = socket;
            this.newline = newline;
        }

        String peer() {
            return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
        }

        String next(Duration patience) throws InterruptedException {
            String line = terminal.poll(patience);
            if (line != null) {
                hasReceived = true;
                past.addLast(line);
                if (past.size() > 6) {
                    past.removeFirst();
                }
            }
            return line;
        }
    }

    private void start(Path stages) throws IOException, InterruptedException {
        Path classes = stages.resolve(session.stage()).resolve("target").resolve("classes");
        if (!session.stage().startsWith("stage") || !Files.isDirectory(classes)) {
            throw mismatch(session.line(), "there is no server of a stage called %s (no %s: is it built?)"
                    .formatted(session.stage(), classes));
        }
        // It runs for a second: to compile well would take longer than it gains.
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-cp", classes.toString(),
                "chat.ChatServer"));
        session.arguments().forEach(argument -> command.add(argument.replaceFirst("\\b8989$", "0")));
        if (session.arguments().stream().allMatch(argument -> argument.startsWith("--"))) {
            command.add("0");
        }
        server = new ProcessBuilder(command).redirectErrorStream(true).start();
        var window = new Window(Session.SERVER, new Terminal(server.getInputStream(), news), null, "\n");
        windows.put(Session.SERVER, window);
        String line = window.next(PATIENCE);
        Matcher listening = LISTENING.matcher(line == null ? "" : line);
        if (!listening.matches()) {
            throw mismatch(session.line(), "the server doesn't start: " + line);
        }
        port = Integer.parseInt(listening.group(1));
        window.past.clear();
        if (session.events().stream()
                .filter(Event::isServer)
                .findFirst()
                .filter(first -> LISTENING.matcher(first.text()).matches())
                .isPresent()) {
            window.terminal.giveBack(line);
        }
    }

    private void play(Event event) throws IOException, InterruptedException {
        if (event.mark() == '$') {
            connect(event);
            return;
        }
        Window window = windows.get(event.window());
        if (window == null) {
            throw mismatch(event.line(), "%s isn't connected: the window's first line is `%s $ nc localhost 8989`"
                    .formatted(event.window(), event.window()));
        }
        switch (event.mark()) {
            case '|' -> receive(window, event);
            case '>' -> type(window, event);
            default -> {
                switch (event.text()) {
                    case "^C" -> cut(window, event);
                    case "^D" -> window.socket.shutdownOutput();
                    case "^Z" -> stop(window, true);
                    case "fg" -> stop(window, false);
                    case "flood" -> flood(window, "hello");
                    case "closed" -> {
                        expect(window, event, Terminal.END);
                        close(window);
                    }
                    case "nothing" -> expectNothing(window, event);
                    default -> throw new IllegalStateException(event.toString());
                }
            }
        }
    }

    private void connect(Event event) throws IOException {
        Window old = windows.get(event.window());
        if (old != null && !old.socket.isClosed()) {
            throw mismatch(event.line(),
                    "%s is still connected: end that with `~ ^C` or `~ closed`, or use another window"
                            .formatted(event.window()));
        }
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getByName("localhost"), port), (int) PATIENCE.toMillis());
        var window = new Window(event.window(), new Terminal(socket.getInputStream(), news), socket,
                event.text().startsWith("telnet") ? "\r\n" : "\n");
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
        try {
            window.socket.getOutputStream().write((text + window.newline).getBytes(UTF_8));
        } catch (IOException e) {
            throw mismatch(event.line(), "%s can't type any more, the connection is closed: %s"
                    .formatted(window.name, e.getMessage()));
        }
        if (!hasName(window) && !text.isBlank()) {
            window.typed.add(text.strip());
            awaitName(window);
        }
    }

    /** Whether the server has let the client in, as far as it has said. */
    private boolean hasName(Window window) {
        Terminal log = windows.get(Session.SERVER).terminal;
        window.hasName |= window.typed.stream().anyMatch(name -> log.hasSeen(window.peer() + " is " + name));
        return window.hasName;
    }

    /** Waits until the server has let the client in, or has answered: so that the next window's line comes after it. */
    private void awaitName(Window window) throws InterruptedException {
        synchronized (news) {
            Terminal.await(news, NAMING, () -> hasName(window) || window.terminal.hasArrivals());
        }
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
            if (line == null || !window.any || line.equals(Terminal.END)) {
                throw mismatch(window, event, "%s should receive%n    %s%nbut %s".formatted(window.name, wanted,
                        line == null
                                ? (window.any ? "that didn't come" : "nothing came")
                                        + " for " + PATIENCE.toSeconds() + " seconds"
                                : "this came:\n    " + line));
            }
        }
    }

    private void expectNothing(Window window, Event event) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (String line; (line = window.next(SILENCE)) != null; ) {
            if (!window.any || line.equals(Terminal.END) || System.nanoTime() > deadline) {
                throw mismatch(window, event, "nothing should come to %s, but this did:%n    %s"
                        .formatted(window.name, line));
            }
        }
    }

    private boolean isAsShown(Window window, String shown, String line) {
        if (line.equals(Terminal.END) || shown.equals(Terminal.END)) {
            return line.equals(shown);
        }
        String wanted = shown;
        if (window.socket == null) {
            Matcher exception = EXCEPTION.matcher(shown);
            if (exception.matches()) {
                return line.endsWith(exception.group(1)); // between the two halves, other threads print
            }
            if (LISTENING.matcher(shown).matches()) {
                wanted = shown.replaceAll("\\b8989\\b", "" + port);
            } else {
                wanted = PEER.matcher(shown).replaceAll(peer -> peers.getOrDefault(peer.group(), "$0"));
                Matcher unknown = PEER.matcher(wanted);
                Matcher real = PEER.matcher(line);
                if (unknown.find() && real.find()
                        && !peers.containsValue(unknown.group()) && !peers.containsValue(real.group())
                        && unknown.replaceFirst(Matcher.quoteReplacement(real.group())).equals(line)) {
                    peers.put(unknown.group(), real.group()); // from now on, the one stands for the other
                    return true;
                }
            }
        }
        return withoutTimes(wanted).equals(withoutTimes(line));
    }

    private static String withoutTimes(String line) {
        return TIME.matcher(line).replaceAll("[time]").stripTrailing();
    }

    private void stop(Window window, boolean isStopped) {
        window.isStopped = isStopped;
        window.terminal.stop(isStopped);
    }

    private void flood(Window window, String word) {
        byte[] lines = (word + "\n").repeat(100).getBytes(UTF_8);
        window.hasName = true;
        window.flood = Thread.ofVirtual().start(() -> {
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
            return;
        }
        if (!window.any && !window.isStopped && window.flood == null && window.terminal.hasArrivals()) {
            throw mismatch(window, event, ("before this, %s received a line that the page doesn't show "
                    + "(write `%s | …` if it doesn't matter):%n    %s")
                    .formatted(window.name, window.name, window.next(Duration.ZERO)));
        }
        close(window);
    }

    private void close(Window window) throws IOException {
        if (window.socket == null) {
            return;
        }
        window.socket.close();
        stop(window, false);
        window.flood = null;
    }

    /** Ends one client after another, and looks whether any has received what the page doesn't show. */
    private void finish() throws IOException, InterruptedException {
        Event end = new Event(
                session.events().isEmpty() ? session.line() : session.events().getLast().line(), "", ' ', "");
        var clients = windows.values().stream()
                .filter(window -> window.socket != null && !window.socket.isClosed())
                .toList();
        boolean isInTurmoil = clients.stream().anyMatch(window -> window.isStopped || window.flood != null);
        var gone = new ArrayList<String>();
        for (Window window : clients) {
            if (!window.hasReceived && !window.terminal.hasArrivals()) {
                close(window); // it was never served, and mustn't be when it is its turn now
            }
        }
        for (Window window : clients) {
            if (window.socket.isClosed()) {
                continue;
            }
            if (!isInTurmoil && !window.past.contains(Terminal.END)) {
                try {
                    window.socket.shutdownOutput();
                } catch (IOException e) {
                    // The server was quicker.
                }
            }
            Duration patience = isInTurmoil ? Duration.ZERO : Duration.ofSeconds(5);
            for (String line; (line = window.next(patience)) != null && !line.equals(Terminal.END); ) {
                String left = line;
                if (!window.any && !window.isStopped && window.flood == null && !line.equals(Session.PROMPT)
                        && gone.stream().noneMatch(name -> left.startsWith("* " + name + " has left "))) {
                    throw mismatch(window, end, ("at the end %s has received a line that the page doesn't show "
                            + "(write `%s | …` if it doesn't matter):%n    %s")
                            .formatted(window.name, window.name, line));
                }
            }
            gone.add(window.name);
            close(window);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Window window : windows.values()) {
            close(window);
        }
        if (server != null) {
            server.destroyForcibly();
            server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private Mismatch mismatch(Window window, Event event, String message) throws InterruptedException {
        var text = new StringBuilder(message);
        if (window.past.size() > 1) {
            text.append("\nThe last lines that ")
                    .append(window.name)
                    .append(" received:\n    ")
                    .append(String.join("\n    ", window.past));
        }
        Window log = windows.get(Session.SERVER);
        if (window != log) {
            for (int i = 0; i < 1000 && log.next(Duration.ZERO) != null; i++) {
                // only the last few are kept
            }
            text.append("\nThe last lines that the server printed:\n    ").append(String.join("\n    ", log.past));
        }
        return mismatch(event.line(), text.toString());
    }

    private Mismatch mismatch(int line, String message) {
        return new Mismatch(page.problem(line, "%s", message));
    }
}
