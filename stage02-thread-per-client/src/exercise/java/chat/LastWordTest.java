package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client's thread that ends with an exception: dan joins in the middle of a broadcast of ada's. */
@Tag("2.7")
class LastWordTest {
    @Test
    void theWindowSaysWhatEndedAThread() throws Exception {
        int place = 0;
        while (!breaksAt(place)) {
            place++;
        }
    }

    /** Holds ada's thread at this seam of the broadcast, and checks what is told if it then breaks. */
    private static boolean breaksAt(int place) throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var eve = server.join("eve", ada, bob)) {
            server.hold(ada, place);
            var where = server.send(ada, "hello");
            assertThat(where)
                    .as("a place in which ada's thread can be held, so that a join breaks the broadcast"
                            + "\n  what it probably means: the room has been changed. This exercise is about what "
                            + "happens\n    when it breaks, so leave it as it is")
                    .isPresent();
            try (var dan = server.join("dan")) {
                server.goOn(ada);
                if (!server.hasEnded(ada)) {
                    return false;
                }
                String line = ada.address() + " left: java.util.ConcurrentModificationException";
                assertThat(ServerLog.await(line))
                        .withFailMessage("the server didn't print \"" + line + "\"\n  what was done: ada's thread, "
                                + "saying "
                                + "\"hello\", was held in " + where.get() + ";\n    dan joined, and ada's thread went "
                                + "on: an exception has ended it\n  what it probably means: it can be caught in that "
                                + "thread only: who started it has long gone on,\n    and a Future keeps it for one "
                                + "who asks. And print the exception itself, as its message is null")
                        .isTrue();
                ada.awaitEnd("ada's thread has ended: the try in serve closes the socket, whatever ends it");
                bob.await("* ada has left the chat",
                        "ada's thread has ended: Session.run leaves the room in a finally");
                dan.send("still there?");
                bob.awaitSaid("dan", "still there?", "one client's thread must not take others with it");
                return true;
            }
        }
    }
}
