package chat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A client takes another name, and nobody else gets either of the two meanwhile. */
@Tag("5.10")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenamingTest {
    private static final String SAID = "a line goes to all others";
    private static final String TAKEN = "* That name is taken.";

    @AutoClose
    private final Opened open = new Opened();

    @Test
    @Order(1)
    void theRoomIsToldAndKnowsTheNewName() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        var bob = open.add(TestClient.join(server, "bob", ada));
        ada.send("hello");
        bob.expectSaid("ada", "hello", SAID);
        ada.send("/name lovelace");
        ada.expect("* You are lovelace now.", "/name gives one another name, and says so");
        bob.expect("* ada is lovelace now", "the others in the room are told");
        ada.send("it's me");
        bob.expectSaid("lovelace", "it's me", "what is said from now on is said under the new name");
        bob.send("/who");
        bob.expect("* In lobby: lovelace, bob", "the room knows its members by their new names, in order of arrival.\n"
                + "    If ada is still there, the room's map has the old key");
        var eve = open.add(TestClient.join(server, "eve", bob));
        eve.expectSaid("ada", "hello", "the history keeps the name under which a line was said");
        eve.expectSaid("lovelace", "it's me", "the history keeps the name under which a line was said");
        ada.send("/quit");
        bob.expectLeft("lovelace");
        bob.send("/who");
        bob.expect("* In lobby: bob, eve", "who has left is no member, under whatever name");
    }

    @Test
    @Order(2)
    void aNameThatIsTakenChangesNothing() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        var bob = open.add(TestClient.join(server, "bob", ada));
        ada.send("/name bob");
        ada.expect(TAKEN, "two clients can't have one name");
        var eve = open.add(TestClient.connect(server)).name("ada");
        eve.expectExactly(TAKEN, "ada has asked for a name that bob has, and keeps hers.\n"
                + "    If eve gets it, ada's name was given back before it was known that bob's is taken:\n"
                + "    take the new name first, it may be refused");
        ada.send("/name ada\n/name");
        ada.expect(TAKEN, "one's own name is taken as well");
        ada.expect("* Usage: /name NAME", "a missing argument is told");
        ada.send("still me");
        bob.expectSaid("ada", "still me", "nothing has changed, and nobody was told anything");
    }

    /** Sam has stopped reading, so den stands still. */
    @Test
    @Order(3)
    void theOldNameIsFreeWhenItsRoomHasForgottenIt() {
        var hub = new Hub(room -> {
            var thread = Thread.startVirtualThread(room);
            open.add(thread::interrupt);
        });
        var ada = open.add(Typist.join(hub, "ada"));
        ada.type("/create den").await("* You are alone in den.", "who creates a room goes there");
        var sam = open.add(Typist.joinStopped(hub, "sam")).type("/join den");
        ada.await("* sam has joined den", "a join is told to the others");
        var bob = open.add(Typist.join(hub, "bob"));
        bob.freeze("den");
        ada.type("/name lovelace").awaitHeld("den must change the name under which it knows her, then she is answered");
        bob.type("/name ada").expect(TAKEN, "ada has asked for another name, and den, her room, stands still:\n"
                + "    it has her under the old one. If bob gets that, he could go to den,\n"
                + "    whose map has one place for ada.\n"
                + "    The old name is free when the room has answered, not before");
        bob.type("/name lovelace").expect(TAKEN, "the new name is taken before anybody is told of it");
        sam.readOn();
        ada.await("* You are lovelace now.", "den goes on, since sam reads again");
        bob.type("/name ada").expect("* You are ada now.", "now the old name is free");
    }
}
