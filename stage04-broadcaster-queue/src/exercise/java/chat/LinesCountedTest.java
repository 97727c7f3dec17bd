package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code /stats}: a number that all readers write. */
@Tag("4.10")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LinesCountedTest {
    @Test
    @Order(1)
    void everyLineOfEveryClientCounts() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("hello").send("").send("is there anybody?");
            bob.expectSaid("ada", "hello", "a line of chat");
            bob.expectSaid("ada", "is there anybody?", "a line of chat");
            bob.send("/stats").send("next");
            ada.expectSaid("bob", "next", "/stats is a command; only the one who asks gets the answer");
            bob.expect("* Lines so far: 6", "two names, three lines of ada's, of which one was blank, and this /stats: "
                    + "all clients' lines are counted together");
        }
    }

    @Test
    @Order(2)
    void noLineIsLostWhenTwoAreCountedAtOnce() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
                server.hold(ada, place);
                var where = server.send(ada, "one");
                more = where.isPresent();
                server.send(bob, "two");
                server.goOn(ada, bob);
                server.send(bob, "/stats");
                assertThat(told(bob, ada))
                        .as("what bob got for /stats, after two names, \"one\", \"two\" and the /stats itself"
                                + "\n  what was done: ada's thread, with \"one\", was held in "
                                + where.orElse("no place") + "; meanwhile bob's thread got \"two\""
                                + "\n  what it probably means: two threads counted at once: each read the number, added"
                                + " one and wrote it, the second over the first")
                        .containsExactly("* Lines so far: 5");
            }
        }
    }

    /** Of the lines that the client has got, up to a last one that the speaker now says, the server's own. */
    private static List<String> told(TestClient client, TestClient speaker) {
        speaker.send("that is all");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.endsWith("]: that is all"); lines.add(line)) {
            line = client.line("a line reaches all the others");
        }
        return lines.stream().filter(line -> line.startsWith("* ")).toList();
    }
}
