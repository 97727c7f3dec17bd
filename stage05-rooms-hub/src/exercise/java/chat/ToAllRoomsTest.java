package chat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One line to all rooms. A room that stands still holds up who sends it, and nobody else. */
@Tag("5.12")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ToAllRoomsTest {
    @AutoClose
    private final Opened open = new Opened();

    @Test
    @Order(1)
    void everyoneInEveryRoomHearsIt() throws Exception {
        var server = open.add(TestClient.server());
        var ada = open.add(TestClient.join(server, "ada"));
        ada.send("/broadcast anybody there?");
        ada.expect("* Sent to 1 room.", "the lobby is always there, and ada doesn't hear herself");
        ada.send("/create den");
        ada.await("* You are alone in den.", "who creates a room goes there");
        var bob = open.add(TestClient.join(server, "bob"));
        bob.expectSaid("ada to all", "anybody there?", "it is a line of chat, and stays in the history");
        bob.send("/create nook");
        bob.await("* You are alone in nook.", "who creates a room goes there");
        var eve = open.add(TestClient.join(server, "eve"));
        eve.expectSaid("ada to all", "anybody there?", "it is a line of chat, and stays in the history");
        ada.send("/broadcast  the  cake is in the lobby ");
        ada.expect("* Sent to 3 rooms.", "there are den, lobby and nook");
        bob.expectSaid("ada to all", "the  cake is in the lobby", "it is heard in every room");
        eve.expectSaid("ada to all", "the  cake is in the lobby", "it is heard in every room");
        ada.send("/broadcast\n/rooms");
        ada.expect("* Usage: /broadcast TEXT", "a missing argument is told");
        ada.expect("* Rooms: den (1), lobby (1), nook (1)", "when all is sent, nobody is on the way any more.\n"
                + "    If more are counted, whoever was counted wasn't counted out");
    }

    /** Alcove stands still, since its thread isn't started until the end. */
    @Test
    @Order(2)
    void whileARoomStandsStillAllOthersGoOn() {
        var alcove = new AtomicReference<Runnable>();
        var hub = new Hub(task -> {
            if (task instanceof ChatRoom room && room.name().equals("alcove")) {
                alcove.set(room);
            } else {
                start(task);
            }
        });
        var bob = open.add(Typist.join(hub, "bob"));
        bob.type("/create den").await("* You are alone in den.", "who creates a room goes there");
        var sam = open.add(Typist.join(hub, "sam")).type("/create alcove");
        sam.awaitHeld("alcove doesn't let him in yet");
        var flo = open.add(Typist.join(hub, "flo"));
        for (int i = 0; i < 300 && !flo.isHeld(); i++) { // more than an inbox holds
            flo.type("/send alcove line " + i);
        }
        flo.awaitHeld("the inbox of alcove is full, and nobody empties it");
        var ada = open.add(Typist.join(hub, "ada"));
        ada.type("/broadcast hello").isHeld(); // or not, if others put her line there
        String why = "ada's /broadcast waits for alcove, which stands still.\n"
                + "    If bob waits as well, ada holds the hub's lock while she waits for a room:\n"
                + "    take the rooms under the lock, and put the line into them without it";
        bob.type("/create nook").await("* You are alone in nook.", why);
        bob.type("/rooms").awaitLike("\\* Rooms: .*", why);
        start(alcove.get());
        ada.await("* Sent to 3 rooms.", "alcove goes on; there were three rooms when ada sent her line.\n"
                + "    If an exception has ended her reader, she went through the hub's own map,\n"
                + "    in which bob has put nook in the meantime: go through a copy");
        flo.await("[time][ada to all]: hello", "it is heard in the lobby");
        sam.await("[time][ada to all]: hello", "it is heard in alcove, when alcove goes on");
    }

    private void start(Runnable room) {
        var thread = Thread.startVirtualThread(room);
        open.add(thread::interrupt);
    }
}
