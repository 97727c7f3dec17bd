package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

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
    @Timeout(60)
    void aLineSaidDuringAJoinComesOnce() throws Exception {
        Search.check(ChatServer.class, "stage03-mutex-state", 100, "the members and the history are changed, or read, "
                + "in two steps with a gap\n    between. Each has its lock, but what belongs together needs one lock "
                + "that is kept all the time", Pair.of(false, "one joins while another says something"));
    }
}
