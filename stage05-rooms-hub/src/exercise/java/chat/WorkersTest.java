package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rooms share workers, and the lines of a room never overtake each other. */
@Tag("5.11")
class WorkersTest {
    private final Workers workers = new Workers();
    private final Hub hub = new Hub(workers);
    private final Deque<Typist> typists = new ConcurrentLinkedDeque<>();

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
                threads.add(Thread.startVirtualThread(task));
            }
        }

        synchronized void hold() {
            holding = true;
        }

        /** Runs those that are held, the newest first, one after the other, and those that they add in turn. */
        void runNewestFirst() throws InterruptedException {
            for (Runnable task = newest(); task != null; task = newest()) {
                assertThat(Thread.startVirtualThread(task).join(TestClient.patience())).as("a task ends").isTrue();
            }
        }

        private synchronized Runnable newest() {
            return held.pollLast();
        }

        synchronized List<Thread> alive() {
            return threads.stream().filter(Thread::isAlive).toList();
        }
    }

    @AfterEach
    void stop() {
        typists.forEach(Typist::close);
        workers.alive().forEach(Thread::interrupt);
    }

    private Typist opened(Typist typist) {
        typists.add(typist);
        return typist;
    }

    @Test
    void aRoomInWhichNobodySpeaksHoldsNoWorker() {
        var ada = opened(Typist.join(hub, "ada"));
        ada.type("/create den").await("* You are alone in den.", "who creates a room goes there");
        for (Thread worker : workers.alive()) {
            ThreadWatch.await(() -> !worker.isAlive(), () -> "a room's task is still on its worker, and nobody speaks"
                    + "\n  what it probably means: the task waits for the next event. With as many such rooms as"
                    + "\n    workers no other room gets one. When the inbox is empty the task must end, and the next"
                    + "\n    event is put there together with a new task"
                    + ThreadWatch.at(worker));
        }
        ada.type("/who").expect("* In den: ada", "the next event starts the room again");
    }

    @Test
    void twoLinesNeverOvertakeEachOther() throws Exception {
        var ada = opened(Typist.join(hub, "ada"));
        var bob = opened(Typist.join(hub, "bob"));
        ada.await("* bob has joined lobby", "a join is told to the others");
        workers.hold();
        ada.type("one").type("two").type("three").awaitHeldOrIdle();
        workers.runNewestFirst();
        String why = "each event is a task of its own. Ada said one, two and three, and the hub's Executor\n"
                + "    ran the tasks that it was given newest first, as several workers may.\n"
                + "    A room may have one task at a time, which handles all events in their order";
        bob.expect("[time][ada]: one", why);
        bob.expect("[time][ada]: two", why);
        bob.expect("[time][ada]: three", why);
    }

    /** Sam is the first member, so a line that waits for his outbox has been sent to nobody else. */
    @Test
    void aRoomThatStandsStillHoldsOneWorker() {
        var sam = opened(Typist.joinStopped(hub, "sam"));
        sam.awaitHeldOrIdle();
        var bob = opened(Typist.join(hub, "bob"));
        var flo = opened(Typist.join(hub, "flo"));
        bob.expect("* flo has joined lobby", "a join is told to the others");
        flo.freeze("lobby");
        workers.alive().forEach(ThreadWatch::awaitStandstill);
        assertThat(workers.alive().size())
                .as("workers that the lobby holds while it waits for sam, who doesn't read, and forty lines wait"
                        + "\n  what it probably means: if there are many, each line that waits holds a worker:"
                        + "\n    one room that stands still stops all workers, and so all rooms")
                .isEqualTo(1);
        sam.readOn();
        for (int i = 0; i < 300; i++) {
            bob.expect("[time][flo from lobby]: line " + i, "the lobby goes on where it stood, in order");
        }
    }
}
