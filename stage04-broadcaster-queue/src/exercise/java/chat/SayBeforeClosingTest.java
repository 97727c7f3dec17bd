package chat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What was in the inbox when the server was told to close is still heard. */
@Tag("4.9")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SayBeforeClosingTest {
    private final Seams server = Seams.server();
    private final TestClient ada = server.join("ada");
    private final TestClient bob = server.join("bob", ada);

    SayBeforeClosingTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        try (server; ada; bob) {
            server.release();
        }
    }

    @Test
    @Order(1)
    void whatIsInTheInboxIsHeard() throws Exception {
        server.holdAny("of ChatRoom, where it calls Client.send");
        server.send(ada, "line 0");
        server.awaitHeld("the room's thread tells bob what ada says");
        for (int i = 1; i < 10; i++) {
            server.send(ada, "line " + i);
        }
        server.beginToClose();
        server.release();
        expectAll("the room's thread was held at the first of ten lines, with nine in the inbox, when close was "
                + "called;\n    it was interrupted, or bob's writer was, and lines are lost. First let the room "
                + "come to the end of its inbox,\n    then each writer to the end of its outbox, and then interrupt");
    }

    @Test
    @Order(2)
    void whatIsInAnOutboxIsHeard() throws Exception {
        server.holdAny("of Client, where it calls OutputStream.write"); // bob's writer: nobody else is sent anything
        for (int i = 0; i < 10; i++) {
            server.send(ada, "line " + i);
        }
        server.awaitHeld("bob's writer writes what ada says");
        ada.send("/quit");
        ada.awaitEnd("when a leave is answered, the room's thread has dealt with all that came before");
        server.beginToClose();
        server.release();
        expectAll("bob's writer was held at the first of ten lines, with nine in the outbox, when close was called; it"
                + "\n    was interrupted, and lines are lost. First let the room come to the end of its inbox,"
                + "\n    then each writer to the end of its outbox, and then interrupt");
    }

    private void expectAll(String probably) throws Exception {
        for (int i = 0; i < 10; i++) {
            bob.expectSaid("ada", "line " + i, probably);
        }
        server.closeServer();
    }
}
