package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a program: its arguments, what it prints, how it ends. */
class ProcessTest {
    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "-1", "65536", "localhost:", ":8989", "", "::1", "::1:8989"})
    void aWrongAddressIsAnsweredWithTheUsage(String address) throws Exception {
        assertUsage(address);
    }

    @Test
    void moreThanOneAddressIsAnsweredWithTheUsage() throws Exception {
        assertUsage("8989", "8990");
    }

    @Test
    void anAddressInUseIsOneClearLine() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            var process = start("localhost:" + taken.getLocalPort());
            assertThat(exitCode(process)).as("exit code").isEqualTo(1);
            assertThat(process.errorReader().readAllAsString().strip().lines())
                    .singleElement().asString().contains("localhost:" + taken.getLocalPort());
            assertThat(process.inputReader().readAllAsString()).as("standard output").isEmpty();
        }
    }

    @Test
    void aHostThatIsUnknownIsOneClearLine() throws Exception {
        var process = start("no-such-host.invalid:8989");
        assertThat(exitCode(process)).as("exit code").isEqualTo(1);
        assertThat(process.errorReader().readAllAsString().strip().lines())
                .singleElement().asString().contains("no-such-host.invalid:8989");
    }

    @Test
    void itSaysWhereItListensThenALineForEachEvent() throws Exception {
        var process = start("0");
        try {
            var out = process.inputReader();
            int port = port(out);
            try (var ada = TestClient.connect(port)) {
                assertThat(out.readLine()).matches("\\S+:\\d+ connected");
                ada.name("ada");
                assertThat(out.readLine()).endsWith(" is ada");
                ada.send("/quit");
                assertThat(out.readLine()).contains(" left").endsWith(": /quit");
            }
            try (var bob = TestClient.connect(port)) {
                assertThat(out.readLine()).endsWith(" connected");
                bob.endInput();
                assertThat(out.readLine()).contains(" left").endsWith(": end of input");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anyHostMayBeListenedOn() throws Exception {
        var process = start("0.0.0.0:0");
        try {
            assertThat(process.inputReader().readLine())
                    .matches("stage0\\d-[a-z-]+ listening on 0.0.0.0:(\\d+), port \\1. Try: nc localhost \\1");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anIpv6AddressStandsInBracketsAndNcIsToldItWithout() throws Exception {
        var process = start("[::1]:0");
        try {
            String line = process.inputReader().readLine();
            assumeThat(line).as("the first line, if there is IPv6 here").isNotNull();
            assertThat(line).matches("stage0\\d-[a-z-]+ listening on \\[::1]:(\\d+), port \\1. Try: nc ::1 \\1");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            try (var socket = new Socket("::1", port)) {
                assertThat(process.inputReader().readLine()).isEqualTo("[::1]:" + socket.getLocalPort() + " connected");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void beingToldToEndEndsItAndItsClients() throws Exception {
        var process = start("0");
        try (var ada = TestClient.connect(port(process.inputReader()))) {
            ada.name("ada");
            process.destroy();
            ada.awaitEnd("when the process ends, its clients see the end of their streams");
            exitCode(process);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertUsage(String... arguments) throws Exception {
        var process = start(arguments);
        assertThat(exitCode(process)).as("exit code").isEqualTo(2);
        assertThat(process.errorReader().readAllAsString())
                .matches("(?s)\\[USAGE]: java -jar stage0\\d-[a-z-]+\\.jar .*\\[\\[host:]port].*");
        assertThat(process.inputReader().readAllAsString()).as("standard output").isEmpty();
    }

    private static Process start(String... arguments) throws Exception {
        var classes = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", classes.toString(), "chat.ChatServer"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start();
    }

    private static int port(BufferedReader out) throws IOException {
        String line = out.readLine();
        assertThat(line).matches("stage0\\d-[a-z-]+ listening on localhost:(\\d+), port \\1. Try: nc localhost \\1");
        return Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static int exitCode(Process process) throws InterruptedException {
        if (!process.waitFor(TestClient.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process should end by itself, but runs on");
        }
        return process.exitValue();
    }
}
