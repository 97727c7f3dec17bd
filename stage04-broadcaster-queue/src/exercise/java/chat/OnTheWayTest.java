package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who goes to a room, creates one or sends it a line is held at each step of the way, and another acts meanwhile. */
@Tag("4.6")
class OnTheWayTest {
    private static final String ANSWERS = "the room answers /who after all that it has told before";
    private static final String FORGOTTEN = "den was removed while ada was on the way to it.\n    "
            + "Count her in the same critical section in which den is found";

    @Test
    void aRoomDoesNotDieWhileSomeoneIsAtAnyStepOfTheWayToIt() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var ada = server.connect(); var bob = server.connect()) {
                server.send(ada, "ada");
                server.send(bob, "bob");
                server.send(bob, "/create den");
                server.hold(ada, place);
                var where = server.send(ada, "/join den");
                more = where.isPresent();
                server.send(bob, "/join lobby");
                server.release();
                String means = "\n  what was done: ada's thread, obeying /join den, was held in "
                        + where.orElse("no place") + ";\n    bob, the last in den, left it"
                        + "\n  what it probably means: " + FORGOTTEN;
                awaitDone(server, ada, "/join den", means);
                awaitDone(server, bob, "/join lobby", means);
                boolean isInDen = heard(ada, "ada", FORGOTTEN).getLast().startsWith("* In den:");
                ada.send("/rooms");
                String rooms = ada.line("/rooms is answered");
                while (!rooms.startsWith("* Rooms: ")) {
                    rooms = ada.line("/rooms is answered");
                }
                assertThat(rooms).as("the rooms, when ada is in " + (isInDen ? "den" : "lobby") + means)
                        .isEqualTo(isInDen ? "* Rooms: den (1), lobby (1)" : "* Rooms: lobby (2)");
            }
        }
    }

    @Test
    void ofTwoWhoCreateARoomOneGetsItAtWhateverStepTheOtherIs() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var ada = server.connect(); var bob = server.connect()) {
                server.send(ada, "ada");
                server.send(bob, "bob");
                server.hold(ada, place);
                var where = server.send(ada, "/create den");
                more = where.isPresent();
                server.send(bob, "/create den");
                server.release();
                String means = "\n  what was done: ada's thread, obeying /create den, was held in "
                        + where.orElse("no place") + ";\n    bob sent /create den as well"
                        + "\n  what it probably means: the hub looks whether there is a den in one critical section, "
                        + "and creates it\n    in another";
                awaitDone(server, ada, "/create den", means);
                awaitDone(server, bob, "/create den", means);
                var heard = heard(ada, "ada", ANSWERS);
                heard.addAll(heard(bob, "bob", ANSWERS));
                assertThat(heard.stream().filter("* Room den already exists."::equals))
                        .as("how often ada and bob were told that den is there already" + means).hasSize(1);
            }
        }
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

    private static void awaitDone(Seams server, TestClient client, String line, String means) {
        ThreadWatch.await(() -> server.isDone(client),
                () -> "a client's thread isn't done with " + line + ": " + server.where(client) + means);
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
