package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code /history}, which a frozen room answers, too; and what two locks must not take apart. */
@Tag("3.8")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HistoryLockTest {
    @Test
    @Order(1)
    void whoAsksGetsWhatWasSaid() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("one").send("/history").send("two");
            bob.expectSaid("ada", "one", "a line of chat");
            bob.expectSaid("ada", "two", "/history is a command; only the one who asks gets the answer");
            ada.expectSaid("ada", "one", "all lines so far, as they are shown, the asker's own too");
            ada.expect("* That is all.", "a last line tells that the history ends");
            bob.send("/history");
            bob.expectSaid("ada", "one", "the oldest line comes first");
            bob.expectSaid("ada", "two", "then the next");
            bob.expect("* That is all.", "a last line tells that the history ends");
        }
    }

    @Test
    @Order(2)
    void aFrozenRoomAnswers() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var eve = server.join("eve", ada, bob)) {
            server.holdAny("of ChatRoom, where it calls Client.send");
            server.send(bob, "hello");
            server.send(eve, "/history");
            assertThat(server.isDone(eve))
                    .withFailMessage("eve asks for the history, and gets no answer while bob's thread is held in the "
                            + "middle of telling ada: "
                            + server.where(eve) + "\n  what it probably means: /history waits for the lock that bob's "
                            + "thread has while it sends. The\n    history needs a lock of its own, which nobody has "
                            + "while it sends")
                    .isTrue();
            server.goOn(bob);
            eve.await("* That is all.", "the history ends with this line");
        }
    }

    @Test
    @Order(3)
    void whoReadsTheHistorySlowlyHoldsUpNobody() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            server.hold(ada, "calls Client.send", 0);
            var where = server.send(ada, "/history");
            assertThat(where).as("where ada's thread sends her the history").isPresent();
            server.send(bob, "hello");
            assertThat(server.isDone(bob))
                    .withFailMessage("bob speaks, and his thread doesn't get on while ada's thread is held sending "
                            + "her the history: "
                            + server.where(bob) + "\n  what it probably means: ada's thread has a lock "
                            + "while it sends, and bob needs it. Copy the lines under the lock, send without it")
                    .isTrue();
            server.goOn(ada);
        }
    }

    @Test
    @Order(4)
    void aLineSaidDuringAJoinComesOnce() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var bob = server.join("bob"); var dan = server.connect()) {
                server.hold(dan, place);
                var where = server.send(dan, "dan");
                more = where.isPresent();
                server.send(bob, "just in time");
                server.goOn(dan, bob);
                assertOnce(heard(dan, bob), "dan's thread, joining, was held in " + where.orElse("no place")
                        + "; then bob spoke");
            }
        }
    }

    @Test
    @Order(5)
    void aLineComesOnceToOneThatJoinsDuringIt() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var bob = server.join("bob"); var dan = server.connect()) {
                server.hold(bob, place);
                var where = server.send(bob, "just in time");
                more = where.isPresent();
                server.send(dan, "dan");
                server.goOn(bob, dan);
                assertOnce(heard(dan, bob), "bob's thread, speaking, was held in " + where.orElse("no place")
                        + "; then dan joined");
            }
        }
    }

    private static void assertOnce(List<String> heard, String whatWasDone) {
        assertThat(heard).filteredOn(line -> line.endsWith("[bob]: just in time"))
                .as("what dan got of bob's line\n  what was done: " + whatWasDone + "\n  what it probably means: the "
                        + "members and the history are changed, or read, in two steps with a gap\n    between. Each "
                        + "has its lock, but what belongs together needs one lock that is kept all the time")
                .hasSize(1);
    }

    private static List<String> heard(TestClient client, TestClient speaker) {
        speaker.send("that is all");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.endsWith("]: that is all"); lines.add(line)) {
            line = client.line("a line reaches all the others");
        }
        return lines;
    }
}
