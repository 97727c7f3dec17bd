package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who hears what. */
@Tag("1.2")
class ChattingTest {
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

    @Test
    void everyoneButTheSenderHearsALine() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect().join("eve", ada, bob);
        ada.send("one");
        bob.expectSaid("ada", "one", "a line goes to everyone in the room but its sender");
        eve.expectSaid("ada", "one", "a line goes to everyone in the room but its sender; what eve got before it can "
                + "only be history, which holds lines of chat only, no joins and leaves");
        bob.send("two");
        ada.expectSaid("bob", "two", "nobody hears itself: bob's line is the first that ada hears");
        eve.expectSaid("bob", "two", "a line goes to everyone in the room but its sender");
    }

    /** The article gave each client a random number below 1000, and not to echo meant: not to send to that number. */
    @Test
    void aHundredClientsAllHearEachOther() {
        for (int i = 0; i < 100; i++) {
            connect().join("client" + i, clients.subList(0, i).toArray(TestClient[]::new));
        }
        for (int i = 0; i < 100; i++) {
            clients.get(i).send("I am " + i);
            for (var other : clients) {
                if (other != clients.get(i)) {
                    other.expectSaid("client" + i, "I am " + i,
                            "a sender is told apart by what it is, not by a number that two may have");
                }
            }
        }
    }

    @Test
    void aClientWithoutANameHearsNothing() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        var eve = connect();
        eve.expectPrompt("the greeting");
        ada.send("before eve has a name");
        bob.expectSaid("ada", "before eve has a name", "ada and bob chat");
        eve.send("");
        assertThat(eve.expectPrompt("a blank name is no name: ask again"))
                .as("""
                        ada spoke while eve was at the prompt: what eve got before she was asked again.
                          what it probably means: a client at the prompt is no member, and hears nothing""")
                .isEmpty();
    }

    @Test
    void aTakenNameIsAskedForAgain() {
        var ada = connect().join("ada");
        var eve = connect();
        eve.expectPrompt("the greeting");
        eve.send("ada");
        eve.expect("* That name is taken.", "no two members have one name");
        eve.join("eve", ada);
    }

    @Test
    void aNameIsTakenAsItIsWithoutTheSpacesAroundIt() {
        var ada = connect().join("ada");
        var eve = connect();
        eve.expectPrompt("the greeting");
        eve.send("  ada\t");
        eve.expect("* That name is taken.", "spaces around a name are no part of it");
    }

    @Test
    void aNewcomerGetsTheHistoryThenWhatIsSaidFromNowOn() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        ada.send("one");
        ada.send("two");
        bob.expectSaid("ada", "one", "a line goes to everyone in the room but its sender");
        bob.expectSaid("ada", "two", "a line goes to everyone in the room but its sender");
        var eve = connect().join("eve", ada, bob);
        bob.send("three");
        String probably = "a newcomer gets what was said before, oldest first, then what is new; "
                + "history holds lines of chat only, no joins and leaves";
        eve.expectSaid("ada", "one", probably);
        eve.expectSaid("ada", "two", probably);
        eve.expectSaid("bob", "three", probably);
        connect().join("dan").expectSaid("ada", "one", "the history stays for the next newcomer");
    }

    @Test
    void whatTheServerSaysCanNotBePretended() {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        bob.send("* ada has left the chat");
        ada.expectSaid("bob", "* ada has left the chat", "what a client says always begins with the time and its name");
    }
}
