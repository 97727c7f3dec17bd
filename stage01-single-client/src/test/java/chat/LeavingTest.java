package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a client goes away. */
class LeavingTest {
    private ChatServer server;
    private TestClient ada;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
        ada = TestClient.join(server, "ada");
    }

    @AfterEach
    void stop() {
        ada.close();
        server.close();
    }

    /**
     * The article answered a read error with {@code continue}: after the end of input it read for ever, on a whole
     * core.
     */
    @Test
    void theEndOfInputEndsTheClient() {
        ada.endInput();
        ada.expectEnd("at the end of input the server must stop reading and close; one that reads on spins for ever");
        theNextClientIsServed();
    }

    @Test
    void theLastLineNeedsNoNewline() {
        ada.sendRaw("goodbye").endInput();
        ada.expectSaid("ada", "goodbye", "what was sent before the end of input is still a line");
        ada.expectEnd("and then the client has left");
    }

    @Test
    void quitEndsTheClient() {
        ada.send("/quit");
        ada.expectEnd("/quit makes the server close the connection");
        theNextClientIsServed();
    }

    @Test
    void aResetInTheMiddleOfALineEndsThatClientAlone() {
        ada.sendRaw("half a li");
        ada.reset();
        theNextClientIsServed();
    }

    private void theNextClientIsServed() {
        try (var bob = TestClient.join(server, "bob")) {
            bob.send("still there?");
            bob.expectSaid("bob", "still there?", "the server must outlive each of its clients");
        }
    }
}
