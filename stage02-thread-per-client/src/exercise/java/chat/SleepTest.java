package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two adas, cured by a sleep: plays the order of steps from the class BadOrder that the learner writes, then tries the
 * learner's cure.
 */
@Tag("2.4")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SleepTest {
    private static final List<String> STEPS = List.of("look", "sleep", "look again", "act");

    @Test
    @Order(1)
    void yourOrderLetsTwoAdasIn() throws Exception {
        new Play(order()).run();
    }

    @Test
    @Order(2)
    void yourRoomLetsInOneAdaInAnyOrder() throws Exception {
        TwoAdas.oneIsLetIn();
    }

    @Test
    @Order(3)
    void yourRoomKeepsNamesInWhatManyThreadsMayUse() throws Exception {
        TwoAdas.namesAreSafe();
    }

    private static List<String> order() {
        return BadOrder.STEPS.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    /** Two threads, each of which takes a step of {@link SleepingRoom#join} when its line comes. */
    private static final class Play {
        private final List<String> order;
        private final SleepingRoom room = new SleepingRoom(this::step);
        private final Semaphore stands = new Semaphore(0);
        private final List<Actor> actors = List.of(new Actor(1), new Actor(2));

        Play(List<String> order) {
            this.order = order;
            for (String line : order) {
                if (!line.matches("[12] (" + String.join("|", STEPS) + ")")) {
                    throw new AssertionError("BadOrder.STEPS has the line \"" + escaped(line)
                            + "\"\n  what it should be: 1 or 2 for the thread, a space, and one of its steps: "
                            + String.join(", ", STEPS));
                }
            }
            for (int thread = 1; thread <= 2; thread++) {
                String number = thread + " ";
                var steps = order.stream().filter(line -> line.startsWith(number)).map(line -> line.substring(2))
                        .toList();
                if (!steps.equals(STEPS)) {
                    throw new AssertionError("in BadOrder.STEPS thread " + thread + " does: " + String.join(", ", steps)
                            + "\n  what it should be: " + String.join(", ", STEPS) + ". You choose how the two threads'"
                            + " steps are mixed; each takes its own in the order of the code");
                }
            }
        }

        private static String escaped(String line) {
            return line.replaceAll("\\p{Cntrl}", "?");
        }

        void run() throws InterruptedException {
            try {
                for (var actor : actors) {
                    actor.thread.start();
                    await(stands); // before its first step
                }
                for (int i = 0; i < order.size(); i++) {
                    var actor = actors.get(order.get(i).charAt(0) - '1');
                    actor.turn.release();
                    await(stands); // before its next step, or at its end
                    if (actor.isRefused) {
                        int other = 3 - actor.number;
                        throw new AssertionError("your order lets in only one ada: at line " + (i + 1) + ", \""
                                + order.get(i) + "\", thread " + actor.number + " sees that the name is taken. Thread "
                                + other + " had acted at line " + (order.indexOf(other + " act") + 1)
                                + "\n  what it probably means: the cure fails only if both threads look for the last "
                                + "time before either of them acts");
                    }
                }
            } finally {
                actors.forEach(actor -> actor.thread.interrupt());
            }
        }

        /** Called by the room, in the thread of an actor. */
        private void step(String step) throws InterruptedException {
            stands.release();
            actors.get(Integer.parseInt(Thread.currentThread().getName()) - 1).turn.acquire();
        }

        private static void await(Semaphore semaphore) throws InterruptedException {
            if (!semaphore.tryAcquire(TestClient.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("a thread that had its turn didn't come to its next step");
            }
        }

        private final class Actor {
            private final int number;
            private final Semaphore turn = new Semaphore(0);
            private final Thread thread;
            private volatile boolean isRefused;

            Actor(int number) {
                this.number = number;
                this.thread = Thread.ofPlatform().name(String.valueOf(number)).daemon().unstarted(this::join);
            }

            private void join() {
                try {
                    var client = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
                    isRefused = !room.join(client, "ada");
                    stands.release();
                } catch (InterruptedException e) {
                    // the play is over
                }
            }
        }
    }
}
