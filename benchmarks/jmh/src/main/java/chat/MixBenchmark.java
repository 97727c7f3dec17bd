package chat;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Each thread says 640 messages, and after every 64 of them somebody comes and goes, who is sent the history
 * so far (in stages 2 to 5: all of it). Time for all of that, in a new room each time, as a rate would have
 * longer runs pay for longer histories.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class MixBenchmark {
    private static final int VISITS = 10;

    @Benchmark
    public void mix(RoomState state, JoinBenchmark.Visitor visitor, ThreadParams thread) throws InterruptedException {
        for (int i = 0; i < VISITS; i++) {
            state.say(SayBenchmark.WINDOW, thread.getThreadIndex());
            visitor.visit(state);
        }
    }
}
