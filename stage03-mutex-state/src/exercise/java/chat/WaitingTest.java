package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

/** {@code /wait}: a signal that comes between the look and the wait must not be lost. */
@Tag("3.9")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WaitingTest {
    private static final String ANSWER = "* You are not alone.";

    @Test
    @Order(1)
    void whoIsNotAloneIsAnsweredAtOnce() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("/wait").send("next");
            bob.expectSaid("ada", "next", "/wait is a command; only the one who asks gets the answer");
            ada.expect(ANSWER, "bob is here");
        }
    }

    @Test
    @Order(2)
    void whoIsAloneIsAnsweredWhenAnotherComes() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada")) {
            server.send(ada, "/wait");
            assertThat(server.isDone(ada)).withFailMessage("ada, who is alone and typed /wait, isn't waiting: her "
                    + "thread asks for the next line").isFalse();
            try (var bob = server.join("bob", ada)) {
                server.settle(ada);
                assertThat(server.isDone(ada))
                        .withFailMessage("bob is here, and ada's thread, which waited for that, hasn't answered her\n  her thread: "
                                + server.where(ada)
                                + "\n  what it probably means: a join doesn't wake those who wait")
                        .isTrue();
                ada.expect(ANSWER, "bob is here");
                bob.send("hello");
                ada.expectSaid("bob", "hello", "they chat");
            }
        }
    }

    @Test
    @Order(3)
    @Timeout(60)
    void noSignalIsLost() throws Exception {
        Search.check(ChatServer.class, "stage03-mutex-state", 200, "it looked, saw nobody, let the lock go, and then "
                + "went to wait; bob's signal came in\n    between, woke nobody, and is lost. Look and wait with the "
                + "lock held: wait itself lets it go",
                new Pair("one waits while another joins", Pair.setup("ada", "?bob"),
                        Pair.deeds("type ada /wait", "type bob bob"), _ -> List.of(),
                        seen -> seen.once(ANSWER, "ada")));
    }

    @Test
    @Order(4)
    void whoIsWokenLooksAgain() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada")) {
            server.wakeNextForNoReason();
            server.send(ada, "/wait");
            assertThat(server.isDone(ada))
                    .withFailMessage("ada is alone, and was answered\n  what was done: her wait ended for no reason, "
                            + "as "
                            + "the language allows\n  what it probably means: it looks once, with if. Look again after "
                            + "each waking, with while")
                    .isFalse();
            try (var bob = server.join("bob", ada)) {
                ada.expect(ANSWER, "bob is here");
                bob.send("hello");
                ada.expectSaid("bob", "hello", "one answer is enough");
            }
        }
    }

    @Test
    @Order(5)
    void theServerEndsWhileSomebodyWaits() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada")) {
            server.send(ada, "/wait");
            server.closeServer();
            ada.awaitEnd("the interrupt that ends a server ends a wait, too");
        }
    }
}
