package chat;

import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Two measurements that lie, each beside one that doesn't; docs/costs.md says why. (Two more are
 * {@link SayBenchmark#manyOnTheWay} without a warm-up, and {@link SayBenchmark#notAwaited}.)
 */
@State(Scope.Benchmark)
public class Pitfalls {
    private long x = 2;
    private final ReentrantLock lock = new ReentrantLock();
    private long guarded;

    // ---- dead code: what nobody uses, the compiler leaves out

    @Benchmark
    public void nothing() {}

    @Benchmark
    public void deadCode() {
        compute();
    }

    @Benchmark
    public long usedCode() {
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

    // ---- one thread: a lock that nobody else wants costs next to nothing; run with one thread, and with four

    @Benchmark
    public long unlocked() {
        return guarded++;
    }

    @Benchmark
    public long locked() {
        lock.lock();
        try {
            return guarded++;
        } finally {
            lock.unlock();
        }
    }
}
