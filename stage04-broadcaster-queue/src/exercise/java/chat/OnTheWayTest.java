package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

/** Somebody goes to a room, creates one or sends it a line, and another acts meanwhile, at any step of the way. */
@Tag("4.6")
class OnTheWayTest {
    private static final String ANSWERS = "the room answers /who after all that it has told before";
    private static final String STAGE = "stage04-broadcaster-queue";

    @Test
    @Timeout(60)
    void whoIsOnTheWayIsNotLeftBehind() throws Exception {
        Pair goes = Pair.of(true, "one goes to a room while its last member goes to another")[0];
        Search.check(ChatServer.class, STAGE, 120, "den was removed while ann was on the way to it. Count her in the "
                + "same\n    critical section in which den is found",
                new Pair(goes.title(), goes.before(), goes.deeds(),
                        seen -> Pair.plus(goes.after().apply(seen), "type eve /rooms"), seen -> {
                            goes.claims().accept(seen);
                            seen.once(seen.sees("ann", "* There is no room den.") ? "* Rooms: lobby (3)"
                                    : "* Rooms: den (1), lobby (2)", "eve");
                        }));
        Search.check(ChatServer.class, STAGE, 120, "the hub looks whether there is a den, or whether it is empty, in "
                + "one critical section, and\n    creates or removes it in another",
                Pair.of(true, "two create one room",
                        "one creates a room while the last member of the old one goes",
                        "one goes to a room while its last member quits"));
    }

    @Test
    void aRoomDoesNotDieWhileAMessageIsOnTheWayToIt() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var ada = server.connect(); var bob = server.connect();
                    var eve = server.connect()) {
                server.send(ada, "ada");
                server.send(bob, "bob");
                server.send(bob, "/create den");
                server.send(eve, "eve");
                server.hold(ada, place);
                var where = server.send(ada, "/send den hello");
                more = where.isPresent();
                server.send(bob, "/join lobby");
                server.send(eve, "/join den");
                boolean areBothDone = server.isDone(bob) && server.isDone(eve); // else ada has a lock that they want
                server.goOn(ada, bob, eve);
                var adaHeard = heard(ada, "ada", ANSWERS);
                var inDen = new ArrayList<>(heard(bob, "bob", ANSWERS));
                inDen.addAll(heard(eve, "eve", ANSWERS));
                if (areBothDone && adaHeard.contains("* Sent to den.")) {
                    assertThat(inDen)
                            .as("what bob and eve heard\n  what was done: ada's thread, obeying /send den hello, was "
                                    + "held in " + where.orElse("no place")
                                    + ";\n    bob, the last in den, left it, and eve went there"
                                    + "\n  what it probably means: den was removed while ada's line was on the way to "
                                    + "it,\n    and she was told that it was sent. Count a message, too, until it is put")
                            .anyMatch(line -> line.endsWith("[ada from lobby]: hello"));
                }
            }
        }
    }

    /** What the client has heard, up to the list of its room, which it asks for. */
    private static List<String> heard(TestClient client, String name, String probably) {
        client.send("/who");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.matches("\\* In \\w+: (.*, )?" + name + "(, .*)?"); lines.add(line)) {
            line = client.line(probably);
        }
        return lines;
    }
}
