package chat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Who comes back to a room reads on where it left. The history has three lines. */
@Tag("6.4")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhereWasITest {
    private static final String ONCE = "who comes back is sent what was said since it left, and nothing that it was "
            + "sent before";

    private ChatServer server;
    private TestClient ada;
    private TestClient bob;

    @BeforeEach
    void start() throws Exception {
        ServerLog.open();
        try {
            var limits = Limits.parse(List.of("--history=3", "--returning=new"));
            server = ChatServer.start(new InetSocketAddress("localhost", 0), limits);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("the server was started with --returning=new, and refuses it: \"" + e.getMessage()
                    + "\"\n  what it probably means: Limits.parse doesn't know the option yet");
        }
        ada = TestClient.join(server, "ada");
        bob = TestClient.join(server, "bob", ada);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
            ada.close();
            bob.close();
        }
    }

    /** When this returns, the room has handled it all. */
    private void bobSays(String... lines) {
        bob.send(String.join("\n", lines) + "\n/who");
        bob.await("* In lobby: bob", "a room handles what a client says in order, so these lines have been handled");
    }

    private void adaLeavesLobby() {
        ada.send("/create den");
        ada.expect("* You are alone in den.", "who creates a room goes there");
        bob.expectLeft("ada");
    }

    private void adaComesBack() {
        ada.send("/join lobby");
        bob.expectJoined("ada");
    }

    @Test
    @Order(1)
    void whoComesBackReadsOnWhereItLeft() {
        ada.send("one");
        bob.expectSaid("ada", "one", "a line goes to all others");
        bob.send("two");
        ada.expectSaid("bob", "two", "a line goes to all others");
        adaLeavesLobby();
        bobSays("three");
        adaComesBack();
        ada.expectSaid("bob", "three", ONCE);
        ada.expect("* In lobby: bob", "one line was said in the meantime");
        adaLeavesLobby();
        adaComesBack();
        ada.expect("* In lobby: bob", ONCE);
        try (var eve = TestClient.connect(server)) {
            eve.join("eve", ada, bob);
            eve.expectSaid("ada", "one", "who comes for the first time is sent the history");
            eve.expectSaid("bob", "two", "who comes for the first time is sent the history");
            eve.expectSaid("bob", "three", "who comes for the first time is sent the history");
            eve.expect("* In lobby: bob, ada", "and all of it");
        }
    }

    @Test
    @Order(2)
    void whatTheHistoryHasForgottenIsCounted() {
        ada.send("1\n2\n3\n4");
        for (String text : List.of("1", "2", "3", "4")) {
            bob.expectSaid("ada", text, "a line goes to all others");
        }
        adaLeavesLobby();
        bobSays("5", "6");
        adaComesBack();
        String numbered = "ada heard four lines, and since then two were said. If nothing of them comes,\n"
                + "    she is known to have heard the first three of the history, which has always three:\n"
                + "    count all that was ever said";
        ada.expectSaid("bob", "5", numbered);
        ada.expectSaid("bob", "6", numbered);
        adaLeavesLobby();
        bobSays("7", "8", "9", "10", "11");
        adaComesBack();
        ada.expect("* You missed 2 lines.", "five lines were said since ada left, and the history has the last three");
        for (String text : List.of("9", "10", "11")) {
            ada.expectSaid("bob", text, "these are still in the history");
        }
        try (var eve = TestClient.connect(server)) {
            eve.join("eve", ada, bob);
            eve.expectSaid("bob", "9", "who comes for the first time has missed nothing: it wasn't there");
        }
    }

    @Test
    @Order(3)
    void aRoomOfTheSameNameIsAnotherRoom() {
        adaLeavesLobby();
        bob.send("/join den\n1\n2\n3");
        ada.expect("* bob has joined den", "bob comes to den");
        for (String text : List.of("1", "2", "3")) {
            ada.expectSaid("bob", text, "a line goes to all others");
        }
        ada.send("/join lobby");
        ada.expect("* You are alone in lobby.", "ada has left den");
        bob.await("* ada has left den", "a move is told in the room that is left");
        bob.send("/join lobby");
        ada.expectJoined("bob");
        bob.send("/rooms\n/create den\nfresh\n/who");
        bob.await("* Rooms: lobby (2)", "den is empty, and has gone");
        bob.await("* In den: bob", "den is a new room, and bob's line has been handled there");
        ada.expectLeft("bob");
        ada.send("/join den");
        ada.expectSaid("bob", "fresh", "ada has heard three lines of a den that is gone, and none of this one.\n"
                + "    If nothing comes, what she heard is known by the room's name: it must be known by the room");
        ada.expect("* In den: bob", "that is all that was said in this room");
    }
}
