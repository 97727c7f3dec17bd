package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class DeliveriesTest {
    private static final String TEXT = ".".repeat(33); // makes 64 bytes of a line

    @Test
    void noticesDontCountAndEachSpeakersMessagesCountForItselfHoweverTheyAreWritten() throws Exception {
        var deliveries = new Deliveries(2);
        var stream = deliveries.stream();
        stream.write("* you are alone\n* r0001 has joined\n".getBytes(US_ASCII));
        stream.write((line(1) + line(0) + line(0) + "* a notice\n" + line(0) + line(1)).getBytes(US_ASCII));
        deliveries.of(0).await(3);
        deliveries.of(1).await(2);
        stream.write(line(1).getBytes(US_ASCII));
        deliveries.of(1).await(1);
    }

    @Test
    void whoeverWaitsIsWokenByTheLastOfItsOwnMessagesOnly() throws Exception {
        var deliveries = new Deliveries(2);
        var stream = deliveries.stream();
        var waits = new CountDownLatch(1);
        var waiter = CompletableFuture.runAsync(() -> {
            waits.countDown();
            try {
                deliveries.of(0).await(2);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        waits.await();
        stream.write((line(0) + line(1) + line(1)).getBytes(US_ASCII));
        assertThat(waiter).isNotDone();
        stream.write(line(0).getBytes(US_ASCII));
        waiter.get();
    }

    @Test
    void aPieceOfALineIsAnError() {
        var stream = new Deliveries(1).stream();
        assertThatThrownBy(() -> stream.write(line(0).substring(0, 40).getBytes(US_ASCII)))
                .hasMessageContaining("not whole lines");
    }

    /**
     * What all designs have in common: a name is taken once, and what is said reaches everyone but the one who says it.
     */
    @ParameterizedTest
    @EnumSource
    void everyDesignIsAChat(Design design) throws Exception {
        try (Room room = design.open()) {
            var own = new Deliveries(2);
            var others = new Deliveries(2);
            var ada = room.join(own.stream(), "r0000").orElseThrow();
            var bob = room.join(others.stream(), "r0001").orElseThrow();
            assertThat(room.join(others.stream(), "r0001")).isEmpty();
            assertThat(room.join(others.stream(), "r0002")).isPresent();
            ada.say(TEXT);
            others.of(0).await(2);
            bob.say(TEXT);
            own.of(1).await(1);
        }
    }

    private static String line(int speaker) {
        return "[2026-11-20 15:48:41][r000" + speaker + "]: " + TEXT + "\n";
    }
}
