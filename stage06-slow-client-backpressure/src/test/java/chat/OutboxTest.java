package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounded queue alone. Its user between two calls of take() is a writer in the middle of a write. */
class OutboxTest {
    private static Outbox outbox(String... options) {
        return new Outbox(Limits.parse(List.of(options)));
    }

    private static List<byte[]> lines(int from, int to) {
        var lines = new ArrayList<byte[]>();
        for (int i = from; i < to; i++) {
            lines.add((i + "\n").getBytes(UTF_8));
        }
        return lines;
    }

    private static String numbers(int from, int to) {
        var numbers = new StringBuilder();
        lines(from, to).forEach(line -> numbers.append(new String(line, UTF_8)));
        return numbers.toString();
    }

    @Test
    void whatWaitsIsTakenAtOnceAndInOrder() throws Exception {
        var outbox = outbox();
        outbox.add(lines(0, 3));
        outbox.add(lines(3, 5));
        assertThat(new String(outbox.take(), UTF_8)).isEqualTo(numbers(0, 5));
    }

    @Test
    void whoAddsToAFullOneWaitsUntilItIsEmptied() throws Exception {
        var outbox = outbox("--outbox=4");
        outbox.add(lines(0, 3));
        var added = new FutureTask<>(() -> outbox.add(lines(3, 6)));
        var thread = Thread.startVirtualThread(added);
        ThreadWatch.awaitStandstill(thread);
        assertThat(added.isDone()).as("the line that doesn't fit was added").isFalse();
        assertThat(new String(outbox.take(), UTF_8)).isEqualTo(numbers(0, 3));
        assertThat(added.get()).as("the client may stay").isTrue();
        assertThat(new String(outbox.take(), UTF_8)).isEqualTo(numbers(3, 6));
    }

    @Test
    void aClientWhoseWriteGoesOnAndOnIsToBeDisconnected() throws Exception {
        var outbox = outbox("--outbox=4");
        outbox.add(lines(0, 1));
        outbox.take(); // and the write doesn't end
        outbox.add(lines(1, 5));
        assertThat(outbox.add(lines(5, 6))).as("the client may stay").isFalse();
    }

    @Test
    void theRoomsPatienceIsSpentOnce() throws Exception {
        var outbox = outbox("--outbox=4", "--slow-client=drop-newest");
        outbox.add(lines(0, 1));
        outbox.take(); // and the write doesn't end
        outbox.add(lines(1, 5));
        outbox.add(lines(5, 6)); // waits for as long as the room is patient
        long before = System.nanoTime();
        int more = 0;
        while (System.nanoTime() - before < Limits.DEFAULT.patience().toNanos()) {
            outbox.add(lines(6 + more, 7 + more)); // waits no more
            more++;
        }
        assertThat(more).as("lines that were dropped in the time for which it had waited").isGreaterThan(10);
        assertThat(new String(outbox.take(), UTF_8))
                .isEqualTo(numbers(1, 5) + "* You missed " + (1 + more) + " lines.\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_NEWEST", "DROP_OLDEST"})
    void whatIsDroppedIsToldWhereItIsMissing(Limits.SlowClient policy) throws Exception {
        var outbox = outbox("--outbox=4", "--slow-client=" + policy.name().toLowerCase().replace('_', '-'));
        outbox.add(lines(0, 1));
        outbox.take(); // and the write doesn't end
        outbox.add(lines(1, 4));
        outbox.add(lines(4, 7));
        assertThat(new String(outbox.take(), UTF_8)).isEqualTo(switch (policy) {
            case DROP_NEWEST -> numbers(1, 5) + "* You missed 2 lines.\n";
            case DROP_OLDEST -> "* You missed 2 lines.\n" + numbers(3, 7);
            case DISCONNECT -> throw new AssertionError();
        });
        outbox.add(lines(7, 8));
        assertThat(new String(outbox.take(), UTF_8)).as("told once").isEqualTo(numbers(7, 8));
    }

    @Test
    void closingLetsTheWriterFinishAndNobodyWait() throws Exception {
        var outbox = outbox("--outbox=2");
        outbox.add(lines(0, 2));
        var added = new FutureTask<>(() -> outbox.add(lines(2, 3)));
        ThreadWatch.awaitStandstill(Thread.startVirtualThread(added));
        outbox.close(List.of("bye\n".getBytes(UTF_8)));
        outbox.close(List.of("never\n".getBytes(UTF_8))); // the second time is none
        assertThat(added.get()).isTrue();
        assertThat(outbox.add(lines(3, 4))).isTrue();
        assertThat(new String(outbox.take(), UTF_8)).isEqualTo(numbers(0, 2) + "bye\n");
        assertThat(outbox.take()).as("the end").isNull();
    }
}
