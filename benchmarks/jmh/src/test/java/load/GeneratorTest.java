package load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import load.FaultyServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The checker is no good unless it can fail: each fault, made on purpose and counted by the server,
 * is counted by the generator too.
 */
@Timeout(60)
class GeneratorTest {
    @Test
    void aServerThatDeliversEverythingOnceAndInOrderIsFlawless() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.NONE)) {
            Report report = run(plan(server).senders(3));
            assertThat(report.isFlawless()).as(report.summary()).isTrue();
            assertThat(report.delivered()).isEqualTo(4 * report.sent()).isPositive();
            assertThat(report.deliveriesPerSecond()).isPositive();
            assertThat(report.toEach().count()).isEqualTo(4 * report.toLast().count()).isPositive();
        }
    }

    @Test
    void lostLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.LOSES)) {
            Report report = run(plan(server));
            assertThat(report.lost()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(report.doubled() + report.reordered() + report.malformed() + report.cutOff()).isZero();
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void doubledLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.DOUBLES)) {
            Report report = run(plan(server));
            assertThat(report.doubled()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(report.lost() + report.reordered() + report.malformed() + report.cutOff()).isZero();
            assertThat(report.delivered()).isEqualTo(4 * report.sent());
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void reorderedLinesAreCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.REORDERS)) {
            Report report = run(plan(server));
            assertThat(report.reordered()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(report.lost()).isEqualTo(server.stillHeld());
            assertThat(report.doubled() + report.malformed() + report.cutOff()).isZero();
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void aTornLineIsMalformedAndLost() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.TEARS)) {
            Report report = run(plan(server));
            assertThat(report.malformed()).as(report.summary()).isEqualTo(server.injected()).isPositive();
            assertThat(report.lost()).isEqualTo(server.injected());
            assertThat(report.firstMalformed()).startsWith("[2026-11-2");
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void aLineThatComesBackToItsSenderIsMalformed() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.ECHOES)) {
            Report report = run(plan(server));
            assertThat(report.malformed()).as(report.summary()).isEqualTo(report.sent()).isPositive();
            assertThat(report.lost()).isZero();
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void aReaderThatIsCutOffIsReportedAndTheOthersGoOn() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.CUTS_OFF)) {
            Report report = run(plan(server));
            assertThat(report.cutOff()).as(report.summary()).isEqualTo(1);
            assertThat(report.lost()).isEqualTo(report.sent() - 100);
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void aServerThatFallsSilentTowardsOneIsNotWaitedForForEver() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.FALLS_SILENT)) {
            Report report = run(plan(server));
            assertThat(report.writtenOff()).as(report.summary()).isPositive();
            assertThat(report.lost()).isEqualTo(server.injected()).isPositive();
            assertThat(report.isFlawless()).isFalse();
        }
    }

    @Test
    void theGoBooksServerSendsALineToItsSenderToo() throws Exception {
        try (var server = new FaultyServer(Protocol.GOPL, Fault.NONE)) {
            Report report = run(plan(server).senders(2));
            assertThat(report.isFlawless()).as(report.summary()).isTrue();
            assertThat(report.delivered()).isEqualTo(5 * report.sent()).isPositive();
        }
    }

    @Test
    void whatAnEarlierRunLeftInTheHistoryIsNotCounted() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.NONE)) {
            run(plan(server));
            Report second = run(plan(server));
            assertThat(second.isFlawless()).as(second.summary()).isTrue();
            assertThat(second.delivered()).isGreaterThanOrEqualTo(4 * second.sent());
        }
    }

    @Test
    void theOpenLoopKeepsItsRate() throws Exception {
        try (var server = new FaultyServer(Protocol.CHAT, Fault.NONE)) {
            Report report = run(plan(server).senders(2).rate(500));
            assertThat(report.isFlawless()).as(report.summary()).isTrue();
            assertThat(report.messages() + report.unsent()).isCloseTo((long) (500 * report.seconds()), within(5L));
            assertThat(report.toEach().count()).isGreaterThanOrEqualTo(4 * report.messages());
        }
    }

    @Test
    void theFloorIsFlawlessAlsoWithAClientThatHasStopped() throws Exception {
        Thread server;
        try (var floor = new Floor(0)) {
            server = Thread.ofPlatform().start(() -> serve(floor));
            Report report = run(new PlanBuilder(floor.port(), Protocol.CHAT).clients(20).senders(5).stopped(1));
            assertThat(report.isFlawless()).as(report.summary()).isTrue();
            assertThat(report.delivered()).isEqualTo(18 * report.sent()).isPositive();
        }
        server.join();
    }

    private static void serve(Floor floor) {
        try {
            floor.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServerThatNeverGreetsIsReportedAndNotWaitedForForEver() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> run(new PlanBuilder(silent.getLocalPort(), Protocol.CHAT)))
                    .isInstanceOf(IOException.class).hasMessageContaining("0 of 5 clients are in");
        }
    }

    private static PlanBuilder plan(FaultyServer server) {
        return new PlanBuilder(server.port(), server.protocol());
    }

    private static Report run(PlanBuilder plan) throws IOException, InterruptedException {
        try (var generator = new Generator(plan.build())) {
            return generator.run();
        }
    }

    /** Small and short, unless told otherwise. */
    private static final class PlanBuilder {
        private final int port;
        private final Protocol protocol;
        private int clients = 5;
        private int senders = 1;
        private int stopped;
        private double rate;

        PlanBuilder(int port, Protocol protocol) {
            this.port = port;
            this.protocol = protocol;
        }

        PlanBuilder clients(int clients) {
            this.clients = clients;
            return this;
        }

        PlanBuilder senders(int senders) {
            this.senders = senders;
            return this;
        }

        PlanBuilder stopped(int stopped) {
            this.stopped = stopped;
            return this;
        }

        PlanBuilder rate(double rate) {
            this.rate = rate;
            return this;
        }

        Plan build() {
            return new Plan("127.0.0.1", port, protocol, clients, senders, 8, rate, 64, stopped, false,
                    Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(5), 0);
        }
    }
}
