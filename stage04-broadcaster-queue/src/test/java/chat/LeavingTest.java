package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a client goes away, and what the others hear of it. */
@Tag("1.3")
class LeavingTest {
    private ChatServer server;
    private TestClient ada;
    private TestClient bob;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
        ada = TestClient.join(server, "ada");
        bob = TestClient.join(server, "bob", ada);
    }

    @AfterEach
    void stop() {
        server.close();
        ada.close();
        bob.close();
    }

    /**
     * The article answered a read error with {@code continue}: after the end of input it read for ever, on a whole
     * core.
     */
    @Test
    void theEndOfInputEndsTheClient() {
        ada.endInput();
        ada.expectEnd("at the end of input the server must stop reading and close; one that reads on spins for ever");
        bob.expectLeft("ada");
    }

    @Test
    void theLastLineNeedsNoNewlineAndArrivesBeforeTheLeave() {
        ada.sendRaw("goodbye").endInput();
        bob.expectSaid("ada", "goodbye", "what was sent before the end of input is still a line");
        bob.expectLeft("ada");
    }

    @Test
    void quitEndsTheClient() {
        ada.send("/quit");
        ada.expectEnd("/quit makes the server close the connection");
        bob.expectLeft("ada");
    }

    @Test
    void aResetInTheMiddleOfALineEndsThatClientAlone() {
        ada.sendRaw("half a li");
        ada.reset();
        bob.expectLeft("ada");
        ada = TestClient.join(server, "eve", bob);
        bob.send("still there?");
        ada.awaitSaid("bob", "still there?", "the server must outlive each of its clients");
    }

    @Test
    void nobodyIsToldWhenAClientWithoutANameGoesAway() {
        var quits = TestClient.connect(server);
        quits.expectPrompt("the greeting");
        quits.send("/quit");
        quits.expectEnd("/quit ends it at the prompt too");
        ada.send("next");
        bob.expectSaid("ada", "next", "who never joined can't leave");
    }

    @Test
    void whatWhoeverHasLeftHasSaidStaysInTheHistory() {
        ada.send("goodbye");
        ada.send("/quit");
        bob.expectSaid("ada", "goodbye", "a line goes to everyone in the room but its sender");
        bob.expectLeft("ada");
        ada = TestClient.join(server, "eve", bob);
        bob.send("welcome");
        ada.expectSaid("ada", "goodbye", "the history outlives who said it");
        ada.expectSaid("bob", "welcome", "history holds lines of chat only, no joins and leaves");
    }

    @Test
    void theNameIsFreeAgain() {
        ada.send("/quit");
        ada.expectEnd("/quit makes the server close the connection");
        bob.expectLeft("ada");
        ada = TestClient.join(server, "ada", bob);
    }

    /** In one of the articles a client that left stayed in its room's map for ever. */
    @Test
    void whoHasLeftIsForgotten() {
        for (int i = 0; i < 100; i++) {
            var guest = TestClient.join(server, "guest", ada, bob);
            guest.send("/quit");
            guest.awaitEnd("/quit makes the server close the connection");
            ada.expectLeft("guest");
            bob.expectLeft("guest");
        }
        bob.send("peace");
        ada.expectSaid("bob", "peace", "those who are left chat on");
    }
}
