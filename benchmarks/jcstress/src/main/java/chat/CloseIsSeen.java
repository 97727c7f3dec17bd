package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The server is closed at the moment when a client connects.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=CloseIsSeen}
 *
 * <p>No stage breaks it. In stages 2 to 5 {@code close} interrupts the acceptor, which then interrupts the threads of
 * all clients: each finds the interrupt, however late it looks, and ends its connection. Stage 6 waits for the
 * acceptor's end, and then dismisses all clients that there are. A stage 3 that doesn't start a thread for the client
 * that it has accepted last, as it is closing, and doesn't close that socket either, breaks it: nobody is left to end
 * that connection. Such a sample takes five seconds, so there are few.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 3:
 *  RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   ended      615   85.06%  Acceptable  the client isn't let in, or its connection ends
 * refused      108   14.94%  Acceptable  the client isn't let in, or its connection ends
 *
 * A stage 3 made wrong, in WrongStagesTest:
 *          RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *           ended       26   81.25%  Acceptable  the client isn't let in, or its connection ends
 *         refused        5   15.63%  Acceptable  the client isn't let in, or its connection ends
 * still connected        1    3.13%   Forbidden  the server is closed and the client is still connected
 * </pre>
 */
@JCStressTest
@Description("Closing the server is seen by every thread that serves a client, also one that comes at that moment.")
@Outcome(id = {"refused", "ended"}, expect = ACCEPTABLE, desc = "the client isn't let in, or its connection ends")
@Outcome(expect = FORBIDDEN, desc = "the server is closed and the client is still connected")
@State
public class CloseIsSeen {
    private final ChatServer server = quietServer();
    private final int port = server.port();
    private volatile boolean comes;

    /** Closes when the client comes, not long before it: meanwhile another program could listen on that port. */
    @Actor
    public void close() {
        while (!comes) {
            Thread.onSpinWait();
        }
        server.close();
    }

    @Actor
    public void connect(L_Result r) {
        comes = true;
        try (var socket = new Socket("localhost", port)) {
            socket.setSoLinger(true, 0); // leaves no port behind that has to wait before it is used again
            socket.setSoTimeout(5000);
            // It speaks: a client that the system let in, but the server never accepted, only then learns that it is
            // alone.
            socket.getOutputStream().write('\n');
            r.r1 = readToTheEnd(socket);
        } catch (IOException e) {
            r.r1 = "refused";
        }
    }

    private static ChatServer quietServer() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            return ChatServer.start(new InetSocketAddress("localhost", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readToTheEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return "ended";
        } catch (SocketTimeoutException e) {
            return "still connected";
        } catch (SocketException e) {
            return "ended"; // with a reset
        }
    }
}
