package chat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The first in a room may give it a password, and who doesn't know that neither comes in nor is heard there. */
@Tag("5.9")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoomHostTest {
    private static final String LOCKED = "* Room den has a password.";
    private static final String SET = "* Room den has a password now.";
    private static final String NOT_HOST = "* Only the host may do that.";
    private static final String EVENT = "a join or a leave is told to the others";

    @AutoClose
    private final Opened open = new Opened();

    private static void create(TestClient client, String room) {
        client.send("/create " + room);
        client.await("* You are alone in " + room + ".", "who creates a room goes there");
    }

    private static void go(TestClient client, String room, String others) {
        client.send("/join " + room);
        client.await("* In " + room + ": " + others, "who may come in is told who is there");
    }

    @Test
    @Order(1)
    void whoDoesNotHaveTheKeyStaysOutAndIsNotHeard() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        create(ada, "den");
        ada.send("/password sesame");
        ada.expect(SET, "the first in a room is its host, and may give it a password");
        var bob = open.add(TestClient.join(server, "bob"));
        bob.send("/password\n/join den");
        bob.expect("* Usage: /password WORD", "a missing word is told first, whoever types the command");
        bob.expect(LOCKED, "bob has no key, so he is refused");
        bob.send("/key Sesame\n/join den");
        bob.expect("* You have a key now.", "/key keeps a word; whether it fits shows when it is asked for");
        bob.expect(LOCKED, "a password is the same to the letter");
        bob.send("/send den hello");
        bob.expect(LOCKED, "/send asks for the password as /join does");
        bob.send("/who");
        bob.expect("* In lobby: bob", "who is refused stays where it is");
        bob.send("/key sesame\n/send den is it warm in there?\n/join den");
        bob.expect("* You have a key now.", "a client has one key, the last");
        bob.expect("* Sent to den.", "this key fits");
        bob.expectSaid("bob from lobby", "is it warm in there?", "this key fits: bob is in den, and gets its history");
        ada.expectSaid("bob from lobby", "is it warm in there?", "of bob's other tries ada hears nothing");
        ada.expect("* bob has joined den", EVENT);
        bob.send("/who\n/password\n/key");
        bob.expect("* In den: ada, bob", "bob is in den");
        bob.expect("* Usage: /password WORD", "a missing word is told");
        bob.expect("* Usage: /key WORD", "a missing word is told");
        ada.send("/send den hello\n/join den\n/password");
        ada.expect(LOCKED, "/send asks for the password whoever types it, also the host, who has no key");
        ada.expect("* You are already in den.", "who is in a room is told so, and isn't asked for a key");
        ada.expect("* Usage: /password WORD", "a missing word is told");
    }

    @Test
    @Order(2)
    void theHostIsWhoeverHasBeenThereLongest() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        ada.send("/password sesame");
        ada.expect(NOT_HOST, "the lobby has no host: everyone arrives there");
        create(ada, "den");
        var bob = open.add(TestClient.join(server, "bob"));
        var eve = open.add(TestClient.join(server, "eve", bob));
        go(bob, "den", "ada");
        go(eve, "den", "ada, bob");
        bob.send("/password sesame");
        bob.await(NOT_HOST, "ada came before bob");
        ada.send("/join lobby");
        bob.expect("* ada has left den", EVENT);
        eve.send("/password sesame");
        eve.await(NOT_HOST, "bob came before eve");
        bob.send("/password sesame");
        bob.expect(SET, "ada, the first host, has left, so it is bob's turn, who has been in den longest.\n"
                + "    If he is refused, den has no host any more, or still the one who created it");
        ada.send("/key sesame");
        ada.await("* You have a key now.", "/key is answered");
        go(ada, "den", "bob, eve");
        ada.send("/password mine");
        ada.expect(NOT_HOST, "ada has come back, after bob and eve");
    }

    @Test
    @Order(3)
    void whoWasRefusedLeavesNothingBehindAndNeitherDoesARoom() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        create(ada, "den");
        ada.send("/password sesame");
        ada.expect(SET, "the first in a room is its host, and may give it a password");
        var bob = open.add(TestClient.join(server, "bob"));
        bob.send("/join den\n/send den hello\n/rooms");
        bob.await(LOCKED, "bob has no key");
        bob.await(LOCKED, "bob has no key");
        bob.expect("* Rooms: den (1), lobby (1)", "ada is in den, and bob isn't even on the way there.\n"
                + "    If more are counted, who is refused was counted and never counted out: den will never go");
        go(ada, "lobby", "bob");
        bob.expectJoined("ada");
        bob.send("/rooms\n/create den");
        bob.expect("* Rooms: lobby (2)", "den is empty, and has gone");
        bob.expect("* You are alone in den.", "who creates a room goes there");
        ada.expectLeft("bob");
        ada.send("/join den");
        ada.expect("* In den: bob", "this den is another room, which has no password.\n"
                + "    If it asks for one, the password is kept by the room's name, and has outlived its room");
    }

    /** Ada is on her way from a room that stands still, since sam has stopped reading there. */
    @Test
    @Order(4)
    void theFirstIsWhoeverIsThereFirst() {
        var hub = new Hub(room -> {
            var thread = Thread.startVirtualThread(room);
            open.add(thread::interrupt);
        });
        var ada = open.add(Typist.join(hub, "ada"));
        ada.type("/create cold").await("* You are alone in cold.", "who creates a room goes there");
        var sam = open.add(Typist.joinStopped(hub, "sam")).type("/join cold");
        ada.await("* sam has joined cold", EVENT);
        var bob = open.add(Typist.join(hub, "bob"));
        bob.freeze("cold");
        ada.type("/create den").awaitHeld("she can't leave cold, which stands still");
        bob.type("/join den").await("* You are alone in den.", "there is a den, and ada is on her way there");
        bob.type("/password sesame").expect(SET, "bob is in den, and ada is still on her way there.\n"
                + "    If he is refused, the host is who created the room, not who is first in it");
        sam.readOn();
        ada.await("* In den: bob", "cold goes on; ada was let in before there was a password");
        ada.type("/password mine").expect(NOT_HOST, "bob came before ada");
    }
}
