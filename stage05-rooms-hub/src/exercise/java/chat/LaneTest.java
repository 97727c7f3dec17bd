package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Tasks of one lane never overtake each other, and hold no more than one worker. */
@Tag("5.11")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LaneTest {
    private final Workers workers = new Workers();
    private final Lane lane = new Lane(workers);
    private final Queue<Integer> done = new ConcurrentLinkedQueue<>();

    /** As many workers as there are tasks: each starts at once, or when the check wants it. */
    private static final class Workers implements Executor {
        private final List<Thread> threads = new ArrayList<>(); // guarded by this
        private final Deque<Runnable> held = new ArrayDeque<>(); // guarded by this
        private boolean holding; // guarded by this

        @Override
        public synchronized void execute(Runnable task) {
            if (holding) {
                held.add(task);
            } else {
                start(task);
            }
        }

        private synchronized Thread start(Runnable task) {
            var thread = Thread.startVirtualThread(() -> {
                try {
                    task.run();
                } catch (IllegalStateException e) {
                    // A worker that fails ends.
                }
            });
            threads.add(thread);
            return thread;
        }

        synchronized void hold() {
            holding = true;
        }

        /** Starts what is held, the newest first, one when the other has ended or waits. */
        void startNewestFirst() {
            for (Runnable task = newest(); task != null; task = newest()) {
                var worker = start(task);
                ThreadWatch.await(() -> !worker.isAlive() || worker.getState() == Thread.State.WAITING,
                        () -> "a worker should end, or wait for a task" + ThreadWatch.at(worker));
            }
        }

        private synchronized Runnable newest() {
            return held.pollLast();
        }

        synchronized List<Thread> all() {
            return List.copyOf(threads);
        }
    }

    @AfterEach
    void stop() {
        workers.all().forEach(Thread::interrupt);
    }

    private void awaitDone(int tasks, String probably) {
        ThreadWatch.await(() -> done.size() >= tasks, () -> tasks + " tasks were given to the lane, and it has run "
                + done + "\n  what it probably means: " + probably);
    }

    @Test
    @Order(1)
    void aLaneWithoutTasksHoldsNoWorker() {
        lane.execute(() -> done.add(1));
        awaitDone(1, "the lane gives its workers nothing to do");
        for (Thread worker : workers.all()) {
            ThreadWatch.await(() -> !worker.isAlive(), () -> "the lane has run its only task, and still holds a worker"
                    + "\n  what it probably means: what it runs there waits for the next task. With as many such"
                    + "\n    lanes as workers no other lane gets one: it must end, and begin again with the next task"
                    + ThreadWatch.at(worker));
        }
        lane.execute(() -> done.add(2));
        awaitDone(2, "a lane that has had nothing to do doesn't begin again");
    }

    @Test
    @Order(2)
    void noTaskOvertakesAnother() {
        workers.hold();
        for (int i = 1; i <= 3; i++) {
            int number = i;
            lane.execute(() -> done.add(number));
        }
        workers.startNewestFirst();
        assertThat(done)
                .as("the order in which the lane has run tasks 1, 2 and 3"
                        + "\n  what it probably means: each is a task of its own for the workers,"
                        + "\n    which here started the newest first. A lane may have one task there at a time\n")
                .containsExactly(1, 2, 3);
    }

    @Test
    @Order(3)
    void aTaskThatWaitsHoldsOneWorker() {
        var goOn = new CountDownLatch(1);
        lane.execute(() -> {
            try {
                goOn.await();
                done.add(0);
            } catch (InterruptedException e) {
                // The check is over.
            }
        });
        for (int i = 1; i < 50; i++) {
            int number = i;
            lane.execute(() -> done.add(number));
        }
        workers.all().forEach(ThreadWatch::awaitStandstill);
        assertThat(workers.all().stream().filter(Thread::isAlive).count())
                .as("workers that the lane holds while its first task waits, and 49 others wait for that"
                        + "\n  what it probably means: if there are many, each task that waits holds a worker:"
                        + "\n    one lane that stands still stops all workers, and so all lanes\n")
                .isEqualTo(1);
        goOn.countDown();
        awaitDone(50, "the lane goes on where it stood");
        assertThat(done).as("the order in which the lane has run its tasks")
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }

    @Test
    @Order(4)
    void aTaskThatFailsKeepsNoOtherFromRunning() {
        workers.hold();
        lane.execute(() -> {
            throw new IllegalStateException("a task that fails");
        });
        lane.execute(() -> done.add(1));
        workers.startNewestFirst();
        lane.execute(() -> done.add(2));
        workers.startNewestFirst();
        assertThat(done)
                .as("what the lane has run of tasks 1 and 2, before which one threw an exception"
                        + "\n  what it probably means: if they are missing, the exception ended the worker in the"
                        + "\n    middle of the lane, which still counts as busy, so nobody starts it again\n")
                .containsExactly(1, 2);
    }
}
