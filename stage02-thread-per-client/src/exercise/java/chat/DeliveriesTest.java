package chat;

import static org.assertj.core.api.Assertions.assertThat;

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
        try (var ada = TestClient.join(server, "ada")) {
            ada.send("/count");
            ada.expect("* 0 lines delivered", "/count is a command like /quit: it is answered, and said to nobody");
            deliver(ada);
        }
    }

    private void deliver(TestClient ada) {
        try (var bob = TestClient.join(server, "bob", ada);
                var eve = TestClient.join(server, "eve", ada, bob)) {
            bob.send("/count").send("one");
            ada.expectSaid("bob", "one", "/count is a command: only the one who asks gets the answer");
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
        boolean more = true;
        for (int place = 0; more; place++) {
            try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                    var eve = server.join("eve", ada, bob)) {
                server.hold(ada, place);
                var where = server.send(ada, "one");
                more = where.isPresent();
                server.send(bob, "two");
                server.goOn(ada, bob);
                eve.send("/count");
                eve.line("ada's line or bob's");
                eve.line("ada's line or bob's");
                assertThat(eve.line("/count is answered"))
                        .as("what eve got for /count, after two lines to two others each"
                                + "\n  what was done: ada's thread, saying \"one\", was held in "
                                + where.orElse("no place") + ";\n    bob said \"two\"; then ada's thread went on"
                                + "\n  what it probably means: two threads read the same count, each added its own to "
                                + "it,\n    and the later one wrote over what the other had counted")
                        .isEqualTo("* 4 lines delivered");
            }
        }
    }
}
