package chat;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.infra.ThreadParams;

/** Messages a second, from all threads together; one counts when all receivers have it. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SayBenchmark {
    static final int WINDOW = 64;

    /** Each speaker has 64 messages on the way, then waits for the last of them. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public void manyOnTheWay(RoomState state, ThreadParams thread) throws InterruptedException {
        state.say(WINDOW, thread.getThreadIndex());
    }

    /**
     * Each speaker waits for every message: nothing to batch, and every thread that is handed something has to wake up.
     */
    @Benchmark
    public void oneOnTheWay(RoomState state, ThreadParams thread) throws InterruptedException {
        state.say(1, thread.getThreadIndex());
    }
}
