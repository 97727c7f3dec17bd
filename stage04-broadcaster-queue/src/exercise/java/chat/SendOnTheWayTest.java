package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A message to another room is on the way to it, as a client is that goes there. */
@Tag("4.6")
class SendOnTheWayTest {
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
                var adaHeard = heard(ada, "ada");
                var inDen = new ArrayList<>(heard(bob, "bob"));
                inDen.addAll(heard(eve, "eve"));
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
    private static List<String> heard(TestClient client, String name) {
        client.send("/who");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.matches("\\* In \\w+: (.*, )?" + name + "(, .*)?"); lines.add(line)) {
            line = client.line("the room answers /who after all that it has told before");
        }
        return lines;
    }
}
