package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ada, who is alone, gets as the answers to what she sends: all of it, and nothing else. */
class CommandsTest {
    private static final String TIME = "[time]";
    private static final String ALONE = "* You are alone in lobby.";
    private static final String ONE_ANSWER = "a command has one answer, and answers come in the order of the commands";

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
    private void expectAnswers(String probably, String lines, String... expected) {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send(lines + "\n/quit");
            expectLines(ada, probably, expected);
        }
    }

    /** What the lobby has kept, as bob gets it, who comes when nobody else is there. */
    private void expectHistory(String probably, String... said) {
        try (var bob = TestClient.connect(server)) {
            bob.name("bob");
            bob.send("/quit");
            expectLines(bob, probably, Stream.concat(Stream.of(said), Stream.of(ALONE)).toArray(String[]::new));
        }
    }

    private static void expectLines(TestClient client, String probably, String... expected) {
        for (String line : expected) {
            if (line.startsWith(TIME)) {
                String[] said = line.substring(TIME.length() + 1).split("]: ", 2);
                client.expectSaid(said[0], said[1], probably);
            } else {
                client.expectExactly(line, probably);
            }
        }
        client.expectEnd(probably);
    }

    private static String said(String name, String text) {
        return TIME + "[" + name + "]: " + text;
    }

    @Test
    @Tag("4.2")
    void helpTellsEveryCommandInALine() {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send("/help\n/quit");
            ada.expect(ALONE, "a newcomer is told who is there");
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
            ada.expect(ALONE, "a newcomer is told who is there");
            for (int i = 0; i < 7; i++) {
                assertThat(ada.line("/help has a line for each command")).startsWith("* /");
            }
            ada.expectEnd("nothing else comes");
        }
    }

    @Test
    @Tag("4.2")
    void whoListsOneselfToo() {
        expectAnswers("who is alone is on the list too", "/who", ALONE, "* In lobby: ada");
    }

    /** One that asks the room and doesn't wait is overtaken by the next nearly every time. */
    @Test
    @Tag("4.2")
    void answersComeInTheOrderOfTheCommands() {
        try (var ada = TestClient.connect(server)) {
            ada.name("ada");
            ada.send("/who\n/nonsense\n".repeat(100) + "/quit");
            ada.expect(ALONE, "a newcomer is told who is there");
            for (int i = 0; i < 100; i++) {
                ada.expect("* In lobby: ada", "answers come in the order of the commands: if the room answers /who, the "
                        + "client's thread must wait until it has");
                ada.expect("* Unknown command: /nonsense, try /help", "each command has one answer");
            }
        }
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {"/quit now", "/quit\u3000"})
    void whatStandsBehindACommandWithoutArgumentsIsIgnored(String line) {
        expectAnswers("any space ends a command's name, and /quit takes no argument", line + "\n/who", ALONE);
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":e", ":exit"})
    void theSeedsWordsForQuitWorkToo(String word) {
        expectAnswers(word + " ends the client, and what it sent after that is not read", word + "\n/who", ALONE);
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":e", ":exit"})
    void theSeedsWordsForQuitWorkAtThePromptToo(String word) {
        try (var ada = TestClient.connect(server)) {
            ada.expectPrompt("the greeting");
            ada.send(word + "\n/quit"); // where it is taken for a name, /quit is what ends her
            ada.expectEnd(word + " at the prompt was taken for a name; what ends a client in a room ends it there too");
        }
        expectHistory(word + " at the prompt is no name, and the lobby must have heard of nobody");
    }

    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {"/help", ":h", "/who", "/nonsense"})
    void noOtherCommandWorksAtThePrompt(String line) {
        expectName(line);
    }

    @ParameterizedTest
    @Tag("4.3")
    @ValueSource(strings = {"/rooms", "/create den", "/join lobby", "/join nowhere"})
    void noCommandForRoomsWorksAtThePrompt(String line) {
        expectName(line);
        expectAnswers(line + " at the prompt is no command, and must leave nothing behind",
                "/rooms", ALONE, "* Rooms: lobby (1)");
    }

    /** Stage 6 has a rule for names, and tells it; before that any line is one. */
    private void expectName(String line) {
        try (var ada = TestClient.connect(server)) {
            ada.expectPrompt("the greeting");
            ada.send(line + "\n/quit");
            String probably = line + " was obeyed as a command; at the prompt it is taken for a name, as any line but "
                    + "those that quit";
            assertThat(ada.line(probably))
                    .as("the answer to \"%s\" at the prompt\n  what it probably means: %s", line, probably)
                    .isIn(ALONE, "* A name has 1 to 20 characters: letters, digits, _ and -.");
            ada.awaitEnd("/quit ends her");
        }
    }

    @ParameterizedTest
    @Tag("4.2")
    @CsvSource({"/nonsense,/nonsense", "/nonsense den,/nonsense", "/HELP,/HELP", "/joinden,/joinden", "/é,/é"})
    void anUnknownCommandIsToldAndNotSaid(String line, String word) {
        expectAnswers("a slash and a letter begin a command; one that isn't known is told to its sender",
                line, ALONE, "* Unknown command: " + word + ", try /help");
        expectHistory("an unknown command was said to everyone as well; only its sender may hear of it");
    }

    /** What nobody could say any more if all lines that begin with a slash or a colon were commands. */
    @ParameterizedTest
    @Tag("4.2")
    @ValueSource(strings = {":)", ":hello", ": h", ":", ":era den hi", ":Help",
            "/", "//", "/ quit", "/1", "/-)", " /who", " /quit", "who /who"})
    void anyOtherLineIsChat(String line) {
        String probably = "the line was taken for a command; " + switch (line.charAt(0)) {
            case ':' -> "with a colon, only the spellings of the list are commands";
            case ' ' -> "the space before it makes it chat";
            default -> "only a slash and a letter begin one, and only at the very beginning of the line";
        };
        expectAnswers(probably, line, ALONE);
        expectHistory(probably, said("ada", line));
    }

    @Test
    @Tag("4.3")
    void theCommandsForRoomsHaveTheirAnswers() {
        expectAnswers(ONE_ANSWER, """
                /rooms
                /create den
                /rooms
                /who
                /join lobby
                /who
                """,
                ALONE,
                "* Rooms: lobby (1)",
                "* You are alone in den.",
                "* Rooms: den (1), lobby (0)",
                "* In den: ada",
                ALONE,
                "* In lobby: ada");
    }

    @ParameterizedTest
    @Tag("4.3")
    @ValueSource(strings = {":n", ":nr", ":new"})
    void theSeedsWordsForCreateWorkToo(String word) {
        expectAnswers(word + " is a word for /create", word + " den", ALONE, "* You are alone in den.");
    }

    @ParameterizedTest
    @Tag("4.3")
    @ValueSource(strings = {":cr", ":change-room", ":changeroom", ":change_room"})
    void theSeedsWordsForJoinWorkToo(String word) {
        expectAnswers(word + " is a word for /join", "/create den\n" + word + " lobby",
                ALONE, "* You are alone in den.", ALONE);
    }

    @Test
    @Tag("4.3")
    void quitWorksInEveryRoom() {
        expectAnswers("/quit ends a client wherever it is", "/create den\n/quit\n/who",
                ALONE, "* You are alone in den.");
    }

    /** In one of the articles a command without its argument crashed the server. */
    @ParameterizedTest
    @Tag("4.3")
    @CsvSource({
        "/join,/join ROOM", ":cr,/join ROOM", ":change-room,/join ROOM",
        ":changeroom,/join ROOM", ":change_room,/join ROOM",
        "/create,/create ROOM", ":n,/create ROOM", ":nr,/create ROOM", ":new,/create ROOM",
        "/join two rooms,/join ROOM", "/create two rooms,/create ROOM"})
    void aCommandWithoutItsArgumentIsToldHowItGoes(String line, String usage) {
        expectUsage(line, usage);
    }

    @ParameterizedTest
    @Tag("4.4")
    @ValueSource(strings = {"/send", ":erm", "/send den", ":erm den"})
    void aMessageWithoutItsArgumentsIsToldHowItGoes(String line) {
        expectUsage(line, "/send ROOM TEXT");
    }

    private void expectUsage(String line, String usage) {
        expectAnswers("there is no such command yet; or a word that isn't there was used, which throws and ends the "
                        + "client;\n    or the spaces at the end of the line were taken for one. Count the words first",
                line + "\n" + line + "  \n/rooms\n/who",
                ALONE, "* Usage: " + usage, "* Usage: " + usage, "* Rooms: lobby (1)", "* In lobby: ada");
    }

    /** In one of the articles a command that failed reported an error, and then success. */
    @ParameterizedTest
    @Tag("4.3")
    @CsvSource({
        "/join nowhere,There is no room nowhere.",
        "/join den,You are already in den.",
        "/create den,Room den already exists.",
        "/create lobby,Room lobby already exists."})
    void aCommandThatFailsSaysWhyAndNothingElseAndChangesNothing(String line, String answer) {
        expectFailure(line, answer);
    }

    private void expectFailure(String line, String answer) {
        expectAnswers("\"" + line + "\" fails: its sender is told why and nothing else, and all is as it was",
                "/create den\n" + line + "\n/who\n/rooms\nhello\n/join lobby",
                ALONE, "* You are alone in den.", "* " + answer, "* In den: ada",
                "* Rooms: den (1), lobby (0)", ALONE);
    }

    @Test
    @Tag("4.4")
    void everyCommandHasItsAnswer() {
        expectAnswers("only the line goes to the other room: its sender stays, and is told once that it was sent", """
                /rooms
                /who
                /create den
                /rooms
                /who
                /send lobby anybody?
                /join lobby
                """,
                ALONE,
                "* Rooms: lobby (1)",
                "* In lobby: ada",
                "* You are alone in den.",
                "* Rooms: den (1), lobby (0)",
                "* In den: ada",
                "* Sent to lobby.",
                said("ada from den", "anybody?"),
                ALONE);
    }

    @Test
    @Tag("4.4")
    void theSeedsWordForSendWorksToo() {
        expectAnswers(":erm is a word for /send, and the message is all that follows the room's name",
                "/create den\n:erm lobby send this message to another room!\n/join lobby",
                ALONE, "* You are alone in den.", "* Sent to lobby.",
                said("ada from den", "send this message to another room!"), ALONE);
    }

    @Test
    @Tag("4.4")
    void aMessageKeepsTheSpacesBetweenItsWords() {
        expectAnswers("the words of the message were joined again with one space each; split with a limit of 3 leaves "
                        + "the rest whole",
                "/create den\n/send lobby  a   b\n/join lobby",
                ALONE, "* You are alone in den.", "* Sent to lobby.", said("ada from den", "a   b"), ALONE);
    }

    @Test
    @Tag("4.4")
    void aMessageToARoomThatIsNotThereIsNotSent() {
        expectFailure("/send nowhere hello", "There is no room nowhere.");
    }

    @Test
    @Tag("4.5")
    void aThousandAnswersComeInTheOrderOfTheCommands() {
        var lines = new ArrayList<String>();
        var expected = new ArrayList<>(List.of(ALONE));
        for (int i = 0; i < 200; i++) {
            lines.addAll(List.of("/who", "/rooms", "/create room" + i, "/who", "/join lobby"));
            expected.addAll(List.of("* In lobby: ada", "* Rooms: lobby (1)", "* You are alone in room" + i + ".",
                    "* In room" + i + ": ada", ALONE));
        }
        expectAnswers("the lobby stays when it is empty; any other room is gone when its last member gets an answer",
                String.join("\n", lines), expected.toArray(String[]::new));
    }
}
