package chat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Four measurements that lie, each beside one that doesn't; docs/costs.md says why. Nanoseconds an operation. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class Pitfalls {
    private long x = 2;
    private final ReentrantLock lock = new ReentrantLock();
    private long guarded;

    // ---- dead code: what nobody uses, the compiler leaves out

    @Benchmark
    public void deadCodeBaseline() {}

    @Benchmark
    public void deadCodeWrong() {
        compute();
    }

    @Benchmark
    public long deadCodeRight() {
        return compute();
    }

    /** Some arithmetic, of which the compiler knows that it changes nothing else. */
    private long compute() {
        long mixed = x;
        for (int i = 0; i < 20; i++) {
            mixed ^= mixed << 13;
            mixed ^= mixed >>> 7;
            mixed ^= mixed << 17;
        }
        return mixed;
    }

    // ---- one thread: a lock that nobody else wants costs next to nothing

    @Benchmark
    @Threads(1)
    public long oneThreadBaseline() {
        return guarded++;
    }

    @Benchmark
    @Threads(1)
    public long oneThreadWrong() {
        return locked();
    }

    @Benchmark
    @Threads(4)
    public long oneThreadRight() {
        return locked();
    }

    private long locked() {
        lock.lock();
        try {
            return guarded++;
        } finally {
            lock.unlock();
        }
    }

    // ---- no warm-up: the first messages pay for class loading, interpretation and compilation

    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(3)
    @OperationsPerInvocation(SayBenchmark.WINDOW)
    public void noWarmupWrong(TenReceivers state) throws InterruptedException {
        state.say(SayBenchmark.WINDOW, 0);
    }

    @Benchmark
    @OperationsPerInvocation(SayBenchmark.WINDOW)
    public void noWarmupRight(TenReceivers state) throws InterruptedException {
        state.say(SayBenchmark.WINDOW, 0);
    }

    // ---- unequal work: a room that only queues has not delivered

    @Benchmark
    @OperationsPerInvocation(SayBenchmark.WINDOW)
    public void unequalWorkBaseline(TenReceivers lock) throws InterruptedException {
        lock.say(SayBenchmark.WINDOW, 0);
    }

    @Benchmark
    @OperationsPerInvocation(SayBenchmark.WINDOW)
    public void unequalWorkWrong(TenReceiversWithQueues queues) throws InterruptedException {
        for (int i = 0; i < SayBenchmark.WINDOW; i++) {
            queues.sayAndForget();
        }
    }

    @Benchmark
    @OperationsPerInvocation(SayBenchmark.WINDOW)
    public void unequalWorkRight(TenReceiversWithQueues queues) throws InterruptedException {
        queues.say(SayBenchmark.WINDOW, 0);
    }

    /** A room with a lock. */
    @State(Scope.Benchmark)
    public static class TenReceivers extends OpenRoom {
        @Setup(Level.Iteration)
        public void open() throws InterruptedException {
            open(Design.REENTRANT_LOCK, 10);
        }

        @TearDown(Level.Iteration)
        public void end() {
            close();
        }
    }

    /** A room with a queue for each client. */
    @State(Scope.Benchmark)
    public static class TenReceiversWithQueues extends OpenRoom {
        private long said;

        @Setup(Level.Iteration)
        public void open() throws InterruptedException {
            open(Design.ARRAY_BLOCKING_QUEUE, 10);
            said = 0;
        }

        void sayAndForget() throws InterruptedException {
            said = expect(1);
            room.say(members.getFirst(), text);
        }

        /** Outside the time that counts, and that is the mistake. */
        @TearDown(Level.Invocation)
        public void deliver() throws InterruptedException {
            deliveries.await(said);
        }

        @TearDown(Level.Iteration)
        public void end() {
            close();
        }
    }
}
