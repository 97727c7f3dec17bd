package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of text that isn't just letters, and that others' terminals would obey, or can't show. */
class TextTest {
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

    @Test
    @Tag("1.2")
    void controlCharactersAreTakenOutAndATabIsASpace() {
        ada.send("\u001b[2J\u001b[Hyou\u0000 can\u0008not\u007f\u0085 re\u009bpaint\tthis!");
        bob.expectSaid("ada", "[2J[Hyou cannot repaint this!", "what others' terminals would obey is taken out");
    }

    /** A line that moves the cursor up and writes over what stands there could pretend to be the server. */
    @Test
    @Tag("1.2")
    void nobodyCanPretendToBeTheServer() {
        ada.send("\u001b[G\u001b[2K* bob has left the chat");
        bob.expectSaid("ada", "[G[2K* bob has left the chat", "only the server's own lines begin with a star");
    }

    @ParameterizedTest
    @Tag("1.2")
    @ValueSource(strings = {"\u202a", "\u202e", "\u2066", "\u2069", "\u2028", "\u2029", "\ufeff"})
    void whatReordersOrHidesOtherTextIsTakenOut(String character) {
        ada.send("one" + character + "two");
        bob.expectSaid("ada", "onetwo", "a line shows its characters in the order in which they were sent");
    }

    @ParameterizedTest
    @Tag("1.2")
    @ValueSource(strings = {"\u001b", "\u200b", "\u3164", "\u2060\u00ad", " \t\u00a0\u3000", "\u2800", "\ufe0f"})
    void aLineThatShowsNothingIsBlank(String line) {
        ada.send(line);
        ada.send("next");
        bob.expectSaid("ada", "next", "a line with nothing visible is ignored, as a blank one is");
    }

    @Test
    @Tag("1.2")
    void joinersInsideWordsAndEmojiStay() {
        ada.send("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \ud83d\udc69\u200d\ud83d\ude80 \u2764\ufe0f");
        bob.expectSaid("ada",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \ud83d\udc69\u200d\ud83d\ude80 \u2764\ufe0f",
                "the zero width joiners are part of the words and of the emoji");
    }

    @Test
    @Tag("1.2")
    void aByteOrderMarkIsNotPartOfAName() {
        try (var eve = TestClient.connect(server)) {
            eve.expectPrompt("the greeting");
            eve.sendRaw("\ufeffeve\nhello\n");
            ada.expectJoined("eve");
            ada.expectSaid("eve", "hello", "a byte order mark, which some editors put before a text, is skipped");
        }
    }

    /** What {@code echo /quit | ncat} of Windows' command prompt sends. */
    @ParameterizedTest
    @Tag("1.3")
    @ValueSource(strings = {"/quit ", "/quit\t", "/quit\u3000"})
    void spaceBehindQuitMakesNoDifference(String line) {
        ada.send(line);
        ada.expectEnd("/quit ends it");
        bob.expectLeft("ada");
    }

    @ParameterizedTest
    @Tag("1.2")
    @CsvSource({"Jose\u0301, Jos\u00e9", "'\u3000eve\u00a0', eve"})
    void aNameHasOneForm(String sent, String name) {
        try (var eve = TestClient.connect(server); var twin = TestClient.connect(server)) {
            eve.expectPrompt("the greeting");
            eve.send(sent);
            ada.expectJoined(name);
            twin.expectPrompt("the greeting");
            twin.send(name);
            twin.expect("* That name is taken.", "an accent is part of its letter, in however many pieces it is sent");
            assertThat(twin.expectPrompt("and it is asked for another")).isEmpty();
        }
    }
}
