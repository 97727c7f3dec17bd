package scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steering rests on: threads that stay where they are held, and servers that end. */
class ServerTest {
    private static Run run(int stage) throws IOException {
        return new Run(Film.stage(Path.of("../.."), stage));
    }

    @Test
    void moreThreadsThanCoresAreHeldAndOneMoves() throws Exception {
        int many = 4 + Runtime.getRuntime().availableProcessors();
        try (var run = run(2)) {
            for (int i = 1; i <= many; i++) {
                run.decide("connect c" + i);
                run.decide("type c" + i + " c" + i);
            }
            assertThat(run.server().held()).containsExactly(
                    IntStream.rangeClosed(1, many).mapToObj(i -> "c" + i).toArray(String[]::new));
            assertThat(run.decide("run c" + many).seen()).contains("members: c" + many);
        }
    }

    @Test
    void aThreadThatWaitsForALockGoesOnWhenItsHolderHasLeft() throws Exception {
        try (var run = run(3)) {
            run.decide("connect ada");
            run.decide("connect bob");
            run.decide("type ada ada");
            assertThat(run.decide("type bob bob").seen())
                    .contains("bob waits for the lock of ChatRoom, which ada holds");
            assertThatThrownBy(() -> run.decide("step bob"))
                    .hasMessage("bob can't go on: it waits for the lock of ChatRoom, which ada holds");
            assertThat(run.decide("run ada").seen()).contains("lock of ChatRoom: held by bob");
            assertThat(run.server().held()).containsExactly("bob");
        }
    }

    @Test
    void aDeadlockIsNamed(@TempDir Path folder) throws Exception {
        try (var run = new Run(Variant.withTwoLocks(folder))) {
            run.decide("connect eve");
            run.decide("type eve eve");
            run.decide("go");
            run.decide("connect ada");
            run.decide("type ada ada");
            run.decide("step ada");
            run.decide("type eve hello");
            assertThat(run.decide("step eve").seen()).contains("eve waits for the lock of ArrayList, which ada holds")
                    .noneMatch(it -> it.startsWith("deadlock"));
            assertThat(run.decide("step ada").seen()).contains("ada waits for the lock of ChatRoom, which eve holds",
                    "deadlock: eve waits for ada, ada waits for eve");
        }
    }

    @Test
    void theHolderOfAReentrantLockIsNamed(@TempDir Path folder) throws Exception {
        Path stage = Variant.of(folder, 2, "ChatRoom", source -> source
                .replace("boolean join(Client client, String name) {", """
                        private final java.util.concurrent.locks.Lock lock =
                                new java.util.concurrent.locks.ReentrantLock();

                        boolean join(Client client, String name) {
                            lock.lock();
                            try {
                                return admit(client, name);
                            } finally {
                                lock.unlock();
                            }
                        }

                        private boolean admit(Client client, String name) {"""));
        try (var run = new Run(stage)) {
            run.decide("connect ada");
            run.decide("connect bob");
            run.decide("type ada ada");
            run.decide("type bob bob");
            run.decide("step ada");
            assertThat(run.decide("step bob").seen()).contains("bob waits for the lock of ChatRoom, which ada holds");
            assertThat(run.decide("run ada").seen())
                    .contains("bob stands before `return admit(client, name);` in join");
        }
    }

    @Test
    void aServerThatDiesIsSeenToHaveEnded() throws Exception {
        try (var run = run(2)) {
            run.decide("connect ada");
            run.server().process().destroyForcibly();
            run.server().process().onExit().get(20, TimeUnit.SECONDS);
            assertThatThrownBy(() -> run.decide("connect bob")).hasMessage("the server has ended");
            assertThat(run.facts()).hasToString("[server: has ended]");
        }
    }
}
