package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the options change. */
class PolicyTest {
    private static final String TEXT = "x".repeat(900) + " ";

    static ChatServer server(String... options) throws Exception {
        ServerLog.open();
        return ChatServer.start(new InetSocketAddress("localhost", 0), Limits.parse(List.of(options)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-newest", "drop-oldest"})
    void aSlowClientStaysAndIsToldHowManyLinesItMissed(String policy) throws Exception {
        try (var server = server("--slow-client=" + policy);
                var slow = TestClient.connectWithSmallBuffer(server).join("slow");
                var ada = TestClient.join(server, "ada", slow);
                var bob = TestClient.join(server, "bob", slow, ada)) {
            int said = 20_000; // 18 MB: more than the connection's buffers and an outbox hold
            var talk = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < said; i++) {
                    ada.send(TEXT + i);
                }
            });
            for (int i = 0; i < said; i++) {
                bob.expectSaid("ada", TEXT + i, "who reads gets everything");
            }
            talk.join();
            int next = 0;
            int missed = 0;
            while (next < said) {
                String line = slow.line("the lines it gets and those it is told that it missed are all that were said");
                if (line.startsWith("* You missed ")) {
                    int lines = Integer.parseInt(line.replaceAll("\\D", ""));
                    missed += lines;
                    next += lines;
                } else {
                    assertThat(line)
                            .as("in order, the missing ones told of where they are missing")
                            .endsWith(" " + next);
                    next++;
                }
            }
            assertThat(missed).as("lines missed").isPositive();
            ada.send("live again");
            slow.expectSaid("ada", "live again", "it has caught up");
        }
    }

    @Test
    void whenTheChatIsFullOneMustLeaveBeforeAnotherComes() throws Exception {
        try (var server = server("--max-clients=2");
                var ada = TestClient.join(server, "ada");
                var atThePrompt = TestClient.connect(server)) {
            atThePrompt.expectPrompt("the greeting");
            for (int i = 0; i < 3; i++) {
                try (var refused = TestClient.connect(server)) {
                    refused.send("eve");
                    refused.expect("* The chat is full, try again later.", "those without a name count too");
                    refused.expectEnd("and that is the end");
                }
            }
            atThePrompt.send("/quit");
            atThePrompt.expectEnd("/quit ends it");
            TestClient.join(server, "bob", ada).close();
        }
    }

    @Test
    void whoSaysNothingForTooLongHasToGo() throws Exception {
        try (var server = server("--idle=1s"); var bob = TestClient.join(server, "bob")) {
            var adaIsGone = new AtomicBoolean();
            var talk = Thread.ofPlatform().daemon().start(() -> {
                while (!adaIsGone.get()) {
                    bob.sendRaw(new byte[] {'\n'}); // a blank line is a sign of life too
                }
            });
            try (var ada = TestClient.connect(server)) {
                ada.name("ada");
                ada.expect("* You were idle for 1 second. Goodbye.", "an idle client is told");
                ada.expectEnd("and that is the end");
            }
            bob.expectJoined("ada");
            bob.expect("* ada has left lobby (idle)", "and the others hear why");
            adaIsGone.set(true);
            talk.join();
            bob.send("/who");
            bob.expect("* In lobby: bob", "and who talks stays");
        }
    }

    @Test
    void whoGivesNoNameInTimeHasToGo() throws Exception {
        try (var server = server("--name-timeout=1s");
                var eve = TestClient.connect(server)) {
            eve.expectPrompt("the greeting");
            eve.sendRaw("\nhalf a na"); // a prompt more, and no sign that the name will ever be whole
            eve.expectPrompt("a blank name is asked for again");
            eve.expect("* You gave no name for 1 second. Goodbye.", "the time is for all tries together");
            eve.expectEnd("and that is the end");
        }
    }

    @Test
    void aServerMayRememberNothing() throws Exception {
        try (var server = server("--history=0");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            ada.send("one");
            bob.expectSaid("ada", "one", "a line arrives");
            var eve = TestClient.join(server, "eve", ada, bob);
            ada.send("two");
            eve.expectSaid("ada", "two", "and isn't kept");
            eve.close();
        }
    }

    @Test
    void anOutboxOfOneLineLosesAReaderNothing() throws Exception {
        try (var server = server("--outbox=1");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
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
