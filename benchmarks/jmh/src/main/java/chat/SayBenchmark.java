package chat;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

/** Messages, from all threads together; one counts when all receivers have it. */
public class SayBenchmark {
    public static final int WINDOW = 64;

    /** Each speaker has 64 messages on the way, then waits for the last of them. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public void manyOnTheWay(RoomState room, ThreadParams thread) throws InterruptedException {
        room.say(WINDOW, thread.getThreadIndex());
        room.await(WINDOW, thread.getThreadIndex());
    }

    /** Each speaker waits for every message: every thread that is handed something has to wake up. */
    @Benchmark
    public void oneOnTheWay(RoomState room, ThreadParams thread) throws InterruptedException {
        room.say(1, thread.getThreadIndex());
        room.await(1, thread.getThreadIndex());
    }

    /** A mistake: the wait for the deliveries is outside the time that counts. One thread. */
    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public void notAwaited(UncountedWait room) throws InterruptedException {
        room.say(WINDOW, 0);
    }

    /** A room whose speaker waits between what is measured. */
    @State(Scope.Benchmark)
    public static class UncountedWait extends RoomState {
        @TearDown(Level.Invocation)
        public void await() throws InterruptedException {
            await(WINDOW, 0);
        }
    }
}
