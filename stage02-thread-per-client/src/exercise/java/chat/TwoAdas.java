package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Two clients want to join as ada. One of them is held at each seam of its way in, and the other comes meanwhile. */
final class TwoAdas {
    private static final String TAKEN = "* That name is taken.";

    private TwoAdas() {}

    static void oneIsLetIn() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var eve = server.join("eve"); var dan = server.join("dan", eve);
                    var one = server.connect(); var two = server.connect()) {
                server.hold(one, place);
                server.send(one, "ada");
                server.settleForGood(one); // it may sleep before it comes to the place
                String where = server.heldAt();
                more = where != null;
                server.send(two, "ada");
                server.settleForGood(two);
                server.goOn(one, two);
                String done = "\n  what was done: one client's thread, joining as ada, was held in " + where
                        + ";\n    another client joined as ada; then the first thread went on"
                        + "\n  what it probably means: ";
                assertThat(heard(eve, dan)).filteredOn(line -> line.equals("* ada has joined the chat"))
                        .as("what eve heard of the two" + done + "between looking whether the name is free and "
                                + "taking it,\n    another thread did the same. Two calls that are safe each for "
                                + "itself aren't safe\n    as a pair, and a sleep makes this rarer, not impossible")
                        .hasSize(1);
                var firstLines = List.of(one.line("who joins is let in or refused"),
                        two.line("who joins is let in or refused"));
                assertThat(firstLines).filteredOn(TAKEN::equals)
                        .as("of the first lines that the two got, those that refuse" + done + "one was let in, so the "
                                + "other must be told")
                        .hasSize(1);
                var refused = firstLines.getFirst().equals(TAKEN) ? one : two;
                refused.expectPrompt("a client gets its name when it is let in, not before: with a name it isn't "
                        + "prompted again");
                assertThat(firstLines).filteredOn(line -> line.endsWith("[dan]: that is all"))
                        .as("of the first lines that the two got, what dan said" + done + "the one that was refused "
                                + "took the place in the map of the one that was let in")
                        .hasSize(1);
            }
        }
    }

    /** What the client has heard, up to a last line that the speaker now says. */
    static List<String> heard(TestClient client, TestClient speaker) {
        speaker.send("that is all");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.endsWith("]: that is all"); lines.add(line)) {
            line = client.line("a line reaches all the others");
        }
        return lines;
    }
}
