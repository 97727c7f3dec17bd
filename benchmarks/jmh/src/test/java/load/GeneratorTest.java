package load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import load.FaultyServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The checker is no good unless it can fail: each fault, made on purpose and counted by the server,
 * is counted by the generator too.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class GeneratorTest {
    @Test
    void aServerThatDeliversEverythingOnceAndInOrderIsFlawless() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.NONE)) {
            Report report = run(server, "--senders 3");
            assertThat(report.flaws()).isEmpty();
            assertThat(report.heard().lines()).isEqualTo(4 * report.sent()).isPositive();
            assertThat(report.deliveriesPerSecond()).isPositive();
        }
    }

    @Test
    void lostLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.LOSES)) {
            Report report = run(server, "");
            var heard = report.heard();
            assertThat(heard.lost()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(heard.doubled() + heard.reordered() + heard.malformed() + report.cutOff()).isZero();
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void doubledLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.DOUBLES)) {
            Report report = run(server, "");
            var heard = report.heard();
            assertThat(heard.doubled()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(heard.lost() + heard.reordered() + heard.malformed() + report.cutOff()).isZero();
            assertThat(heard.lines()).isEqualTo(4 * report.sent());
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void reorderedLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.REORDERS)) {
            Report report = run(server, "");
            var heard = report.heard();
            assertThat(heard.reordered()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(heard.lost()).isEqualTo(server.stillHeld());
            assertThat(heard.doubled() + heard.malformed() + report.cutOff()).isZero();
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void aTornLineIsMalformedAndLost() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.TEARS)) {
            Report report = run(server, "");
            var heard = report.heard();
            assertThat(heard.malformed()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(heard.lost()).isEqualTo(server.injected());
            assertThat(heard.firstMalformed()).startsWith("[2026-11-2");
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void aLineThatComesBackToItsSenderIsMalformed() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.ECHOES)) {
            Report report = run(server, "");
            var heard = report.heard();
            assertThat(heard.malformed()).as(report.summary()).isEqualTo(report.sent()).isPositive();
            assertThat(heard.lost()).isZero();
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void aReaderThatIsCutOffIsReportedAndTheOthersGoOn() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.CUTS_OFF)) {
            Report report = run(server, "");
            assertThat(report.cutOff()).as(report.summary()).isEqualTo(1);
            assertThat(report.heard().lost()).isEqualTo(report.sent() - 100);
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void aServerThatFallsSilentTowardsOneIsNotWaitedForForEver() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.FALLS_SILENT)) {
            Report report = run(server, "--messages 108");
            assertThat(report.writtenOff()).as(report.summary()).isPositive();
            assertThat(report.heard().lost()).isEqualTo(server.injected()).isPositive();
            assertThat(report.flaws()).isNotEmpty();
        }
    }

    @Test
    void theGoBooksServerSendsALineToItsSenderToo() throws Exception {
        try (var server = new FaultyServer(Protocol.GOPL, Fault.NONE)) {
            Report report = run(server, "--senders 2");
            assertThat(report.flaws()).isEmpty();
            assertThat(report.heard().lines()).isEqualTo(5 * report.sent()).isPositive();
        }
    }

    @Test
    void whatAnEarlierRunLeftInTheHistoryIsNotCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.NONE)) {
            run(server, "");
            Report second = run(server, "");
            assertThat(second.flaws()).isEmpty();
            assertThat(second.heard().lines()).isGreaterThanOrEqualTo(4 * second.sent());
        }
    }

    @Test
    void aServerThatNeverGreetsIsReportedAndNotWaitedForForEver() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> run(silent.getLocalPort(), Protocol.CHAT, "--clients 5 --join-timeout 500ms"))
                    .isInstanceOf(IOException.class).hasMessageContaining("0 of 5 clients are in");
        }
    }

    private static Report run(FaultyServer server, String options) throws IOException, InterruptedException {
        return run(server.port(), server.protocol(), "--clients 5 " + options);
    }

    /** Every fault happens often, but not to the last line; the run ends when all have landed. */
    private static Report run(int port, Protocol protocol, String options) throws IOException, InterruptedException {
        var plan = Plan.parse("--window 8 --messages 605 --warmup 0s --measure 30s --join-timeout 5s " + options);
        try (var generator = new Generator(plan, protocol, port, ProcessHandle.current())) {
            return generator.run();
        }
    }
}
