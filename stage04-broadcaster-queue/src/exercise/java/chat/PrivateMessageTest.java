package chat;

import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code /msg NAME TEXT}: only one hears it, in its place among what the room tells that one. */
@Tag("4.8")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrivateMessageTest {
    @Test
    @Order(1)
    void onlyOneHearsIt() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var eve = server.join("eve", ada, bob)) {
            ada.send("/msg bob two words").send("hello all");
            eve.expectSaid("ada", "hello all", "/msg is a command; only the one whom it names gets the text");
            bob.expect("* ada tells you: two words", "the one whom the message is for gets it, with who sent it");
            bob.expectSaid("ada", "hello all", "the message comes once");
            bob.send("hello ada");
            ada.expectSaid("bob", "hello ada", "the one who sent the message hears nothing of it");
        }
    }

    @Test
    @Order(2)
    void whatCanNotBeSentIsToldToTheSender() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("/msg").send("/msg bob").send("/msg bob  ").send("/msg dan hello").send("/msgs are fun");
            bob.expectSaid("ada", "/msgs are fun", "what can't be sent is told to its sender alone; and a line that "
                    + "only looks like the command is a line of chat");
            for (String line : new String[] {"/msg", "/msg bob", "/msg bob  "}) {
                ada.expect("* Usage: /msg NAME TEXT", "\"" + line + "\" has no text");
            }
            ada.expect("* No dan here.", "nobody has that name");
        }
    }

    @Test
    @Order(3)
    void itIsNoPartOfTheHistory() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("before").send("/msg bob between us").send("after");
            bob.expectSaid("ada", "before", "a line of chat");
            bob.expect("* ada tells you: between us", "the message comes between the lines between which it was sent");
            bob.expectSaid("ada", "after", "a line of chat");
            try (var eve = server.join("eve", ada, bob)) {
                eve.expectSaid("ada", "before", "the history has the lines of chat");
                eve.expectSaid("ada", "after", "the history has the lines of chat only: a newcomer must not read what "
                        + "was said to bob alone");
            }
        }
    }

    /** Only the room's thread may look into the members: so nothing is sent while that thread is held. */
    @Test
    @Order(4)
    void theRoomsThreadSendsIt() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var eve = server.join("eve", ada, bob)) {
            server.holdAny("of ChatRoom, where it calls Client.send");
            eve.send("first");
            server.awaitHeld("the room's thread tells the others what eve says");
            server.send(ada, "/msg bob second");
            server.release();
            bob.expectSaid("eve", "first", "the room's thread was held just before it sent this line, and meanwhile "
                    + "ada sent /msg: if that\n    arrived first, ada's own thread has looked into the room's "
                    + "members, which only the room's thread may\n    do. Put an event into the inbox");
            bob.expect("* ada tells you: second", "the room's thread takes one event after another");
        }
    }
}
