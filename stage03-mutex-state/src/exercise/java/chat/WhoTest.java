package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code /who}, and what the room hands out for it: a list of its own, or a window to the members. */
@Tag("3.7")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhoTest {
    private static final String BACK = "is back from ChatRoom";

    @Test
    @Order(1)
    void whoAsksIsToldWhoIsHere() throws Exception {
        try (var server = Seams.server(); var bob = server.join("bob"); var ada = server.join("ada", bob);
                var eve = server.join("eve", bob, ada)) {
            ada.send("/who").send("next");
            bob.expectSaid("ada", "next", "/who is a command; only the one who asks gets the answer");
            ada.expect("* Here: ada, bob, eve", "all members, in the order of the alphabet");
            bob.send("/quit");
            ada.expectLeft("bob");
            ada.send("/who");
            ada.expect("* Here: ada, eve", "who has left isn't here any more");
            eve.expectSaid("ada", "next", "a line is a line");
        }
    }

    @Test
    @Order(2)
    void whatTheRoomHasHandedOutChangesNoMore() throws Exception {
        int returns = 0;
        while (stopped(returns)) {
            returns++;
        }
        assertThat(returns).as("calls of a method of ChatRoom, for one /who").isPositive();
        try (var server = Seams.server(); var bob = server.join("bob"); var ada = server.join("ada", bob)) {
            server.hold(ada, BACK, returns - 1);
            var where = server.send(ada, "/who");
            var dan = server.join("dan", bob, ada);
            server.goOn(ada);
            bob.send("that is all");
            assertThat(ada.line("the answer to /who comes before what bob says after it"))
                    .as("what ada got for /who\n  what was done: ada's thread had its answer from the room, and was "
                            + "stopped in " + where.orElse("") + "; then dan joined, and ada's thread went on\n  what "
                            + "it probably means: the room has handed out its map, or a view of it (keySet, values,"
                            + "\n    unmodifiable or not): it changes with the map, and is read without the lock. "
                            + "@GuardedBy looks at the\n    field, not at what it refers to. Hand out a copy")
                    .isEqualTo("* Here: ada, bob");
            dan.close();
        }
    }

    private static boolean stopped(int number) throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada")) {
            server.hold(ada, BACK, number);
            return server.send(ada, "/who").isPresent();
        }
    }
}
