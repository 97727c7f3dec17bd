package chat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveriesTest {
    @Test
    void nothingCountsBeforeTheMark() throws Exception {
        var deliveries = new Deliveries();
        var stream = deliveries.stream();
        stream.write("* you are alone\n".getBytes(US_ASCII));
        stream.write("go!\n".getBytes(US_ASCII));
        stream.write("four".getBytes(US_ASCII));
        deliveries.await(deliveries.expect(1 + 4));
        assertThat(deliveries.expect(1)).isEqualTo(6);
    }

    @Test
    void whoeverWaitsIsWokenByTheLastByte() throws Exception {
        var deliveries = new Deliveries();
        long all = deliveries.expect(2);
        var waits = new CountDownLatch(1);
        var waiter = CompletableFuture.runAsync(() -> {
            waits.countDown();
            try {
                deliveries.await(all);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        waits.await();
        deliveries.arrived(1);
        assertThat(waiter).isNotDone();
        deliveries.arrived(1);
        waiter.get();
    }

    /**
     * What all designs have in common: a name is taken once, and what is said reaches everyone but the one who says it.
     */
    @ParameterizedTest
    @EnumSource
    void everyDesignIsAChat(Design design) throws Exception {
        try (Room room = design.open()) {
            var own = new Deliveries();
            var others = new Deliveries();
            var ada = room.connect(own.stream());
            var bob = room.connect(others.stream());
            var cem = room.connect(others.stream());
            assertThat(room.join(ada, "ada")).isTrue();
            assertThat(room.join(bob, "bob")).isTrue();
            assertThat(room.join(cem, "bob")).isFalse();
            assertThat(room.join(cem, "cem")).isTrue();
            room.say(ada, "from here on!");
            others.await(2);
            room.say(ada, "1234");
            others.await(2 + 2 * "[2026-11-20 15:48:41][ada]: 1234\n".length());
            room.say(bob, "and now you!");
            own.await(1);
        }
    }
}
