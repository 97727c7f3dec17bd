package chat;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client may make the server keep, or show to others. */
class BoundsTest {
    private static final String NO_NAME = "* A name has 1 to 20 characters: letters, digits, _ and -.";
    private static final String TOO_LONG = "* That line is too long (1000 characters at most) and was not sent.";

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
    void stop() throws InterruptedException {
        ada.close();
        bob.close();
        if (!Thread.ofPlatform().daemon().start(server::close).join(TestClient.patience())) {
            throw new AssertionError("the clients have closed their connections, and the server's close() hangs"
                    + "\n  what it probably means: the thread that reads from a client goes on at the end of its input,"
                    + "\n    where read returns -1, each time that it is called");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "semi;colon", "[ada]", "*", "abcdefghijklmnopqrstu", "a\u200bb", "ada\u3164",
        "\u2167", "\u115fada", "ada\u034f", "ada\ufe0f", "\u0301ada", "a\u0301\u0302\u0303\u0304\u0305da"})
    @Tag("5.1")
    void aNameThatIsNoneIsAskedForAgain(String name) {
        try (var eve = TestClient.connect(server)) {
            eve.expectPrompt("the greeting");
            eve.send(name);
            eve.expectExactly(NO_NAME, "a name follows the rules: it has 20 characters at most, nothing in it is "
                    + "invisible,\n  and a letter has three marks at most");
            eve.expectPrompt("and is asked for again");
            eve.send("eve");
            ada.expectJoined("eve");
        }
    }

    @Test
    @Tag("5.1")
    void aRoomIsNamedLikeAClient() {
        for (int i = 0; i < 11; i++) {
            ada.send("/create no:room");
            ada.await(NO_NAME, "a room's name follows the rules for names; "
                    + "and ten tries are for a client's own name, not for what it asks later");
        }
        ada.send("still here");
        bob.expectSaid("ada", "still here", "whoever asked for a room that can't be stays where it is");
    }

    @Test
    @Tag("5.1")
    void afterTenTriesAtANameItIsOver() {
        try (var eve = TestClient.connect(server)) {
            for (int i = 0; i < 10; i++) {
                eve.expectPrompt("ten tries: whether a name is taken or against the rules");
                eve.send(i % 2 == 0 ? "no name" : "ada");
            }
            eve.expectExactly("* That name is taken.", "the tenth try is answered like the others");
            eve.expect("* You tried 10 names. Goodbye.", "nobody may try names for ever");
            eve.expectEnd("and that is the end");
        }
    }

    @Test
    @Tag("5.2")
    void aLineMayHaveAThousandCharactersAndNoMore() {
        String thousand = "é漢".repeat(498) + "😀".repeat(4);
        for (String line : new String[] {thousand, "😀".repeat(1000)}) {
            ada.send(line + "\r");
            ada.send("next");
            bob.expectSaid("ada", line, "a line may have 1000 characters: neither bytes are counted, "
                    + "nor Java's chars, nor what ends the line");
            bob.expectSaid("ada", "next", "and the next line is a line again");
        }
        ada.send(thousand + "x");
        ada.expect(TOO_LONG, "a line of 1001 characters is refused, and its sender is told");
        ada.send("next");
        bob.expectSaid("ada", "next", "nothing of a line that is too long is sent");
    }

    @Test
    @Tag("5.2")
    void aLineThatDoesNotEndIsRefusedAndSkipped() {
        ada.sendRaw("x".repeat(1_000_000)); // EndlessLineTest shows that they aren't kept
        ada.expect(TOO_LONG, "a line that is too long is refused at once, before it ends: it may never end");
        ada.send("");
        ada.send("next");
        bob.expectSaid("ada", "next", "the rest of the line is skipped, up to its end");
        ada.send("/who");
        ada.expectExactly("* In lobby: ada, bob", "its sender is told once");
    }

    @Test
    @Tag("5.2")
    void atThePromptALineMayBeTooLongToo() {
        try (var eve = TestClient.connect(server)) {
            for (int i = 0; i < 11; i++) {
                eve.expectPrompt("a line that is too long is no try at a name");
                eve.send("x".repeat(1001));
                eve.expectExactly(TOO_LONG, "the bound is for all lines, before and after the client has a name");
            }
            eve.expectPrompt("a line that is too long is no try at a name");
        }
    }

    @Test
    @Tag("5.3")
    void theHistoryHoldsTheLastHundredLines() {
        for (int i = 0; i < 150; i++) {
            ada.send("line " + i);
            bob.expectSaid("ada", "line " + i, "all lines arrive");
        }
        try (var eve = TestClient.connect(server)) {
            eve.join("eve", ada, bob);
            for (int i = 50; i < 150; i++) {
                eve.expectSaid("ada", "line " + i, "the history is bounded, and keeps what is newest");
            }
            ada.send("now");
            eve.expectSaid("ada", "now", "then comes what is new");
        }
    }

    @Test
    @Tag("5.3")
    void thereMayBeAHundredRooms() {
        var guests = new ArrayList<TestClient>();
        for (int i = 1; i < 100; i++) {
            var guest = TestClient.connect(server).join("guest" + i, ada, bob);
            guest.send("/create room" + i);
            ada.expectLeft("guest" + i);
            bob.expectLeft("guest" + i);
            guests.add(guest);
        }
        ada.send("/create another");
        ada.expectExactly("* There are 100 rooms already, which is all there may be.",
                "there may be 100 rooms, the lobby among them");
        guests.getFirst().send("/join lobby");
        ada.expectJoined("guest1");
        ada.send("/create another");
        ada.expectExactly("* You are alone in another.",
                "room1 was removed when its last member left it, so there is room for another");
        guests.forEach(TestClient::close);
    }

    @Test
    @Tag("5.3")
    void aListNamesAHundredMembersAndSaysHowManyMoreThereAre() {
        var guests = new ArrayList<TestClient>();
        var names = new StringBuilder("* In lobby: ada, bob");
        for (int i = 1; i <= 98; i++) {
            guests.add(TestClient.join(server, "guest" + i));
            names.append(", guest").append(i);
        }
        try (var carol = TestClient.connect(server); var dave = TestClient.connect(server)) {
            carol.name("carol");
            carol.expectExactly(names.toString(), "a newcomer is told the names of a hundred members");
            dave.name("dave");
            dave.expectExactly(names + " and 1 more",
                    "what a list costs is bounded: of 101 members it names the first hundred, in order of arrival");
        }
        guests.forEach(TestClient::close);
    }
}
