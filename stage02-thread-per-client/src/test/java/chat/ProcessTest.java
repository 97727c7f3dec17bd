package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server as a program: its arguments, what it prints, how it ends. */
class ProcessTest {
    private static final String EVENTS = "a server prints a line for each event";

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
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
                var process = ServerProcess.start("localhost:" + taken.getLocalPort())) {
            assertThat(process.exitCode()).as("exit code").isEqualTo(1);
            assertThat(process.errors().strip().lines())
                    .singleElement().asString().contains("localhost:" + taken.getLocalPort());
            assertThat(process.output()).as("standard output").isEmpty();
        }
    }

    @Test
    void aHostThatIsUnknownIsOneClearLine() throws Exception {
        try (var process = ServerProcess.start("no-such-host.invalid:8989")) {
            assertThat(process.exitCode()).as("exit code").isEqualTo(1);
            assertThat(process.errors().strip().lines())
                    .singleElement().asString().contains("no-such-host.invalid:8989");
        }
    }

    @Test
    void itSaysWhereItListensThenALineForEachEvent() throws Exception {
        try (var process = ServerProcess.start("0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port)) {
                assertThat(process.line(EVENTS)).matches("\\S+:\\d+ connected");
                ada.name("ada");
                assertThat(process.line(EVENTS)).endsWith(" is ada");
                ada.send("/quit");
                assertThat(process.line(EVENTS)).contains(" left").endsWith(": /quit");
            }
            try (var bob = TestClient.connect(port)) {
                assertThat(process.line(EVENTS)).endsWith(" connected");
                bob.endInput();
                assertThat(process.line(EVENTS)).contains(" left").endsWith(": end of input");
            }
        }
    }

    @Test
    void anyHostMayBeListenedOn() throws Exception {
        try (var process = ServerProcess.start("0.0.0.0:0")) {
            assertThat(process.line("the first line"))
                    .matches("stage0\\d-[a-z-]+ listening on 0.0.0.0:(\\d+), port \\1\\. Try: nc localhost \\1");
        }
    }

    @Test
    void anIpv6AddressStandsInBracketsAndNcIsToldItWithout() throws Exception {
        try (var process = ServerProcess.start("[::1]:0")) {
            String line = process.line("the first line");
            assumeTrue(line != null, "there is no IPv6 here");
            assertThat(line).matches("stage0\\d-[a-z-]+ listening on \\[::1]:(\\d+), port \\1\\. Try: nc ::1 \\1");
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            try (var socket = new Socket("::1", port)) {
                assertThat(process.line(EVENTS)).isEqualTo("[::1]:" + socket.getLocalPort() + " connected");
            }
        }
    }

    @Test
    void beingToldToEndEndsItAndItsClients() throws Exception {
        try (var process = ServerProcess.start("0"); var ada = TestClient.connect(process.port())) {
            ada.name("ada");
            process.stop();
            ada.awaitEnd("when the process ends, its clients see the end of their streams");
            process.exitCode();
        }
    }

    private static void assertUsage(String... arguments) throws Exception {
        try (var process = ServerProcess.start(arguments)) {
            assertThat(process.exitCode()).as("exit code").isEqualTo(2);
            assertThat(process.errors())
                    .matches("(?s)\\[USAGE]: java -jar stage0\\d-[a-z-]+\\.jar .*\\[\\[host:]port].*");
            assertThat(process.output()).as("standard output").isEmpty();
        }
    }
}
