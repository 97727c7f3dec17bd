package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What {@code /name NEW} does, and what comes of it when another acts in the middle of it. */
@Tag("3.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenamingTest {
    @Test
    @Order(1)
    void everyoneHearsOfTheNewName() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("/name grace");
            bob.expect("* ada is now grace", "/name is a command, no line of chat; all members are told what it did");
            ada.expect("* ada is now grace", "the one who asked is told, too");
            ada.send("hello");
            bob.expectSaid("grace", "hello", "what is said after that is said under the new name");
            ada.send("/name");
            ada.expect("* Usage: /name NEW", "no name is no new name");
            ada.send("/name  \t ");
            ada.expect("* Usage: /name NEW", "a blank name is no new name");
            ada.send("/names are hard");
            bob.expectSaid("grace", "/names are hard", "a line that only looks like the command is a line of chat");
        }
    }

    @Test
    @Order(2)
    void theOldNameIsFreeAndTheNewOneIsNot() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var dan = server.connect(); var eve = server.connect()) {
            ada.send("/name grace");
            bob.expect("* ada is now grace", "all members are told");
            dan.send("ada").send("dan");
            bob.expect("* ada has joined the chat", "the old name is free: the room's map has to be changed, too, "
                    + "not only the client");
            bob.expectSaid("ada", "dan", "who has a name, chats");
            eve.send("grace").send("eve");
            bob.expect("* eve has joined the chat", "the new name is taken, so this client has to give another");
            ada.send("/quit");
            bob.expectLeft("grace");
        }
    }

    @Test
    @Order(3)
    void aTakenNameIsRefusedAndNothingChanges() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var dan = server.connect()) {
            ada.send("/name bob").send("still ada");
            bob.expectSaid("ada", "still ada", "a change that is refused is told to nobody but the one who asked");
            ada.expect("* That name is taken.", "no two members have one name");
            dan.send("ada").send("dan");
            bob.expect("* dan has joined the chat", "a refused change has changed nothing: ada's name is still hers, "
                    + "and nobody else gets it. Look first, then change the map");
            ada.expectJoined("dan");
            ada.send("/quit");
            bob.expectLeft("ada");
        }
    }

    @Test
    @Order(4)
    void whoChangesItsNameIsAMemberAllTheTime() throws Exception {
        for (var stop = new Stop(); stop.next(); ) {
            try (var scene = new Scene(stop)) {
                scene.server.send(scene.bob, "hello");
                scene.server.goOn(scene.ada, scene.bob);
                assertThat(heard(scene.ada, scene.bob)).filteredOn(line -> line.endsWith("[bob]: hello"))
                        .as("what ada heard of bob's line" + stop + "she was taken out of the map in one step and put "
                                + "back in another, and bob spoke in between: keep the lock for both")
                        .hasSize(1);
            }
        }
    }

    @Test
    @Order(5)
    void twoWhoWantOneNameDoNotBothGetIt() throws Exception {
        for (var stop = new Stop(); stop.next(); ) {
            try (var scene = new Scene(stop)) {
                scene.server.send(scene.bob, "/name grace");
                scene.server.goOn(scene.ada, scene.bob);
                assertThat(heard(scene.eve, scene.ada)).filteredOn(line -> line.endsWith(" is now grace"))
                        .as("what eve heard of two who wanted one name" + stop + "looking whether the name is free, "
                                + "and taking it, are two steps, and bob came in between: keep the lock from the look "
                                + "to the act")
                        .hasSize(1);
            }
        }
    }

    @Test
    @Order(6)
    void theNameIsChangedAndAnnouncedInOneStep() throws Exception {
        for (var stop = new Stop(); stop.next(); ) {
            try (var scene = new Scene(stop); var dan = scene.server.connect()) {
                scene.server.send(dan, "ada");
                scene.server.goOn(scene.ada, dan);
                assertThat(heard(scene.eve, scene.ada))
                        .as("what eve heard" + stop + "dan got ada's old name before eve was told that it is free: "
                                + "keep the lock until all are told")
                        .doesNotContainSubsequence("* ada has joined the chat", "* ada is now grace");
            }
        }
    }

    /** What the client has heard, up to a last line that the speaker now says. */
    private static List<String> heard(TestClient client, TestClient speaker) {
        speaker.send("that is all");
        var lines = new ArrayList<String>();
        for (String line = ""; !line.endsWith("]: that is all"); lines.add(line)) {
            line = client.line("a line reaches all the others");
        }
        return lines;
    }

    /** Where ada's thread is held while it changes her name: at each place once. */
    private static final class Stop {
        private int number = -1;
        private boolean more = true;
        private String place;

        boolean next() {
            number++;
            return more;
        }

        @Override
        public String toString() {
            return "\n  what was done: ada's thread, obeying /name grace, was held in " + place
                    + "; then the other's line was sent\n  what it probably means: ";
        }
    }

    /** Ada in the middle of changing her name. */
    private static final class Scene implements AutoCloseable {
        final Seams server = Seams.server();
        final TestClient ada = server.join("ada");
        final TestClient bob = server.join("bob", ada);
        final TestClient eve = server.join("eve", ada, bob);

        Scene(Stop stop) throws Exception {
            server.hold(ada, stop.number);
            var place = server.send(ada, "/name grace");
            stop.more = place.isPresent();
            stop.place = place.orElse("no place");
        }

        @Override
        public void close() throws Exception {
            try (server; ada; bob; eve) {
                server.release();
            }
        }
    }
}
