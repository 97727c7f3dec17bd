package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one client may make the server keep, or show to others. */
@Tag("5.1")
class BoundsTest {
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

    @ParameterizedTest
    @ValueSource(strings = {"two words", "semi;colon", "[ada]", "*", "abcdefghijklmnopqrstu", "a\u200bb", "ada\u3164",
        "\u115fada", "ada\u034f", "ada\ufe0f", "\u0301ada", "a\u0301\u0302\u0303\u0304\u0305da"})
    void aNameThatIsNoneIsAskedForAgain(String name) {
        try (var eve = TestClient.connect(server)) {
            eve.expectPrompt("the greeting");
            eve.send(name);
            eve.expect("* A name has 1 to 20 characters: letters, digits, _ and -.",
                    "a name follows the rules: nothing in it is invisible, and a letter has few marks");
            eve.expectPrompt("and is asked for again");
            eve.send("eve");
            ada.expectJoined("eve");
        }
    }

    @Test
    void aRoomIsNamedLikeAClient() {
        ada.send("/create no:room");
        ada.expect("* A name has 1 to 20 characters: letters, digits, _ and -.",
                "a room's name follows the rules for names");
        ada.send("still here");
        bob.expectSaid("ada", "still here", "and who asked for it stays where it is");
    }

    @Test
    void afterTenTriesAtANameItIsOver() {
        try (var eve = TestClient.connect(server)) {
            for (int i = 0; i < 10; i++) {
                eve.expectPrompt("ten tries");
                eve.send("ada");
            }
            eve.expect("* That name is taken.", "the tenth try is answered like the others");
            eve.expect("* You tried 10 names. Goodbye.", "nobody may try names for ever");
            eve.expectEnd("and that is the end");
        }
    }

    @Test
    void aLineMayHaveAThousandCharactersAndNoMore() {
        String thousand = "é漢".repeat(498) + "😀".repeat(4);
        ada.send(thousand);
        bob.expectSaid("ada", thousand, "characters are counted, not bytes and not Java's chars");
        ada.send(thousand + "x");
        ada.expect("* That line is too long (1000 characters at most) and was not sent.", "its sender is told");
        ada.send("next");
        bob.expectSaid("ada", "next", "nothing of it was sent, and the next line is a line again");
    }

    @Test
    void aLineThatDoesNotEndIsRefusedAndSkipped() {
        byte[] part = "x".repeat(1_000_000).getBytes(UTF_8);
        for (int i = 0; i < 100; i++) { // 100 MB; ReadLineTest shows that they aren't kept
            ada.sendRaw(part);
        }
        ada.expect("* That line is too long (1000 characters at most) and was not sent.",
                "it is told at once, before the line ends");
        ada.send("");
        ada.send("next");
        bob.expectSaid("ada", "next", "the rest of the line is skipped, up to its end");
    }

    @Test
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
        ada.expect("* There are 100 rooms already, which is all there may be.", "the number of rooms is bounded");
        guests.getFirst().send("/join lobby");
        ada.expectJoined("guest1");
        ada.send("/create another");
        bob.expectJoined("guest1");
        bob.expectLeft("ada");
        guests.forEach(TestClient::close);
    }

    @Test
    void aListNamesAHundredMembersAndSaysHowManyMoreThereAre() {
        var guests = new ArrayList<TestClient>();
        for (int i = 1; i <= 98; i++) {
            guests.add(TestClient.join(server, "guest" + i));
        }
        try (var carol = TestClient.connect(server); var dave = TestClient.connect(server)) {
            carol.name("carol");
            assertThat(carol.line("a hundred are named"))
                    .startsWith("* In lobby: ada, bob, guest1, ")
                    .endsWith(", guest98");
            dave.name("dave");
            assertThat(dave.line("what a newcomer costs is bounded")).endsWith(", guest97, guest98 and 1 more");
        }
        guests.forEach(TestClient::close);
    }
}
