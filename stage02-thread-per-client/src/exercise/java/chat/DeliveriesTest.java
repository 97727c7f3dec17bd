package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The count of lines delivered, which many threads keep. */
@Tag("2.6")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveriesTest {
    private ChatServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Order(1)
    void aLineOfChatCountsOnceForEachMemberThatItIsSentTo() throws Exception {
        server = TestClient.server();
        try (var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var eve = TestClient.join(server, "eve", ada, bob)) {
            bob.send("/count").send("one");
            ada.expectSaid("bob", "one", "/count is a command like /quit: it is answered, and said to nobody");
            bob.expect("* 0 lines delivered", "nothing was said before; that somebody has joined is no line of chat");
            bob.send("/count");
            bob.expect("* 2 lines delivered", "one line was sent to two members, to all but its sender; what the "
                    + "server itself says is no line of chat");
            eve.expectSaid("bob", "one", "eve hears bob");
            eve.send("/quit");
            ada.expectLeft("eve");
            ada.send("two").send("/count");
            ada.expect("* 3 lines delivered", "two deliveries of \"one\" and one of \"two\"; that eve has left is no "
                    + "line of chat");
            try (var dan = TestClient.join(server, "dan", ada)) {
                dan.expectSaid("bob", "one", "a newcomer gets the history");
                dan.expectSaid("ada", "two", "a newcomer gets the history");
                dan.send("/count");
                dan.expect("* 3 lines delivered", "the history that a newcomer gets is not counted");
            }
        }
    }

    @Test
    @Order(2)
    void twoThreadsThatCountAtOnceAreBothCounted() throws Exception {
        Seams.explore(TwoSpeakers.class);
    }

    /** Ada and bob speak at once; eve hears both. */
    static final class TwoSpeakers implements Seams.Pair {
        private static final Pattern ANSWER = Pattern.compile("(?m)^\\* (\\d+) lines delivered$");

        private final ChatRoom room = new ChatRoom();
        private final Client ada = member("ada");
        private final Client bob = member("bob");

        TwoSpeakers() {
            member("eve");
        }

        private Client member(String name) {
            var client = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
            if (!room.join(client, name)) {
                throw new AssertionError(name + " was not let into an empty room");
            }
            return client;
        }

        @Override
        public String firstDoes() {
            return "says a line of ada's to bob and eve";
        }

        @Override
        public String secondDoes() {
            return "says a line of bob's to ada and eve";
        }

        @Override
        public void first() {
            room.say(ada, "one");
        }

        @Override
        public void second() {
            room.say(bob, "two");
        }

        @Override
        public void check() throws Exception {
            var answer = new ByteArrayOutputStream();
            var dan = new Client(new ByteArrayInputStream("dan\n/count\n".getBytes(UTF_8)), answer);
            new Session("127.0.0.1:1", dan, room).run();
            var found = ANSWER.matcher(answer.toString(UTF_8));
            String expected = "after ada and bob have each said a line to two others, a newcomer's /count should be "
                    + "answered with \"* 4 lines delivered\", but ";
            if (!found.find()) {
                throw new AssertionError(expected + "there is no such answer in what it was sent:\n"
                        + answer.toString(UTF_8).indent(4));
            } else if (!found.group(1).equals("4")) {
                throw new AssertionError(expected + "came \"" + found.group() + "\""
                        + "\n  what it probably means: two threads read the same count, each added its own to it, and "
                        + "the later one wrote over what the other had counted");
            }
        }
    }
}
