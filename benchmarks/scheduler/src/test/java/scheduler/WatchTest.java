package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page of a server that runs freely shows. */
class WatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30); // with a busy machine

    private static final HttpClient http = HttpClient.newHttpClient();

    private final List<Socket> clients = new ArrayList<>();
    private Process server;
    private URI address;
    private int port;

    /** A server in a process of its own, as Maven starts it. */
    static Process process(Path stage) throws Exception {
        String classes = Path.of(Watch.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", // it starts sooner
                "--add-opens", "java.base/java.util.concurrent.locks=ALL-UNNAMED", "-cp", classes, "scheduler.Watch",
                "src/main/resources/scheduler/watch.html", stage.resolve("target/classes").toString(), "localhost:0")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private void start(int stage) throws Exception {
        server = process(Film.stage(Path.of("../.."), stage));
        BufferedReader output = server.inputReader();
        address = URI.create(output.readLine().replaceAll(".* ", ""));
        port = Integer.parseInt(output.readLine().replaceAll(".*, port (\\d+).*", "$1"));
        drain(server.getInputStream());
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        server.destroyForcibly().waitFor();
    }

    /** A client that reads nothing on its own. */
    private Socket client(String name) throws Exception {
        var socket = new Socket();
        socket.setReceiveBufferSize(1 << 16);
        socket.connect(new InetSocketAddress("localhost", port));
        clients.add(socket);
        type(socket, name);
        return socket;
    }

    private static void type(Socket client, String line) throws Exception {
        client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static void read(Socket client) {
        try {
            drain(client.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(InputStream in) {
        Thread.ofVirtual().start(() -> {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The test has ended.
            }
        });
    }

    private String state() throws Exception {
        return http.send(HttpRequest.newBuilder(address.resolve("state")).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Looks until all this is to be seen. */
    private void shows(String... what) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String state = state();
        while (!Stream.of(what).allMatch(state::contains)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("after " + PATIENCE + " the page doesn't show\n  " + String.join("\n  ", what)
                        + "\nbut\n  " + state);
            }
            state = state();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void eachStageShowsWhoWaitsForItsClientsLine(int stage) throws Exception {
        start(stage);
        client("ada");
        shows("[\"ada\",\"a line of ada\",[]]", "\"cause\":[]");
    }

    @Test
    void everyoneWaitsForOneSocketBehindALock() throws Exception {
        start(3);
        client("bob");
        shows("a line of bob");
        Socket eve = client("eve");
        shows("a line of eve");
        Socket ann = client("ann");
        shows("a line of ann");
        List.of(eve, ann).forEach(WatchTest::read);
        type(eve, "x".repeat(8_000_000));
        shows("[\"eve\",\"the socket of bob\",[\"the socket of bob\"]]");
        type(ann, "hello");
        shows("\"the lock of ChatRoom, which eve holds\",[\"eve\",\"the socket of bob\"]",
                "\"cause\":[\"the socket of bob\",\"ann\",\"eve\"]");
        assertThat(state()).doesNotContain("hello", "xxx").containsPattern("\"pause\":([5-9]\\d\\d|\\d{4,})\\b");
    }

    @Test
    void everyoneWaitsForOneSocketBehindQueues() throws Exception {
        start(4);
        client("bob");
        shows("a line of bob");
        Socket eve = client("eve");
        shows("a line of eve");
        read(eve);
        type(eve, "x".repeat(8_000_000));
        shows("[\"bob (writer)\",\"the socket of bob\",[\"the socket of bob\"]]");
        type(eve, "hello\n".repeat(600));
        shows("[\"outbox of bob\",256,256]", "[\"inbox of room\",256,256]",
                "[\"room\",\"space in the outbox of bob, which is full\","
                        + "[\"bob (writer)\",\"the socket of bob\"]]",
                "[\"eve\",\"space in the inbox of room, which is full\","
                        + "[\"room\",\"bob (writer)\",\"the socket of bob\"]]",
                "\"cause\":[\"the socket of bob\",\"bob (writer)\",\"eve\",\"room\"]");
    }

    @Test
    void onlyThePageItselfGetsAnAnswer() throws Exception {
        start(2);
        client("ada");
        shows("[\"ada\",\"a line of ada\",[]]");
        assertThat(PageTest.assertOnlyItselfGetsAnAnswer(address, "do", "connect eve"))
                .contains("\"threads\":[[\"ada\",\"a line of ada\",[]]]");
    }

    @Test
    void aServerThatEndsByItselfTakesItsPageWithIt(@TempDir Path folder) throws Exception {
        server = process(Variant.of(folder, 2, "ChatServer", source ->
                source.replace("server.acceptor.close(); // waits for its end", "")));
        assertThat(server.waitFor(PATIENCE)).as("the process has ended").isTrue();
        assertThat(server.inputReader().readAllAsString()).contains("Watch the threads of this stage at http://",
                " listening on ");
    }
}
