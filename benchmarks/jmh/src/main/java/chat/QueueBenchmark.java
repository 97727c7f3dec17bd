package chat;

import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Elements a second through a queue to one consumer, who is parked when there is none.
 * One counts when the consumer has it.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class QueueBenchmark {
    private static final int BURST = 64;

    /** A queue, and its consumer. */
    @State(Scope.Benchmark)
    public static class Consumer {
        @Param
        Design.QueueKind queue;

        @Param({"true", "false"})
        boolean virtual;

        /** Whether the consumer takes all that waits at once. */
        @Param({"false", "true"})
        boolean drains;

        private BlockingQueue<Byte> elements;
        private Deliveries deliveries;
        private Thread thread;

        @Setup(Level.Iteration)
        public void start() {
            elements = queue.make();
            deliveries = new Deliveries();
            thread = virtual
                    ? Thread.startVirtualThread(this::consume)
                    : Thread.ofPlatform().daemon().start(this::consume);
        }

        private void consume() {
            try {
                var taken = new ArrayList<Byte>();
                while (true) {
                    taken.add(elements.take());
                    if (drains) {
                        Design.QueueKind.drain(elements, taken);
                    }
                    deliveries.arrived(taken.size());
                    taken.clear();
                }
            } catch (InterruptedException e) {
                // the iteration is over
            }
        }

        void handOver(int count) throws InterruptedException {
            long all = deliveries.expect(count);
            for (int i = 0; i < count; i++) {
                elements.put((byte) 1);
            }
            deliveries.await(all);
        }

        @TearDown(Level.Iteration)
        public void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    @Benchmark
    @OperationsPerInvocation(BURST)
    public void bursts(Consumer consumer) throws InterruptedException {
        consumer.handOver(BURST);
    }

    /** There and back: the consumer wakes for each element, and the producer for each answer. */
    @Benchmark
    public void oneAtATime(Consumer consumer) throws InterruptedException {
        consumer.handOver(1);
    }
}
