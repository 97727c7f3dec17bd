package scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What steering rests on: threads that stay where they are held, and servers that end. */
class ServerTest {
    private static Run run(int stage) throws IOException {
        return new Run(Film.stage(Path.of("../.."), stage));
    }

    /** A tool that starts a server, says which process it is, and waits. */
    static void main(String[] args) throws Exception {
        IO.println(run(4).server().process().pid());
        Thread.sleep(Long.MAX_VALUE);
    }

    @Test
    void moreThreadsThanCoresAreHeldAndOneMoves() throws Exception {
        int many = 4 * Runtime.getRuntime().availableProcessors();
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
        try (var run = new Run(withTwoLocks(folder))) {
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

    /** Stage 3 with a lock for the history, which join takes before that of the room, and say after it. */
    private static Path withTwoLocks(Path folder) throws IOException {
        return variant(folder, 3, source -> source.replaceAll("import com.*|@GuardedBy\\(\"this\"\\)", "")
                .replace("synchronized boolean join(Client client, String name) {", """
                        boolean join(Client client, String name) {
                            synchronized (history) {
                                return admit(client, name);
                            }
                        }

                        private synchronized boolean admit(Client client, String name) {""")
                .replace("synchronized void say(Client sender, String text) {", """
                        synchronized void say(Client sender, String text) {
                            synchronized (history) {
                                relay(sender, text);
                            }
                        }

                        private void relay(Client sender, String text) {"""));
    }

    @Test
    void theHolderOfAReentrantLockIsNamed(@TempDir Path folder) throws Exception {
        Path stage = variant(folder, 2, source -> source
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

    /** A stage whose ChatRoom is another. */
    private static Path variant(Path folder, int number, UnaryOperator<String> change) throws IOException {
        Path stage = Film.stage(Path.of("../.."), number);
        String room = "src/main/java/chat/ChatRoom.java";
        Path source = folder.resolve(room);
        Path classes = folder.resolve("target/classes");
        Files.createDirectories(source.getParent());
        Files.createDirectories(classes.resolve("chat"));
        Files.writeString(source, change.apply(Files.readString(stage.resolve(room))));
        try (var files = Files.list(stage.resolve("target/classes/chat"))) {
            for (Path file : files.toList()) {
                Files.copy(file, classes.resolve("chat").resolve(file.getFileName()));
            }
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-g", "-d", classes.toString(),
                "-cp", classes.toString(), source.toString());
        assertThat(result).isZero();
        return folder;
    }

    @Test
    void twoServersAreSteeredAtATime() throws Exception {
        try (var one = run(2); var other = run(2)) {
            for (var run : List.of(one, other)) {
                run.decide("connect ada");
                run.decide("type ada ada");
            }
            assertThat(one.decide("run ada").seen()).contains("members: ada");
            assertThat(other.server().held()).containsExactly("ada");
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

    @Test
    void aKilledToolLeavesNoServer() throws Exception {
        var tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "scheduler.ServerTest")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var output = tool.inputReader()) {
            var server = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            tool.destroyForcibly();
            server.onExit().get(20, TimeUnit.SECONDS);
        } finally {
            tool.destroyForcibly();
        }
    }
}
