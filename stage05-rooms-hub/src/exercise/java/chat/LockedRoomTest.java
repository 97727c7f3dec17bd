package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A room with a password lets in who knows it, and nobody else at any time. */
@Tag("5.9")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LockedRoomTest {
    private final GlassChat chat = new GlassChat();

    @AfterEach
    void stop() {
        chat.close();
    }

    @Test
    @Order(1)
    void whoKnowsThePasswordComesIn() {
        var ada = chat.join("ada");
        ada.send("/lock den sesame");
        ada.expect("* You are alone in den.", "/lock opens a room with a password and goes there");
        var bob = chat.join("bob");
        bob.send("/join den");
        bob.expect("* Room den has a password.", "who gives no password stays where it is");
        bob.send("/unlock den Sesame");
        bob.expect("* That is not the password of den.", "a password is the same to the letter");
        bob.send("/unlock den");
        bob.expect("* Usage: /unlock ROOM PASSWORD", "a missing argument is told");
        bob.send("/lock den again");
        bob.expect("* Room den already exists.", "a room can't be locked by one who isn't even in it");
        bob.send("/unlock nowhere sesame");
        bob.expect("* There is no room nowhere.", "a room that isn't there has no password");
        bob.send("/who");
        bob.expect("* In lobby: bob", "who is refused stays where it is");
        bob.send("/unlock den sesame");
        bob.expect("* In den: ada", "who gives the password comes in");
        ada.expect("* bob has joined den", "and the others are told: about bob's other tries they hear nothing");
        bob.send("/join lobby");
        bob.expect("* You are alone in lobby.", "a room without a password needs none");
        bob.send("/unlock lobby whatever");
        bob.expect("* You are already in lobby.", "one is there already");
        ada.expect("* bob has left den", "a move is told in the room that is left");
        ada.send("/create nook");
        ada.expect("* You are alone in nook.", "a room that /create opens is as before");
        bob.send("/unlock nook whatever");
        bob.expect("* In nook: ada", "a room without a password takes any");
    }

    @Test
    @Order(2)
    void whoWasRefusedLeavesNothingBehind() {
        var ada = chat.join("ada");
        ada.send("/lock den sesame");
        ada.expect("* You are alone in den.", "/lock opens a room with a password and goes there");
        var bob = chat.join("bob");
        bob.send("/join den");
        bob.expect("* Room den has a password.", "who gives no password is refused");
        bob.send("/unlock den please");
        bob.expect("* That is not the password of den.", "a wrong one is refused");
        bob.send("/rooms");
        bob.expect("* Rooms: den (1), lobby (1)", "ada is in den, and bob isn't even on the way. If more are counted, "
                + "who is refused was counted, and never uncounted: den will stay when all have left it");
        ada.send("/join lobby");
        ada.expect("* In lobby: bob", "ada has left den");
        bob.expect("* ada has joined lobby", "a join is told to the others");
        bob.send("/rooms");
        bob.expect("* Rooms: lobby (2)", "den is empty, and has gone");
        bob.send("/create den");
        bob.expect("* You are alone in den.", "the next den is another room, without a password");
        ada.expect("* bob has left lobby", "a move is told in the room that is left");
        ada.send("/join den");
        ada.expect("* In den: bob", "the next den is another room, without a password");
    }

    @Test
    @Order(3)
    void aRoomIsLockedFromItsFirstMomentOn() {
        var ada = chat.join("ada");
        ada.send("/create cold");
        ada.await("* You are alone in cold.", "who creates a room goes there");
        var sam = chat.joinStopped("sam");
        sam.send("/join cold").awaitDone();
        var bob = chat.join("bob");
        chat.freeze("cold", bob);
        ada.send("/lock den sesame");
        ada.awaitHeld("den is open, and ada is on her way there; but she can't leave cold, which stands still");
        bob.send("/join den");
        bob.expect("* Room den has a password.", "ada has typed /lock den sesame, and is on her way there. If bob gets "
                + "in, the room was opened, and found, before it had its password: room and "
                + "password must come at once");
        sam.readOn();
        ada.await("* You are alone in den.", "cold goes on, since sam reads again");
    }
}
