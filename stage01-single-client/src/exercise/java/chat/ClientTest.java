package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The class ChatClient that the learner writes, before a server that does what this test tells it to. */
@Tag("1.4")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClientTest {
    private ServerSocket listener;
    private Program client;
    private Socket socket; // the server's end

    @BeforeEach
    void start() throws Exception {
        listener = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
        listener.setSoTimeout(20);
        client = new Program(List.of(), "ChatClient", "localhost", String.valueOf(listener.getLocalPort()));
        socket = accept();
    }

    @AfterEach
    void stop() throws Exception {
        if (socket != null) {
            socket.close();
        }
        if (client != null) {
            client.close();
        }
        listener.close();
    }

    @Test
    @Order(1)
    void showsAndSendsAtOnceWhoeverSpeaksFirst() throws Exception {
        serverSends("one\n");
        client.awaitOutput("one\n", "the server sent a line and nothing was typed: a client that reads from the "
                + "server only after it has\n    sent something shows nothing until then");
        serverSends("two\n");
        serverSends("three\n[ENTER YOUR NAME]: ");
        client.awaitOutput("one\ntwo\nthree\n[ENTER YOUR NAME]: ", "what comes is shown as it comes; a prompt has no "
                + "newline, and who reads whole lines waits for one");
        typed("ada\n");
        typed("hello\n");
        client.awaitOutput("one\ntwo\nthree\n[ENTER YOUR NAME]: ", "nothing new came from the server, so nothing is "
                + "shown: what is typed is on the screen already");
    }

    @Test
    @Order(2)
    void theServersEndIsTheClientsEnd() throws Exception {
        typed("ada\n");
        serverSends("* bye\n");
        socket.close();
        client.awaitOutput("* bye\n", "what came before the end is shown");
        client.awaitExit(0, "the server has closed the connection, which is no error. If the client runs on, its "
                + "thread that\n    reads the keyboard still waits: a program ends when only daemon threads are left");
    }

    @Test
    @Order(3)
    void theEndOfTheInputEndsOneHalf() throws Exception {
        client.type("ada\n/quit\n");
        client.endInput();
        String sent;
        try {
            sent = new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketTimeoutException e) {
            throw client.failure("typed was \"ada\\n/quit\\n\" and the end of the input; the server waited in vain for "
                    + "the end of what comes", "when no more is typed the client ends its half, shutdownOutput");
        }
        if (!sent.equals("ada\n/quit\n")) {
            throw client.failure("typed was \"ada\\n/quit\\n\" and the end of the input, but the server was sent \""
                    + Program.escaped(sent) + "\"", "each typed line is sent, with its newline");
        }
        serverSends("* last words\n");
        socket.close();
        String probably = "the server sent this after the end of the client's input, and then closed its half: who "
                + "closes the\n    whole connection when the input ends, or ends then, misses what is still to come";
        client.awaitOutput("* last words\n", probably);
        client.awaitExit(0, probably);
    }

    private Socket accept() throws Exception {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        while (true) {
            try {
                var accepted = listener.accept();
                accepted.setSoTimeout((int) TestClient.patience().toMillis());
                return accepted;
            } catch (SocketTimeoutException e) {
                if (!client.isAlive() || System.nanoTime() > deadline) {
                    var failure = client.failure("it didn't connect to localhost, port " + listener.getLocalPort()
                            + ", its two arguments", "there is no class chat.ChatClient yet, or its main failed");
                    client.close();
                    throw failure;
                }
            }
        }
    }

    private void serverSends(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** Types a line, which the server must get. */
    private void typed(String line) throws IOException {
        client.type(line);
        String sent;
        try {
            sent = new String(socket.getInputStream().readNBytes(line.length()), UTF_8);
        } catch (SocketTimeoutException e) {
            sent = "nothing more";
        }
        if (!sent.equals(line)) {
            throw client.failure("typed was \"" + Program.escaped(line) + "\", but the server got \""
                    + Program.escaped(sent) + "\"", "a typed line is sent at once, with its newline, also when the "
                    + "server says nothing in between");
        }
    }
}
