package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many rooms: who hears what in which. */
class RoomsTest {
    private static final String MOVES =
            "a move is told in the room that is left and in the one that is entered, in just these words";
    private static final String LOCK_HELD =
            "somebody waits for a room that stands still and holds the hub's lock, which all need";
    private static final String NOT_ONESELF =
            "a newcomer is told who is there besides itself, so the list is made before it is a member";
    private static final String ALONE = "who creates a room goes there, and is told that nobody else is there";

    private final List<TestClient> clients = new ArrayList<>();
    private ChatServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
    }

    @AfterEach
    void stop() {
        server.close();
        clients.forEach(TestClient::close);
    }

    private TestClient connect() {
        clients.add(TestClient.connect(server));
        return clients.getLast();
    }

    /** Ends a client; when this returns it is in no room. */
    private static void quit(TestClient client) {
        client.send("/quit");
        client.awaitEnd("/quit makes the server close the connection");
    }

    @Test
    @Tag("4.1")
    void aNewcomerWhoIsAloneIsToldSo() {
        var ada = connect().join("ada");
        ada.send("/quit");
        ada.expectExactly("* You are alone in lobby.", NOT_ONESELF);
        ada.expectEnd("nothing else comes");
    }

    @Test
    @Tag("4.1")
    void aNewcomerIsToldWhoIsThereInTheOrderOfTheirArrival() {
        var eve = connect().join("eve"); // not the alphabet's order, nor that of a HashMap
        var zoe = connect().join("zoe", eve);
        var bob = connect().join("bob", eve, zoe);
        var ada = connect().join("ada", eve, zoe);
        String probably = "after the history comes who is there, in the order of arrival; not every map keeps an order";
        bob.expectExactly("* In lobby: eve, zoe", probably);
        ada.expectExactly("* In lobby: eve, zoe, bob", probably);
        eve.send("hello");
        ada.expectSaid("eve", "hello", "after the list comes what is new");
    }

    @Test
    @Tag("4.1")
    void aNewcomerGetsTheHistoryFirstAndIsThenToldWhoIsThere() {
        var ada = connect().join("ada");
        ada.send("one");
        ada.send("two");
        quit(ada);
        var bob = connect().join("bob");
        quit(bob.send("three"));
        var eve = connect().join("eve");
        eve.send("/quit");
        for (String expected : List.of("[ada]: one", "[ada]: two", "[bob]: three", "* You are alone in lobby.")) {
            assertThat(eve.line("first the history, which holds lines of chat only, then who is there"))
                    .as("what eve is sent when she comes: first the history, then who is there")
                    .endsWith(expected);
        }
        eve.expectEnd("nothing else comes");
    }

    @Test
    @Tag("4.2")
    void whoListsTheMembersInTheOrderOfTheirArrivalOneselfToo() {
        var eve = connect().join("eve");
        var zoe = connect().join("zoe", eve);
        var bob = connect().join("bob", eve, zoe);
        zoe.send("/who");
        zoe.expectExactly("* In lobby: eve, zoe, bob",
                "/who lists everyone in one's room, in the order of their arrival, oneself too");
        bob.expectExactly("* In lobby: eve, zoe", NOT_ONESELF);
        bob.send("/quit");
        bob.expectEnd("/who is answered to the client that asks, and to nobody else");
    }

    @Test
    @Tag("4.3")
    void aMoveIsToldInBothRooms() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect().join("eve", ada, bob);
        bob.send("/create den");
        ada.expect("* bob has left lobby", MOVES);
        eve.expect("* bob has left lobby", MOVES);
        bob.expect("* You are alone in den.", ALONE);
        eve.send("/join den");
        bob.expect("* eve has joined den", MOVES);
        ada.expect("* eve has left lobby", MOVES);
        eve.expect("* In den: bob", "who comes to a room is told who is there");
        eve.send("/join lobby");
        bob.expect("* eve has left den", MOVES);
        ada.expect("* eve has joined lobby", MOVES);
        eve.expect("* In lobby: ada", "who comes to a room is told who is there");
        bob.send("/quit");
        bob.expectEnd("nobody hears of its own coming and going");
    }

    @Test
    @Tag("4.3")
    void aLineStaysInItsRoom() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect().join("eve", ada, bob);
        bob.send("/create den");
        ada.expect("* bob has left lobby", MOVES);
        eve.expect("* bob has left lobby", MOVES);
        bob.expect("* You are alone in den.", ALONE);
        ada.send("in the lobby");
        eve.expectSaid("ada", "in the lobby", "the lobby chats on");
        bob.send("in den");
        eve.send("/join den");
        ada.expect("* eve has left lobby", "ada, who isn't in den, hears nothing that is said there");
        bob.expect("* eve has joined den", "bob, who isn't in the lobby, hears nothing that is said there");
    }

    @Test
    @Tag("4.3")
    void eachRoomHasItsOwnHistory() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        ada.send("in the lobby");
        bob.expectSaid("ada", "in the lobby", "the lobby chats");
        ada.send("/create den");
        bob.expect("* ada has left lobby", MOVES);
        ada.send("in den").send("/who");
        ada.expect("* You are alone in den.", ALONE);
        ada.expect("* In den: ada", "what was said before a question is there when it is answered");
        bob.send("/join den");
        bob.expectSaid("ada", "in den", "who comes to a room gets that room's history, and no other");
        bob.expect("* In den: ada", "who comes to a room is told who is there");
        bob.send("/join lobby");
        bob.expectSaid("ada", "in the lobby", "who comes back to a room gets its history again");
        bob.expect("* You are alone in lobby.", "the lobby was empty, and is still the same");
    }

    @Test
    @Tag("4.4")
    void aMessageToAnotherRoomArrivesThereAndIsConfirmedOnce() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect().join("eve", ada, bob);
        eve.send("/create den");
        ada.expect("* eve has left lobby", MOVES);
        bob.expect("* eve has left lobby", MOVES);
        eve.expect("* You are alone in den.", ALONE);
        ada.send("/send den is anybody there?");
        eve.expectSaid("ada from lobby", "is anybody there?",
                "only the line goes to the other room, and says who sends it from where; its sender stays");
        ada.expect("* Sent to den.", "the sender is told that it was sent");
        ada.send("next");
        bob.expectSaid("ada", "next", "a message to another room isn't heard in one's own");
        eve.send("/send lobby yes");
        ada.expectSaid("eve from den", "yes", "ada is still in the lobby, and has got one answer, not two");
        bob.expectSaid("eve from den", "yes", "all in the other room hear it");
        eve.expect("* Sent to lobby.", "the sender is told that it was sent");
    }

    @Test
    @Tag("4.4")
    void aMessageFromAnotherRoomIsInTheHistoryOfTheRoomThatItWentTo() {
        var ada = connect().join("ada");
        var eve = connect().join("eve", ada);
        eve.send("/create den");
        ada.expect("* eve has left lobby", MOVES);
        eve.expect("* You are alone in den.", ALONE);
        ada.send("/send den hello");
        ada.expect("* Sent to den.", "the sender is told that it was sent");
        quit(ada.send("/join den"));
        var bob = connect().join("bob");
        bob.send("/join den");
        bob.expectExactly("* You are alone in lobby.", "the history of the lobby holds nothing that was sent to den");
        bob.expectSaid("ada from lobby", "hello", "the history of den holds what was sent to it");
        bob.expect("* In den: eve", "first the history, then who is there");
    }

    @Test
    @Tag("4.3")
    void roomsAreListedInOrderAndCounted() {
        var ada = connect().join("ada");
        for (String room : List.of("nook", "attic", "den")) {
            connect().join(room + "-owner", ada).send("/create " + room);
            ada.expect("* " + room + "-owner has left lobby", MOVES);
            clients.getLast().expect("* You are alone in " + room + ".", ALONE);
        }
        var bob = connect().join("bob", ada);
        bob.send("/join den");
        ada.expect("* bob has left lobby", MOVES);
        bob.expect("* In den: den-owner", "who comes to a room is told who is there");
        ada.send("/rooms");
        ada.expect("* Rooms: attic (1), den (2), lobby (1), nook (1)",
                "all rooms in alphabetical order, and how many are in each");
    }

    @Test
    @Tag("4.3")
    void whoComesBackToARoomIsTheLastOfItsList() {
        var zoe = connect().join("zoe");
        var bob = connect().join("bob", zoe);
        var ada = connect().join("ada", zoe, bob);
        zoe.send("/create den");
        bob.expect("* zoe has left lobby", MOVES);
        ada.expect("* zoe has left lobby", MOVES);
        zoe.expect("* You are alone in den.", ALONE);
        zoe.send("/join lobby");
        bob.expect("* zoe has joined lobby", MOVES);
        bob.send("/who");
        bob.expectExactly("* In lobby: bob, ada, zoe", "who leaves a room and comes back has arrived anew");
    }

    @Test
    @Tag("4.3")
    void aNameIsTakenInAllRooms() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        ada.send("/create den");
        bob.expect("* ada has left lobby", MOVES);
        ada.expect("* You are alone in den.", ALONE);
        var eve = connect().name("ada");
        eve.expect("* That name is taken.",
                "names are unique in each room only, and two of one name could come to one room later");
        quit(ada);
        eve.join("ada", bob);
    }

    /**
     * In one of the articles a client that left stayed in its room's map for ever, and an empty room was never removed.
     */
    @Test
    @Tag("4.5")
    void aRoomIsRemovedWhenItsLastMemberLeavesHoweverItLeaves() {
        var ada = connect().join("ada");
        for (String leaving : List.of("/join lobby", "/create nook", "/quit", "end of input", "reset")) {
            var bob = connect().join("bob", ada);
            var eve = connect().join("eve", ada, bob);
            bob.send("/create den");
            ada.expect("* bob has left lobby", MOVES);
            eve.expect("* bob has left lobby", MOVES);
            bob.expect("* You are alone in den.", ALONE);
            eve.send("/join den");
            ada.expect("* eve has left lobby", MOVES);
            eve.expect("* In den: bob", "who comes to a room is told who is there");
            quit(bob);
            eve.expect("* bob has left den", "whoever leaves is told in its room");
            ada.send("/rooms");
            ada.expect("* Rooms: den (1), lobby (1)", "one has left den, and one is still there");
            switch (leaving) {
                case "reset" -> eve.reset();
                case "end of input" -> eve.endInput();
                default -> eve.send(leaving);
            }
            if (leaving.equals("/join lobby")) {
                ada.expect("* eve has joined lobby", MOVES);
                quit(eve);
                ada.expect("* eve has left lobby", MOVES);
            } else if (leaving.equals("/create nook")) {
                eve.expect("* You are alone in nook.", ALONE);
                quit(eve);
            }
            awaitRooms(ada, "* Rooms: lobby (1)", "den must go with its last member, whose leaving was: " + leaving);
            ada.send("/join den");
            ada.expect("* There is no room den.", "a room that is removed can't be joined");
        }
    }

    @Test
    @Tag("4.5")
    void theLobbyStaysWhenItIsEmptyAndKeepsItsHistory() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        ada.send("remember this");
        bob.expectSaid("ada", "remember this", "the lobby chats");
        ada.send("/create den");
        bob.expect("* ada has left lobby", MOVES);
        ada.expect("* You are alone in den.", ALONE);
        quit(bob);
        ada.send("/rooms");
        ada.expect("* Rooms: den (1), lobby (0)", "the lobby is there for newcomers, also when nobody is in it");
        ada.send("/join lobby");
        ada.expectSaid("ada", "remember this", "it is the same lobby as before");
    }

    @Test
    @Tag("4.5")
    void aRoomThatIsCreatedAgainHasNoOldHistory() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        ada.send("/create den");
        bob.expect("* ada has left lobby", MOVES);
        ada.expect("* You are alone in den.", ALONE);
        ada.send("forget this");
        ada.send("/join lobby");
        bob.expect("* ada has joined lobby", MOVES);
        ada.expect("* In lobby: bob", "den is gone");
        bob.send("/create den");
        bob.expectExactly("* You are alone in den.", "a new room, with the name of an old one");
    }

    /** What /who tells must fit the comings and goings that were told before it. */
    @Test
    @Tag("4.5")
    @Tag("by-luck")
    void whoFitsWhatWasHeardBefore() throws Exception {
        var ada = connect().join("ada");
        ada.send("/who");
        ada.expect("* In lobby: ada", "oneself too");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String name = "guest" + i;
                threads.submit(() -> {
                    try (var guest = TestClient.join(server, name)) {
                        for (int visit = 0; visit < 50; visit++) {
                            guest.send("/create " + name).send("/join lobby");
                        }
                        quit(guest);
                    }
                    return null;
                });
            }
            var there = new LinkedHashSet<>(List.of("ada"));
            ada.send("/who");
            for (int notices = 0; notices < 8 * 2 * 51; ) { // a guest comes 51 times, and leaves 51 times
                String line = ada.line("guests come and go, and each /who is answered");
                if (line.startsWith("* In lobby: ")) {
                    assertThat(line).as("who is there, after " + notices + " comings and goings were heard")
                            .isEqualTo("* In lobby: " + String.join(", ", there));
                    ada.send("/who");
                } else if (line.endsWith(" has joined lobby")) {
                    there.add(line.split(" ")[1]);
                    notices++;
                } else if (line.endsWith(" has left lobby")) {
                    there.remove(line.split(" ")[1]);
                    notices++;
                }
            }
        }
    }

    /** In one of the articles lines were sent under a lock that all needed: one slow room stopped all. */
    @Test
    @Tag("4.3")
    void whileOneRoomStandsStillTheOthersChatOn() throws Exception {
        var den = new StuckDen();
        var ada = connect().join("ada");
        var mover = connect().join("mover", ada).send("/join den");
        ada.expect("* mover has left lobby", MOVES);
        mover.reset(); // on the way to where nothing moves
        ada.send("/rooms");
        assertThat(ada.line(LOCK_HELD)).startsWith("* Rooms: den (");
        var bob = connect().join("bob", ada);
        for (int i = 0; i < 100; i++) {
            bob.send("line " + i);
            ada.awaitSaid("bob", "line " + i, "a room that stands still must hold no other");
        }
        bob.send("/create nook");
        bob.expect("* You are alone in nook.", LOCK_HELD);
        ada.expect("* bob has left lobby", MOVES);
        ada.send("/join nook");
        bob.expect("* ada has joined nook", LOCK_HELD);
        den.breakUp();
    }

    @Test
    @Tag("4.4")
    void aMessageToARoomThatStandsStillHoldsNobodyButItsSender() throws Exception {
        var den = new StuckDen();
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect().join("eve", ada, bob);
        bob.send("/create nook");
        bob.expect("* You are alone in nook.", ALONE);
        ada.expect("* bob has left lobby", MOVES);
        eve.send("now\n/send den hello"); // which waits, as den's inbox is full
        ada.expectSaid("eve", "now", "the lobby chats on");
        for (int i = 0; i < 100; i++) {
            ada.send("/rooms");
            assertThat(ada.line(LOCK_HELD)).startsWith("* Rooms: den (");
        }
        ada.send("/send nook hello");
        ada.expect("* Sent to nook.", LOCK_HELD);
        bob.expectSaid("ada from lobby", "hello", "a message goes past a room that stands still");
        den.breakUp();
        eve.await("* Sent to den.", "den goes on, and takes the message");
    }

    @Test
    @Tag("4.6")
    void whoIsResetOnTheWayToARoomThatStandsStillIsGoneToo() throws Exception {
        var den = new StuckDen();
        var ada = connect().join("ada");
        var mover = connect().join("mover", ada).send("/join den");
        ada.expect("* mover has left lobby", MOVES);
        mover.reset();
        den.breakUp();
        awaitRooms(ada, "* Rooms: lobby (1)",
                "when its members are gone, den is removed, and who was on the way to it is gone too");
    }

    /** A room that stands still: one in it doesn't read, and another has talked until nothing went on. */
    private final class StuckDen {
        private final TestClient stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
        private final TestClient flooder = connect();
        private final Thread flood;

        StuckDen() {
            clients.add(stopped);
            stopped.send("/create den");
            stopped.expect("* You are alone in den.", ALONE);
            flooder.join("flooder").send("/join den");
            flooder.expect("* In den: stopped", "who comes to a room is told who is there");
            flood = flooder.floodUntilStuck();
        }

        void breakUp() throws InterruptedException {
            flooder.reset();
            stopped.reset();
            flood.join();
        }
    }

    /** Asks until the answer is this one, for those who leave need a moment. */
    private static void awaitRooms(TestClient client, String expected, String probably) {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        String answer = "";
        while (!answer.equals(expected)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("/rooms is still answered \"" + answer + "\" and not \"" + expected
                        + "\"\n  what it probably means: " + probably);
            }
            client.send("/rooms");
            do {
                answer = client.line("/rooms is answered");
            } while (!answer.startsWith("* Rooms: "));
        }
    }
}
