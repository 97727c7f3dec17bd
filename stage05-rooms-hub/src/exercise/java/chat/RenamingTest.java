package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A client takes another name, and nobody else gets either of the two meanwhile. */
@Tag("5.10")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenamingTest {
    private final GlassChat chat = new GlassChat();

    @AfterEach
    void stop() {
        chat.close();
    }

    @Test
    @Order(1)
    void theRoomIsToldAndKnowsTheNewName() {
        var ada = chat.join("ada");
        var bob = chat.join("bob");
        ada.expect("* bob has joined lobby", "a join is told to the others");
        ada.send("hello");
        bob.expect("[time][ada]: hello", "a line goes to all others");
        ada.send("/name lovelace");
        ada.expect("* You are lovelace now.", "/name gives one another name, and says so");
        bob.expect("* ada is lovelace now", "the others in the room are told");
        ada.send("it's me");
        bob.expect("[time][lovelace]: it's me", "what is said from now on is said under the new name");
        bob.send("/who");
        bob.expect("* In lobby: lovelace, bob", "the room knows its members by their new names, in order of arrival. "
                + "If ada is still there, the room's map has the old key");
        var eve = chat.connect().send("eve");
        eve.expect("[time][ada]: hello", "the history keeps the name under which a line was said");
        eve.expect("[time][lovelace]: it's me", "the history keeps the name under which a line was said");
        eve.expect("* In lobby: lovelace, bob", "a newcomer is told who is there");
        bob.expect("* eve has joined lobby", "a join is told to the others");
        ada.send("/quit");
        bob.expect("* lovelace has left lobby", "who has another name leaves under it. If nothing comes, the room "
                + "looked for lovelace in a map that still has ada");
        bob.send("/who");
        bob.expect("* In lobby: bob, eve", "who has left is no member, under whatever name");
    }

    @Test
    @Order(2)
    void aNameThatIsTakenChangesNothing() {
        var ada = chat.join("ada");
        var bob = chat.join("bob");
        ada.expect("* bob has joined lobby", "a join is told to the others");
        ada.send("/name bob");
        ada.expect("* That name is taken.", "two clients can't have one name");
        var eve = chat.connect().send("ada");
        eve.expect("* That name is taken.", "ada has asked for a name that bob has, and keeps hers. If eve gets it, "
                + "ada's was given back before bob's was known to be taken: take the new name "
                + "first, it may be refused");
        ada.send("/name ada");
        ada.expect("* That name is taken.", "one's own name is taken as well");
        ada.send("/name");
        ada.expect("* Usage: /name NAME", "a missing argument is told");
        ada.send("still me");
        bob.expect("[time][ada]: still me", "nothing has changed, and nobody was told anything");
    }

    @Test
    @Order(3)
    void theOldNameIsFreeWhenItsRoomHasForgottenIt() {
        var ada = chat.join("ada");
        ada.send("/create den");
        ada.await("* You are alone in den.", "who creates a room goes there");
        var sam = chat.joinStopped("sam");
        sam.send("/join den").awaitDone();
        var bob = chat.join("bob");
        chat.freeze("den", bob);
        ada.send("/name lovelace");
        ada.awaitHeld("den, her room, must change the name under which it knows her before she is answered");
        var eve = chat.connect().send("ada");
        eve.expect("* That name is taken.", "ada has asked for another name, and her room, den, stands still: it has "
                + "her under the old one. If eve gets that, she could go to den, whose map has one place for ada: the "
                + "old name is free when the room has answered, not before");
        var dan = chat.connect().send("lovelace");
        dan.expect("* That name is taken.", "the new name is taken before anybody is told of it");
        sam.readOn();
        ada.await("* You are lovelace now.", "den goes on, since sam reads again");
        eve.send("ada");
        eve.await("* In lobby: bob", "now the old name is free");
    }
}
