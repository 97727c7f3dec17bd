package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

/** What a room of concurrent collections can promise without a lock. */
@Tag("2.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NoLockTest {
    @Test
    @Order(1)
    @Timeout(60)
    void ofTwoWhoJoinUnderOneNameOneIsLetIn() throws Exception {
        TwoAdas.oneIsLetIn();
    }

    @Test
    @Order(2)
    void aClientWithoutANameMayLeave() {
        try {
            new ChatRoom().leave(new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream()));
        } catch (RuntimeException e) {
            throw new AssertionError("a client that never had a name leaves, and leave throws " + e
                    + "\n  what it probably means: a ConcurrentHashMap takes no null, neither as a key nor as a value;"
                    + "\n    and the name of such a client is null", e);
        }
    }

    @Test
    @Order(3)
    void whoIsRefusedHasNoNameYet() throws Exception {
        try (var server = TestClient.server(); var ada = TestClient.join(server, "ada");
                var other = TestClient.connect(server)) {
            other.expectPrompt("every client is greeted and asked for its name");
            other.send("ada");
            other.expect("* That name is taken.", "ada is here");
            other.expectPrompt("a client gets its name when it is let in, not before: with a name it isn't prompted again");
        }
    }

    @Test
    @Order(4)
    @Timeout(60)
    void whatIsSaidWhileSomeoneJoinsIsNotMissed() throws Exception {
        String line = Pair.said("eve", "hello");
        Search.check(ChatServer.class, "stage02-thread-per-client", 200, "the line was sent to the members before it was in "
                + "the history; or the history\n    that dan got was made before the line was in it, and dan was no "
                + "member yet when the line was\n    sent to the members",
                new Pair("one joins while another says something", Pair.setup("bob", "eve", "?dan"),
                        Pair.deeds("type eve hello", "type dan dan"), _ -> List.of(), seen -> {
                            seen.atLeastOnce(line, "dan");
                            seen.once(line, "bob");
                        }));
    }
}
