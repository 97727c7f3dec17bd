package workbook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** {@code docs/Nc.java} in a process of its own, against a server that is played by the test. */
@Execution(CONCURRENT)
class NcTest {
    @TempDir
    static Path classes;

    private ServerSocket server;
    private Process nc;

    @BeforeAll
    static void compile() {
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), "Nc.java"))
                .as("exit code of javac").isZero();
    }

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(50_000);
    }

    @AfterEach
    void end() throws IOException {
        if (nc != null) {
            Child.end(nc);
        }
        server.close();
    }

    @Test
    void aPromptIsShownAtOnceAndBytesPassUntouchedBothWays() throws Exception {
        try (var socket = connect()) {
            socket.getOutputStream().write("[ENTER YOUR NAME]: ".getBytes(UTF_8));
            assertThat(nc.getInputStream().readNBytes(19)).asString(UTF_8).isEqualTo("[ENTER YOUR NAME]: ");

            byte[] bytes = {(byte) 0xc3, (byte) 0xa9, (byte) 0xff, 0, '\r', '\n'}; // é, and what is no UTF-8 at all
            nc.getOutputStream().write(bytes);
            nc.getOutputStream().flush();
            assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
            socket.getOutputStream().write(bytes);
            assertThat(nc.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
        }
    }

    @Test
    void aConsoleWithACharsetOfItsOwn() throws Exception {
        try (var socket = connect("-Dstdin.encoding=IBM850", "-Dstdout.encoding=IBM850")) {
            nc.getOutputStream().write(new byte[] {(byte) 0x81, '\n'}); // ü in a Western European console of Windows
            nc.getOutputStream().flush();
            assertThat(socket.getInputStream().readNBytes(3)).asString(UTF_8).isEqualTo("ü\n");
            socket.getOutputStream().write("ü€\n".getBytes(UTF_8));
            assertThat(nc.getInputStream().readNBytes(3)).as("ü, and what this charset doesn't have")
                    .containsExactly(0x81, '?', '\n');
        }
    }

    @Test
    void endOfInputEndsOnlyOneHalf() throws Exception {
        try (var socket = connect()) {
            nc.getOutputStream().write("bye".getBytes(UTF_8));
            nc.getOutputStream().close();
            assertThat(socket.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("bye");
            socket.getOutputStream().write("still here\n".getBytes(UTF_8));
            assertThat(nc.getInputStream().readNBytes(11)).asString(UTF_8).isEqualTo("still here\n");
        }
        assertThat(exitStatus()).isZero();
    }

    @Test
    void whenTheServerClosesItEndsThoughInputIsStillOpen() throws Exception {
        connect().close();
        assertThat(exitStatus()).isZero();
    }

    @Test
    void nobodyListening() throws Exception {
        int port = server.getLocalPort();
        server.close();
        start(new String[0], "localhost", "" + port);
        assertThat(output()).isEqualTo("localhost " + port + ": Connection refused");
        assertThat(exitStatus()).isEqualTo(1);
    }

    @Test
    void unknownHost() throws Exception {
        start(new String[0], "nowhere.invalid", "8989");
        assertThat(output()).isEqualTo("Unknown host: nowhere.invalid");
        assertThat(exitStatus()).isEqualTo(1);
    }

    @Test
    void badArguments() throws Exception {
        for (String[] args : new String[][] {{}, {"localhost"}, {"localhost", "99999"}, {"localhost", "x"}}) {
            start(new String[0], args);
            assertThat(output()).isEqualTo("Usage: java docs/Nc.java HOST PORT");
            assertThat(exitStatus()).isEqualTo(2);
        }
    }

    private Socket connect(String... options) throws IOException {
        start(options, "localhost", "" + server.getLocalPort());
        var socket = server.accept();
        socket.setSoTimeout(50_000);
        return socket;
    }

    private void start(String[] options, String... arguments) throws IOException {
        String[] program = {"-cp", classes.toString(), "Nc"};
        nc = Child.java(Path.of("."), Stream.of(options, program, arguments).flatMap(Stream::of).toList());
    }

    private String output() throws IOException {
        return new String(nc.getInputStream().readAllBytes(), UTF_8).strip();
    }

    private int exitStatus() throws InterruptedException {
        assertThat(nc.waitFor(20, TimeUnit.SECONDS)).as("Nc has ended").isTrue();
        return nc.exitValue();
    }
}
