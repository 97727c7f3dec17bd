package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
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

    /** What has the names is made for many threads, or a lock is held by whoever changes it. */
    static void namesAreSafe() throws Exception {
        var room = new ChatRoom();
        room.join(new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream()), "ada");
        var having = PlainCollections.in(room).entrySet().stream()
                .filter(field -> PlainCollections.has(field.getValue(), "ada")).toList();
        if (!having.isEmpty() && having.stream().allMatch(field -> PlainCollections.isPlain(field.getValue()))) {
            var field = having.getFirst();
            String what = field.getKey() + " is a " + field.getValue().getClass().getSimpleName();
            changesOneAtATime(what, "joining", "ada", "(put|putIfAbsent|add|compute\\w*|merge)");
            changesOneAtATime(what, "leaving", "/quit", "(remove|compute\\w*)");
        }
    }

    private static void changesOneAtATime(String what, String how, String line, String call) throws Exception {
        try (var server = Seams.server(); var two = server.connect();
                var one = line.equals("/quit") ? server.join("ada") : server.connect()) {
            server.hold(one, "calls \\w*(Map|Set|List|Collection)\\." + call + "$", 0);
            var where = server.send(one, line);
            server.send(two, "bob");
            if (where.isPresent() && server.isDone(two)) {
                throw new AssertionError(what + ", which isn't made for many threads, and no lock is held"
                        + "\n  what was done: ada's thread, " + how + ", was held in " + where.get()
                        + ";\n    meanwhile bob's thread changed the same collection, by joining"
                        + "\n  what it probably means: one call isn't one step: it has many inside. Two threads that "
                        + "are"
                        + "\n    in it at once can both be told that a name is free, or break the collection");
            }
            server.goOn(one, two);
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
