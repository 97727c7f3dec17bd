package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Rooms share workers, and the lines of a room never overtake each other. */
@Tag("5.11")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkersTest {
    private final Workers workers = new Workers();
    private final GlassChat chat = new GlassChat(workers);

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

        /** Runs those that are held, the newest first, one after the other, and those that they put there in turn. */
        void runNewestFirst() throws InterruptedException {
            for (Runnable task = newest(); task != null; task = newest()) {
                assertThat(Thread.startVirtualThread(task).join(TestClient.PATIENCE)).as("a task ends").isTrue();
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
        chat.close();
        workers.alive().forEach(Thread::interrupt);
    }

    @Test
    @Order(1)
    void twoLinesNeverOvertakeEachOther() throws Exception {
        var ada = chat.join("ada");
        var bob = chat.join("bob");
        workers.hold();
        ada.send("one").send("two").send("three").awaitDone();
        workers.runNewestFirst();
        String why = "the hub's Executor was given tasks when ada said one, two and three, and ran the newest first, "
                + "as several workers may. If they overtake each other, each event is a task of its own: a room may "
                + "have one task at a time, which handles the events in their order";
        bob.expect("[time][ada]: one", why);
        bob.expect("[time][ada]: two", why);
        bob.expect("[time][ada]: three", why);
    }

    /** Sam is the first member, so a line that waits for his outbox has been sent to nobody else. */
    @Test
    @Order(2)
    void aRoomThatStandsStillHoldsOneWorker() {
        var sam = chat.joinStopped("sam");
        var bob = chat.join("bob");
        var flo = chat.join("flo");
        bob.expect("* flo has joined lobby", "a join is told to the others");
        chat.freeze("lobby", flo);
        sam.send("at last").awaitDone();
        workers.alive().forEach(ThreadWatch::awaitStandstill);
        assertThat(workers.alive().size())
                .as("workers that the lobby holds while it waits for sam, who doesn't read, and more than forty lines "
                        + "wait for it. If there are many, one room that stands still stops all workers, "
                        + "and so all rooms")
                .isEqualTo(1);
        sam.readOn();
        for (int i = 0; i < 300; i++) {
            bob.expect("[time][flo from lobby]: line " + i, "the lobby goes on where it stood, in order");
        }
        bob.expect("[time][sam]: at last", "sam said that after all the others");
    }

    @Test
    @Order(3)
    void aRoomInWhichNobodySpeaksHoldsNone() {
        var ada = chat.join("ada");
        ada.send("/create den");
        ada.expect("* You are alone in den.", "who creates a room goes there");
        for (Thread worker : workers.alive()) {
            ThreadWatch.await(() -> !worker.isAlive(), () -> "a room's task is still on its worker, though nobody "
                    + "speaks:"
                    + GlassChat.where(worker) + "\n  what it probably means: the task waits for the next event. With "
                    + "as many such rooms as workers no other room gets one. When the inbox is empty, the task must "
                    + "end, and the next event is put together with a new one");
        }
        ada.send("/who");
        ada.expect("* In den: ada", "and the next event starts it again");
    }
}
