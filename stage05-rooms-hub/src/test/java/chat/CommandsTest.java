package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ada, who is alone, gets as the answers to what she sends: all of it, and nothing else. */
@Tag("4.3")
class CommandsTest {
    private static final String TIME = "^\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d]";

    private ChatServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A conversation from the name to the end, in which ada sends all her lines at once. */
    private void expectAnswers(String lines, String... expected) {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send(lines + "\n/quit");
            var answers = new ArrayList<String>();
            for (int i = 0; i < expected.length; i++) {
                answers.add(ada.line("a command has one answer, and answers come in the order of the commands")
                        .replaceFirst(TIME, "[time]"));
            }
            assertThat(answers).as("what ada hears when she sends:\n%s\n", lines).containsExactly(expected);
            ada.expectEnd("a command has one answer; nothing else comes");
        }
    }

    private static String said(String name, String text) {
        return "[time][" + name + "]: " + text;
    }

    @Test
    @Tag("4.2")
    void helpTellsEveryCommandInALine() {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send("/help\n/quit");
            ada.expect("* You are alone in lobby.", "a newcomer is told who is there");
            for (String command : List.of("/help", "/rooms", "/who", "/join ROOM",
                    "/create ROOM", "/send ROOM TEXT", "/quit")) {
                assertThat(ada.line("/help has a line for each command")).startsWith("* " + command + ":");
            }
            ada.expectEnd("nothing else comes");
        }
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":h", ":help"})
    void theSeedsWordsForHelpWorkToo(String word) {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send(word + "\n/quit");
            ada.expect("* You are alone in lobby.", "a newcomer is told who is there");
            for (int i = 0; i < 7; i++) {
                assertThat(ada.line("/help has a line for each command")).startsWith("* /");
            }
            ada.expectEnd("nothing else comes");
        }
    }

    @Test
    void everyCommandHasItsAnswer() {
        expectAnswers("""
                /rooms
                /who
                /create den
                /rooms
                /who
                /send lobby anybody?
                /join lobby
                /rooms
                """,
                "* You are alone in lobby.",
                "* Rooms: lobby (1)",
                "* In lobby: ada",
                "* You are alone in den.",
                "* Rooms: den (1), lobby (0)",
                "* In den: ada",
                "* Sent to lobby.",
                said("ada from den", "anybody?"),
                "* You are alone in lobby.",
                "* Rooms: lobby (1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {":n", ":nr", ":new"})
    void theSeedsWordsForCreateWorkToo(String word) {
        expectAnswers(word + " den", "* You are alone in lobby.", "* You are alone in den.");
    }

    @ParameterizedTest
    @ValueSource(strings = {":cr", ":change-room", ":changeroom", ":change_room"})
    void theSeedsWordsForJoinWorkToo(String word) {
        expectAnswers("/create den\n" + word + " lobby",
                "* You are alone in lobby.", "* You are alone in den.", "* You are alone in lobby.");
    }

    @Test
    void theSeedsWordForSendWorksToo() {
        expectAnswers("/create den\n:erm lobby send this message to another room!\n/join lobby",
                "* You are alone in lobby.", "* You are alone in den.", "* Sent to lobby.",
                said("ada from den", "send this message to another room!"), "* You are alone in lobby.");
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":e", ":exit"})
    void theSeedsWordsForQuitWorkToo(String word) {
        expectAnswers(word + "\n/who", "* You are alone in lobby.");
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":e", ":exit"})
    void theSeedsWordsForQuitWorkAtThePromptToo(String word) {
        try (var ada = TestClient.connect(server)) {
            ada.expectPrompt("the greeting");
            ada.send(word + "\n/quit"); // where it is taken for a name, /quit is what ends her
            ada.expectEnd("what ends it in a room ends it at the prompt too");
        }
        try (var bob = TestClient.connect(server)) {
            bob.name("bob");
            bob.send("/quit");
            bob.expectExactly("* You are alone in lobby.",
                    word + " at the prompt is no name, and the lobby must have heard of nobody");
        }
    }

    @Test
    void quitWorksInEveryRoom() {
        expectAnswers("/create den\n/quit\n/who", "* You are alone in lobby.", "* You are alone in den.");
    }

    @ParameterizedTest
    @CsvSource({"/nonsense,/nonsense", "/nonsense den,/nonsense", "/HELP,/HELP", "/joinden,/joinden", "/é,/é"})
    void anUnknownCommandIsToldAndNotSaid(String line, String word) {
        expectAnswers(line + "\n/create den\n/join lobby",
                "* You are alone in lobby.", "* Unknown command: " + word + ", try /help", "* You are alone in den.",
                "* You are alone in lobby."); // whose history is empty
    }

    /** What nobody could say any more if all lines that begin with a slash or a colon were commands. */
    @ParameterizedTest
    @ValueSource(strings = {":)", ":hello", ": h", ":", ":era den hi", ":Help",
            "/", "//", "/ quit", "/1", "/-)", " /who", "who /who"})
    void anyOtherLineIsChat(String line) {
        expectAnswers(line + "\n/create den\n/join lobby",
                "* You are alone in lobby.", "* You are alone in den.", said("ada", line), "* You are alone in lobby.");
    }

    /** In one of the articles a command without its argument crashed the server. */
    @ParameterizedTest
    @CsvSource({
        "/join,/join ROOM", ":cr,/join ROOM", ":change-room,/join ROOM",
        ":changeroom,/join ROOM", ":change_room,/join ROOM",
        "/create,/create ROOM", ":n,/create ROOM", ":nr,/create ROOM", ":new,/create ROOM",
        "/send,/send ROOM TEXT", ":erm,/send ROOM TEXT", "/send den,/send ROOM TEXT", ":erm den,/send ROOM TEXT",
        "/join two rooms,/join ROOM", "/create two rooms,/create ROOM"})
    void aCommandWithoutItsArgumentIsToldHowItGoes(String line, String usage) {
        expectAnswers(line + "\n" + line + "  \n/rooms\n/who",
                "* You are alone in lobby.", "* Usage: " + usage, "* Usage: " + usage,
                "* Rooms: lobby (1)", "* In lobby: ada");
    }

    /** In one of the articles a command that failed reported an error, and then success. */
    @ParameterizedTest
    @CsvSource({
        "/join nowhere,There is no room nowhere.",
        "/send nowhere hello,There is no room nowhere.",
        "/join den,You are already in den.",
        "/create den,Room den already exists.",
        "/create lobby,Room lobby already exists."})
    void aCommandThatFailsSaysWhyAndNothingElseAndChangesNothing(String line, String answer) {
        expectAnswers("/create den\n" + line + "\n/who\n/rooms\nhello\n/join lobby\n/rooms",
                "* You are alone in lobby.", "* You are alone in den.", "* " + answer, "* In den: ada",
                "* Rooms: den (1), lobby (0)", "* You are alone in lobby.", "* Rooms: lobby (1)");
    }

    @Test
    void aThousandAnswersComeInTheOrderOfTheCommands() {
        var lines = new ArrayList<String>();
        var expected = new ArrayList<>(List.of("* You are alone in lobby."));
        for (int i = 0; i < 200; i++) {
            lines.addAll(List.of("/who", "/rooms", "/create room" + i, "/who", "/join lobby"));
            expected.addAll(List.of("* In lobby: ada", "* Rooms: lobby (1)", "* You are alone in room" + i + ".",
                    "* In room" + i + ": ada", "* You are alone in lobby."));
        }
        expectAnswers(String.join("\n", lines), expected.toArray(String[]::new));
    }
}
