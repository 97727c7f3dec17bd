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
    @Timeout(60)
    void whatIsSaidWhileSomeoneJoinsIsNotMissed() throws Exception {
        String line = Pair.said("eve", "hello");
        Search.check(ChatServer.class, "stage02-thread-per-client", 100, "the line was sent to the members before it "
                + "was in the history;\n    or the history that dan got was made before the line was in it, and dan "
                + "was no member yet\n    when the line was sent to the members",
                new Pair("one joins while another says something", Pair.setup("bob", "eve", "?dan"),
                        Pair.deeds("type eve hello", "type dan dan"), _ -> List.of(), seen -> {
                            seen.atLeastOnce(line, "dan");
                            seen.once(line, "bob");
                        }));
    }
}
