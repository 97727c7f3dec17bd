package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options change. */
class PolicyTest {
    private static final String TEXT = "x".repeat(900) + " ";
    private static final String TOO_LONG = "* That line is too long (5 characters at most) and was not sent.";

    @Test
    @Tag("5.4")
    void aServerMayRememberNothing() throws Exception {
        try (var process = ServerProcess.start("--history=0", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port);
                    var bob = TestClient.connect(port);
                    var eve = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                bob.name("bob").expect("* In lobby: ada", "the second comes in");
                ada.expectJoined("bob");
                ada.send("one");
                bob.expectSaid("ada", "one", "a line arrives");
                eve.name("eve");
                eve.expectExactly("* In lobby: ada, bob", "--history=0: a newcomer is sent nothing of what was said");
                ada.expectJoined("eve");
                ada.send("two");
                eve.expectSaid("ada", "two", "then comes what is new");
            }
        }
    }

    @Test
    @Tag("5.4")
    void linesAndRoomsMayBeFewer() throws Exception {
        try (var process = ServerProcess.start("--max-line=5", "--max-rooms=1", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                bob.name("bob").expect("* In lobby: ada", "the second comes in");
                ada.expectJoined("bob");
                ada.send("12345");
                bob.expectSaid("ada", "12345", "--max-line=5: a line may have five characters");
                ada.send("123456");
                ada.expectExactly(TOO_LONG, "--max-line=5: a line may have five characters, and no more");
                ada.send(":n x");
                ada.expectExactly("* There are 1 rooms already, which is all there may be.",
                        "--max-rooms=1: there is the lobby, and no other room");
            }
        }
    }

    @Test
    @Tag("5.4")
    void whenTheChatIsFullOneMustLeaveBeforeAnotherComes() throws Exception {
        try (var process = ServerProcess.start("--max-clients=2", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var atThePrompt = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                atThePrompt.expectPrompt("the greeting");
                for (int i = 0; i < 3; i++) {
                    try (var refused = TestClient.connect(port)) {
                        refused.expect("* The chat is full, try again later.",
                                "--max-clients=2: those without a name count too, those that were refused don't");
                        refused.expectEnd("and that is the end");
                    }
                }
                atThePrompt.reset();
                awaitSeat(process, port, "bob");
                ada.expectJoined("bob");
                ada.send("/quit");
                ada.expectEnd("/quit ends it");
                awaitSeat(process, port, "eve");
            }
        }
    }

    /** Comes back until the server has seen that somebody has left. */
    private static void awaitSeat(ServerProcess process, int port, String name) throws Exception {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        while (System.nanoTime() - deadline < 0) {
            var client = TestClient.connect(port); // ends with the server
            if (!client.line("an answer").startsWith("* The chat is full")) {
                client.name(name);
                return;
            }
            client.close();
            process.line("a line when it connects"); // read, or it couldn't print any more at last
            process.line("a line when it is sent away");
        }
        throw new AssertionError(name + " expected to be let in, but the chat is still full\n  what it probably means: "
                + "however a client leaves, with /quit or with a broken connection, there is room for another");
    }

    /** A blank line is a sign of life, and half a line is none: else a byte now and then would do for ever. */
    @Test
    @Tag("5.5")
    void whoSaysNothingForTooLongHasToGo() throws Exception {
        try (var process = ServerProcess.start("--idle=1s", "--max-line=999999", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port);
                    var bob = TestClient.connect(port);
                    var eve = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                bob.name("bob").expect("* In lobby: ada", "the second comes in");
                eve.name("eve").expect("* In lobby: ada, bob", "the third comes in");
                ada.expectJoined("bob");
                ada.expectJoined("eve");
                long start = System.nanoTime();
                String heard = "";
                while (!heard.contains("has left")) {
                    mustBeSoon(start, "--idle=1s, and ada is there still, who has sent single bytes and no line",
                            "the time is for the whole line, not for each read of a few bytes; "
                                    + "or the option changes nothing");
                    if (ada.bytesWaiting() == 0) {
                        ada.sendRaw(new byte[] {'x'});
                    }
                    bob.send("");
                    eve.send("/who");
                    heard = eve.line("who talks stays");
                }
                assertThat(heard).as("what the others hear").isEqualTo("* ada has left lobby (idle)");
                ada.expect("* You were idle for 1 second. Goodbye.", "an idle client is told");
                ada.expectEnd("and that is the end");
                eve.await("* In lobby: bob, eve", "who sends a blank line now and then isn't idle");
            }
        }
    }

    @Test
    @Tag("5.5")
    void whoGivesNoNameInTimeHasToGo() throws Exception {
        try (var process = ServerProcess.start("--name-timeout=1s", "--max-line=5", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var eve = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                eve.expectPrompt("the greeting");
                long start = System.nanoTime();
                String line = "";
                while (!line.endsWith("Goodbye.")) {
                    mustBeSoon(start, "--name-timeout=1s, and eve is asked still, who has sent lines, and no name",
                            "the time is for all lines together, not for each; or the option changes nothing");
                    eve.send("too long");
                    line = eve.line("each line is answered");
                }
                assertThat(line).as("the last that a client without a name is told")
                        .isEqualTo(TestClient.PROMPT + "* You gave no name for 1 second. Goodbye.");
                eve.expectEnd("and that is the end");
                ada.send("/who");
                ada.expectExactly("* In lobby: ada", "who has a name has all the time that --idle gives");
            }
        }
    }

    private static void mustBeSoon(long start, String what, String probably) {
        if (System.nanoTime() - start > TestClient.patience().toNanos()) {
            throw new AssertionError(what + ", after " + TestClient.patience().toSeconds()
                    + " seconds\n  what it probably means: " + probably);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-newest", "drop-oldest"})
    @Tag("5.6")
    void aSlowClientStaysAndIsToldHowManyLinesItMissed(String policy) throws Exception {
        int outbox = 5;
        try (var process = ServerProcess.start("--slow-client=" + policy, "--outbox=" + outbox, "0")) {
            int port = process.port();
            try (var slow = TestClient.connectWithSmallBuffer(port);
                    var ada = TestClient.connect(port);
                    var bob = TestClient.connect(port)) {
                slow.name("slow").expect("* You are alone in lobby.", "the first comes in");
                ada.name("ada").expect("* In lobby: slow", "the second comes in");
                bob.name("bob").expect("* In lobby: slow, ada", "the third comes in");
                int said = 8000; // 7 MB: more than the connection's buffers and an outbox hold
                var talk = Thread.ofPlatform().daemon().start(() -> {
                    for (int i = 0; i < said; i++) {
                        ada.send(TEXT + i);
                    }
                });
                long start = System.nanoTime();
                for (int i = 0; i < said; i++) {
                    bob.expectSaid("ada", TEXT + i, "who reads gets everything");
                    SlowClientTest.mustBeOnePause(start, i, said);
                }
                talk.join();
                slow.expectJoined("ada");
                slow.expectJoined("bob");
                int next = 0;
                int missed = 0;
                int after = 0; // lines that it is sent after the last that it missed
                while (next < said) {
                    String line = slow.line(
                            "the lines it gets and those it is told that it missed are all that were said");
                    if (line.startsWith("* You missed ")) {
                        int lines = Integer.parseInt(line.replaceAll("\\D", ""));
                        missed += lines;
                        next += lines;
                        after = 0;
                    } else {
                        assertThat(line)
                                .as("in order, the missing ones told of where they are missing")
                                .endsWith(" " + next);
                        next++;
                        after++;
                    }
                }
                assertThat(missed).as("lines missed").isPositive();
                assertThat(after).as("lines that waited for it when it read again, with --outbox=" + outbox)
                        .isLessThanOrEqualTo(outbox);
                ada.send("live again");
                slow.expectSaid("ada", "live again", "it has caught up");
            }
        }
    }

    @Test
    @Tag("5.6")
    void anOutboxOfOneLineLosesAReaderNothing() throws Exception {
        try (var process = ServerProcess.start("--outbox=1", "0")) {
            int port = process.port();
            try (var ada = TestClient.connect(port); var bob = TestClient.connect(port)) {
                ada.name("ada").expect("* You are alone in lobby.", "the first comes in");
                bob.name("bob").expect("* In lobby: ada", "the second comes in");
                var talk = Thread.ofPlatform().daemon().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        ada.send("line " + i);
                    }
                });
                for (int i = 0; i < 1000; i++) {
                    bob.expectSaid("ada", "line " + i, "a small outbox makes a room slow, and loses a reader nothing");
                }
                talk.join();
            }
        }
    }
}
