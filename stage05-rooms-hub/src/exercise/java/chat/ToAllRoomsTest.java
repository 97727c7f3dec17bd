package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One line to all rooms. A room that stands still holds up who sends it, and nobody else. */
@Tag("5.12")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ToAllRoomsTest {
    private final GlassChat chat = new GlassChat();

    @AfterEach
    void stop() {
        chat.close();
    }

    @Test
    @Order(1)
    void everyoneInEveryRoomHearsIt() {
        var ada = chat.join("ada");
        ada.send("/broadcast anybody there?");
        ada.expect("* Sent to 1 room.", "the lobby is always there, and ada doesn't hear herself");
        ada.send("/create den");
        ada.expect("* You are alone in den.", "who creates a room goes there");
        var bob = chat.join("bob");
        bob.send("/create nook");
        bob.await("* You are alone in nook.", "who creates a room goes there");
        var eve = chat.connect().send("eve");
        eve.expect("[time][ada to all]: anybody there?", "it is a line of chat, and stays in the history");
        eve.expect("* You are alone in lobby.", "ada and bob are elsewhere");
        ada.send("/broadcast  the  cake is in the lobby ");
        ada.expect("* Sent to 3 rooms.", "there are den, lobby and nook");
        bob.expect("[time][ada to all]: the  cake is in the lobby", "it is heard in every room");
        eve.expect("[time][ada to all]: the  cake is in the lobby", "it is heard in every room");
        ada.send("/broadcast");
        ada.expect("* Usage: /broadcast TEXT", "a missing argument is told");
        ada.send("/rooms");
        ada.expect("* Rooms: den (1), lobby (1), nook (1)", "when all is sent, nobody is on the way any more. If more "
                + "are counted, whoever was counted wasn't counted out");
    }

    @Test
    @Order(2)
    void whileARoomStandsStillAllOthersGoOn() {
        var bob = chat.join("bob");
        bob.send("/create den");
        bob.await("* You are alone in den.", "who creates a room goes there");
        var sam = chat.joinStopped("sam");
        sam.send("/create alcove").awaitDone();
        var flo = chat.join("flo");
        chat.freeze("alcove", flo);
        chat.awaitFrozen("alcove");
        for (int i = 0; i < 300; i++) { // more than an inbox holds
            flo.send("/send alcove more " + i);
        }
        flo.awaitHeld("the inbox of alcove is full, and nobody empties it");
        var ada = chat.join("ada");
        ada.send("/broadcast hello");
        ada.awaitHeldOrDone();
        String why = "ada's /broadcast waits for alcove, which stands still. If bob waits as well, ada holds the hub's "
                + "lock while she waits for a room: take the rooms under the lock, and put the line into them "
                + "without it";
        bob.send("/create nook");
        bob.await("* You are alone in nook.", why);
        bob.send("/rooms");
        bob.awaitLine("\\* Rooms: .*", why);
        var eve = chat.connect().send("eve");
        eve.awaitLine("\\* In lobby: flo, ada", why);
        sam.readOn();
        ada.await("* Sent to 3 rooms.", "alcove goes on, since sam reads again; there were three rooms when ada sent "
                + "it. If an exception has ended her reader, she went through the hub's own map, in which bob has put "
                + "nook in the meantime: go through a copy");
        flo.await("[time][ada to all]: hello", "it is heard in the lobby");
        sam.await("[time][ada to all]: hello", "it is heard in alcove, when alcove goes on");
    }
}
