package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounded queue alone. Its user between two calls of take() is a writer in the middle of a write. */
class OutboxTest {
    private static Outbox outbox(String... options) {
        return new Outbox(Limits.parse(List.of(options)), Limits.PATIENCE);
    }

    /** So many numbered lines in one piece. */
    private static Outbox.Lines lines(int from, int to) {
        return Outbox.Lines.of(numbers(from, to));
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining());
    }

    private static String take(Outbox outbox) throws InterruptedException {
        return new String(outbox.take(), UTF_8);
    }

    /** An outbox of four lines, which are in it, while a write goes on that doesn't end. */
    private static Outbox full(String... options) throws InterruptedException {
        var outbox = outbox(Stream.concat(Stream.of("--outbox=4"), Stream.of(options)).toArray(String[]::new));
        outbox.add(lines(0, 1));
        outbox.write(outbox.take().length);
        outbox.add(lines(1, 3));
        outbox.add(lines(3, 5));
        return outbox;
    }

    @Test
    void whatWaitsIsTakenAtOnceAndInOrder() throws Exception {
        var outbox = outbox();
        outbox.add(lines(0, 3));
        outbox.add(lines(3, 5));
        assertThat(take(outbox)).isEqualTo(numbers(0, 5));
    }

    @Test
    void onePieceIsTakenAsItIs() throws Exception {
        var outbox = outbox();
        var piece = lines(0, 3);
        outbox.add(piece);
        assertThat(outbox.take()).as("the bytes that all clients share").isSameAs(piece.bytes());
    }

    @Test
    void whoAddsToAFullOneWaitsUntilItIsEmptied() throws Exception {
        var outbox = outbox("--outbox=4");
        outbox.add(lines(0, 3));
        var added = new FutureTask<>(() -> outbox.add(lines(3, 6)));
        var thread = Thread.startVirtualThread(added);
        ThreadWatch.awaitStandstill(thread);
        assertThat(added.isDone()).withFailMessage("the line that doesn't fit was added").isFalse();
        assertThat(take(outbox)).isEqualTo(numbers(0, 3));
        assertThat(added.get()).withFailMessage("the client may not stay").isTrue();
        assertThat(take(outbox)).isEqualTo(numbers(3, 6));
    }

    @Test
    void aClientWhoseWriteGoesOnAndOnIsToBeDisconnected() throws Exception {
        assertThat(full().add(lines(5, 6))).withFailMessage("the client may stay").isFalse();
    }

    /** Their clocks run at the same time, whichever of them the room waits for. */
    @Test
    void tenClientsThatHaveStoppedCostOnePause() throws Exception {
        var stopped = new ArrayList<Outbox>();
        for (int i = 0; i < 10; i++) {
            stopped.add(full());
        }
        assertThat(stopped.getFirst().add(lines(5, 6))).withFailMessage("the first, waited for, may stay").isFalse();
        long before = System.nanoTime();
        for (var outbox : stopped) {
            assertThat(outbox.add(lines(5, 6))).withFailMessage("one of them may stay").isFalse();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("how long the others were waited for after the first")
                .isLessThan(Limits.PATIENCE);
    }

    @Test
    void theRoomsPatienceIsSpentOnce() throws Exception {
        var outbox = full("--slow-client=drop-newest");
        outbox.add(lines(5, 6)); // waits for as long as the room is patient
        long before = System.nanoTime();
        int more = 0;
        while (System.nanoTime() - before < Limits.PATIENCE.toNanos()) {
            outbox.add(lines(6 + more, 7 + more)); // waits no more
            more++;
        }
        assertThat(more).as("lines that were dropped in the time for which it had waited").isGreaterThan(100);
        assertThat(take(outbox)).isEqualTo(numbers(1, 5) + "* You missed " + (1 + more) + " lines.\n");
    }

    /** When a few bytes get through it isn't waited for again: only when they have paid what it owes. */
    @Test
    void whoReadsAtATrickleIsWaitedForOnce() throws Exception {
        var outbox = full("--slow-client=drop-oldest");
        outbox.add(lines(5, 6)); // waits for as long as the room is patient
        outbox.write(Limits.WRITE);
        outbox.write(Limits.WRITE); // that has got through, at once: it pays half a second
        long before = System.nanoTime();
        int more = 0;
        while (System.nanoTime() - before < Limits.PATIENCE.toNanos()) {
            outbox.add(lines(6, 10)); // waits no more
            more++;
        }
        assertThat(more).as("pieces that were added in the time for which it had waited").isGreaterThan(100);
    }

    /** ... and then it is waited for as ever: it reads again. */
    @Test
    void whoHasPaidWhatItOwesIsWaitedForAgain() throws Exception {
        var outbox = full("--slow-client=drop-oldest");
        outbox.add(lines(5, 6)); // waits for as long as the room is patient
        for (int written = 0; written < 256 * 1024; written += Limits.WRITE) {
            outbox.write(Limits.WRITE);
        }
        outbox.take();
        outbox.write(1);
        outbox.add(lines(6, 10));
        var added = new FutureTask<>(() -> outbox.add(lines(10, 11)));
        ThreadWatch.awaitStandstill(Thread.startVirtualThread(added));
        assertThat(take(outbox)).as("nothing was dropped").isEqualTo(numbers(6, 10));
        assertThat(added.get()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_NEWEST", "DROP_OLDEST"})
    void whatIsDroppedIsToldWhereItIsMissing(Limits.SlowClient policy) throws Exception {
        var outbox = full("--slow-client=" + policy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        outbox.add(lines(5, 7));
        outbox.add(lines(7, 8));
        assertThat(take(outbox)).isEqualTo(switch (policy) {
            case DROP_NEWEST -> numbers(1, 5) + "* You missed 3 lines.\n";
            case DROP_OLDEST -> "* You missed 4 lines.\n" + numbers(5, 8);
            case DISCONNECT -> throw new AssertionError();
        });
        outbox.add(lines(8, 9));
        assertThat(take(outbox)).as("told once").isEqualTo(numbers(8, 9));
    }

    /** What comes after a gap is added after it was told: else the client would be told of it in the wrong place. */
    @Test
    void afterANewestLineWasDroppedASmallerOneIsDroppedToo() throws Exception {
        var outbox = outbox("--outbox=4", "--slow-client=drop-newest");
        outbox.add(lines(0, 1));
        outbox.write(outbox.take().length);
        outbox.add(lines(1, 4));
        outbox.add(lines(4, 6)); // doesn't fit
        outbox.add(lines(6, 7)); // would
        assertThat(take(outbox)).isEqualTo(numbers(1, 4) + "* You missed 3 lines.\n");
    }

    @Test
    void lastWordsComeLast() throws Exception {
        var outbox = full("--slow-client=drop-newest");
        outbox.add(lines(5, 6));
        outbox.close(Outbox.Lines.of("bye\n"));
        assertThat(take(outbox)).isEqualTo(numbers(1, 5) + "* You missed 1 line.\nbye\n");
    }

    @Test
    void closingLetsTheWriterFinishAndNobodyWait() throws Exception {
        var outbox = outbox("--outbox=2");
        outbox.add(lines(0, 2));
        var added = new FutureTask<>(() -> outbox.add(lines(2, 3)));
        ThreadWatch.awaitStandstill(Thread.startVirtualThread(added));
        outbox.close(Outbox.Lines.of("bye\n"));
        outbox.close(Outbox.Lines.of("never\n")); // the second time is none
        assertThat(added.get()).isTrue();
        assertThat(outbox.add(lines(3, 4))).isTrue();
        assertThat(take(outbox)).isEqualTo(numbers(0, 2) + "bye\n");
        assertThat(outbox.take()).as("the end").isNull();
    }
}
