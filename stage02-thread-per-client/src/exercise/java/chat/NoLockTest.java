package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a room of concurrent collections can promise without a lock. */
@Tag("2.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NoLockTest {
    @Test
    @Order(1)
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
    void whatIsSaidWhileSomeoneJoinsIsNotMissed() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var eve = server.join("eve"); var bob = server.join("bob", eve);
                    var dan = server.connect()) {
                server.send(eve, "before");
                server.hold(dan, place);
                var where = server.send(dan, "dan");
                more = where.isPresent();
                server.send(eve, "just now");
                server.goOn(dan, eve);
                assertThat(texts(TwoAdas.heard(dan, bob)))
                        .as("what dan got\n  what was done: dan's thread, joining, was held in "
                                + where.orElse("no place") + ";\n    eve said \"just now\"; then dan's thread went on"
                                + "\n  what it probably means: the history that dan got was made before the line was "
                                + "in it, and\n    dan was no member yet when the line was sent to the members")
                        .contains("before", "just now");
            }
        }
    }

    @Test
    @Order(4)
    void whoJoinsWhileSomethingIsSaidDoesNotMissIt() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var eve = server.join("eve"); var bob = server.join("bob", eve);
                    var dan = server.connect()) {
                server.hold(eve, place);
                var where = server.send(eve, "just now");
                more = where.isPresent();
                server.send(dan, "dan");
                server.goOn(eve, dan);
                String done = "\n  what was done: eve's thread, saying \"just now\", was held in "
                        + where.orElse("no place") + ";\n    dan joined; then eve's thread went on"
                        + "\n  what it probably means: ";
                assertThat(texts(TwoAdas.heard(dan, bob)))
                        .as("what dan got" + done + "the line was sent to the members before it was in the history:"
                                + "\n    who joins between the two finds it in neither")
                        .contains("just now");
                assertThat(texts(TwoAdas.heard(bob, dan)))
                        .as("what bob got, who was a member all the time" + done
                                + "a line goes to all members but its sender")
                        .contains("just now");
            }
        }
    }

    private static List<String> texts(List<String> lines) {
        return lines.stream().map(line -> line.replaceFirst("^\\[.*?]\\[.*?]: ", "")).toList();
    }
}
