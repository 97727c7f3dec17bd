package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A client that reads loses nothing, however hard another talks; one that doesn't read costs the others a moment. */
@Isolated("who reads here must not wait for other tests")
class SlowClientTest {
    private static final int LINES = 60_000;
    private static final String TEXT = "x".repeat(50) + " line ";
    private static final String STOPPED = "the room waits for a client that has stopped reading, "
            + "and so do those who read";

    /** A bound that one pause is far from, and that a room that waits at each line can't keep. */
    static void mustBeOnePause(long start, int line, int lines) {
        var most = TestClient.patience().multipliedBy(3);
        if (System.nanoTime() - start > most.toNanos()) {
            throw new AssertionError("after " + most.toSeconds() + " seconds those who read have got " + line + " of "
                    + lines + " lines\n  what it probably means: the room waits at each line for a client "
                    + "that doesn't read;\n  it may cost the others one pause, all in all");
        }
    }

    @Test
    @Tag("5.6")
    void sixtyThousandLinesGetPastAStoppedAndATricklingClient() throws Exception {
        try (var server = TestClient.server();
                var reader = TestClient.join(server, "reader");
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped", reader);
                var trickling = TestClient.connectWithSmallBuffer(server).join("trickling", reader);
                var flooder = TestClient.join(server, "flooder", reader)) {
            var flood = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < LINES; i += 100) {
                    var lines = new StringBuilder();
                    for (int j = i; j < i + 100; j++) {
                        lines.append(TEXT).append(j).append('\n');
                    }
                    flooder.sendRaw(lines.toString());
                }
            }, task -> Thread.ofPlatform().daemon().start(task));
            long start = System.nanoTime();
            int left = 0;
            for (int expected = 0; expected < LINES; ) {
                mustBeOnePause(start, expected, LINES);
                String line = reader.line("the room waits for a client that has stopped reading, or nearly, "
                        + "or one that reads was cut off: the next is line " + expected + " of " + LINES);
                if (line.startsWith("* ")) {
                    assertThat(line).matches("\\* (stopped|trickling) has left lobby \\(too slow\\)");
                    left++;
                } else {
                    assertThat(line)
                            .as("the next line: who reads loses nothing, however fast another talks")
                            .endsWith(": " + TEXT + expected);
                    expected++;
                    if (expected % 100 == 0) {
                        trickling.trickle(); // a few bytes, for some six thousand that it is sent
                    }
                }
            }
            flood.get();
            assertThat(left).as("clients that were sent away, each once").isEqualTo(2);
        }
    }

    @Test
    void aFlooderHoldsNobodyElseUp() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var flooder = TestClient.join(server, "flooder", ada, bob)) {
            var done = new AtomicBoolean();
            var flood = CompletableFuture.runAsync(() -> {
                String lines = ("x".repeat(900) + "\n").repeat(100);
                for (int i = 0; i < 1000 && !done.get(); i++) { // 90 MB at the most
                    flooder.sendRaw(lines);
                }
            }, task -> Thread.ofPlatform().daemon().start(task));
            String why = "the flooder's socket is read no faster than the room delivers: "
                    + "there is room for others' lines";
            var bobAnswers = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5; i++) {
                    bob.awaitSaid("ada", "ping " + i, why);
                    bob.send("pong " + i);
                }
                bob.await("* flooder has left lobby", "bob reads to the end");
            }, task -> Thread.ofPlatform().daemon().start(task));
            for (int i = 0; i < 5; i++) {
                ada.send("ping " + i);
                ada.awaitSaid("bob", "pong " + i, why);
            }
            done.set(true);
            var flooderLeaves = flood.thenRun(() -> flooder.send("/quit"));
            ada.await("* flooder has left lobby", "ada reads to the end");
            flooderLeaves.get();
            bobAnswers.get();
        }
    }

    /** In the article the outgoing queue was closed on overflow, and again on leaving: closed twice. */
    @Test
    @Tag("5.6")
    void whoIsTooSlowAndQuitsAndBreaksOffAtOnceLeavesOnce() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            for (int round = 0; round < 3; round++) {
                var stopped = TestClient.connectWithSmallBuffer(server).join("stopped", ada, bob);
                var flood = CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 100; i++) {
                        ada.sendRaw((TEXT + "\n").repeat(300));
                    }
                    ada.send("over");
                }, task -> Thread.ofPlatform().daemon().start(task));
                if (round % 2 == 0) {
                    stopped.send("/quit");
                }
                long start = System.nanoTime();
                int heard = 0;
                int left = 0;
                for (String line = ""; !line.endsWith(": over"); line = bob.line(STOPPED)) {
                    mustBeOnePause(start, heard++, 30_000);
                    left += line.startsWith("* stopped has left lobby") ? 1 : 0;
                    if (line.contains("has left") && round % 2 == 1) {
                        stopped.reset();
                    }
                }
                flood.get();
                assertThat(left).as("how often it was told that the client has left").isEqualTo(1);
                ada.expectLeft("stopped");
                stopped.close();
            }
            bob.send("still there?");
            ada.expectSaid("bob", "still there?", "the room goes on");
        }
    }
}
