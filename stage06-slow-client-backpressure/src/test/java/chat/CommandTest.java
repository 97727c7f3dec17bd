package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a line asks for. */
class CommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"/help", ":h", ":help"})
    void thereAreThreeWordsForHelp(String line) {
        assertThat(Command.parse(line)).isEqualTo(new Command.Help());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/quit", ":e", ":exit"})
    void thereAreThreeWordsForQuit(String line) {
        assertThat(Command.parse(line)).isEqualTo(new Command.Quit());
    }

    @Test
    void roomsAndWhoHaveOneWordEach() {
        assertThat(Command.parse("/rooms")).isEqualTo(new Command.Rooms());
        assertThat(Command.parse("/who")).isEqualTo(new Command.Who());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/join", ":cr", ":change-room", ":changeroom", ":change_room"})
    void thereAreFiveWordsForJoin(String word) {
        assertThat(Command.parse(word + " den")).isEqualTo(new Command.Join("den"));
        assertThat(Command.parse(word)).isEqualTo(new Command.Wrong("Usage: /join ROOM"));
        assertThat(Command.parse(word + " ")).isEqualTo(new Command.Wrong("Usage: /join ROOM"));
        assertThat(Command.parse(word + " two words")).isEqualTo(new Command.Wrong("Usage: /join ROOM"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/create", ":n", ":nr", ":new"})
    void thereAreFourWordsForCreate(String word) {
        assertThat(Command.parse(word + " den")).isEqualTo(new Command.Create("den"));
        assertThat(Command.parse(word)).isEqualTo(new Command.Wrong("Usage: /create ROOM"));
        assertThat(Command.parse(word + " \t")).isEqualTo(new Command.Wrong("Usage: /create ROOM"));
        assertThat(Command.parse(word + " two words")).isEqualTo(new Command.Wrong("Usage: /create ROOM"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/send", ":erm"})
    void thereAreTwoWordsForSend(String word) {
        assertThat(Command.parse(word + " den hello")).isEqualTo(new Command.Send("den", "hello"));
        assertThat(Command.parse(word + " den  what /who  said "))
                .isEqualTo(new Command.Send("den", "what /who  said"));
        assertThat(Command.parse(word)).isEqualTo(new Command.Wrong("Usage: /send ROOM TEXT"));
        assertThat(Command.parse(word + " den")).isEqualTo(new Command.Wrong("Usage: /send ROOM TEXT"));
        assertThat(Command.parse(word + " den  ")).isEqualTo(new Command.Wrong("Usage: /send ROOM TEXT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u3000", "\u00a0", "\u2003", "\t", "  "})
    void spaceOfAnyScriptDividesAndEndsWords(String space) {
        assertThat(Command.parse("/join" + space + "den")).isEqualTo(new Command.Join("den"));
        assertThat(Command.parse("/join" + space + "den" + space)).isEqualTo(new Command.Join("den"));
        assertThat(Command.parse("/quit" + space)).isEqualTo(new Command.Quit());
    }

    /** As the name of a client has. */
    @Test
    void theNameOfARoomHasOneForm() {
        assertThat(Command.parse("/create Jose\u0301")).isEqualTo(new Command.Create("Jos\u00e9"));
    }

    /** A line may hold any character but those that end it. */
    @Test
    void aLineSeparatorWithinALineMakesNoChatOfACommand() {
        assertThat(Command.parse("/send den one\u2028two\u0085three"))
                .isEqualTo(new Command.Send("den", "one\u2028two\u0085three"));
    }

    @ParameterizedTest
    @CsvSource({"/nonsense,/nonsense", "/nonsense and more,/nonsense", "/QUIT,/QUIT", "/joinden,/joinden",
            "/x:y,/x:y", "/é,/é"})
    void aSlashAndALetterThatIsNoCommandIsUnknown(String line, String word) {
        assertThat(Command.parse(line)).isEqualTo(new Command.Wrong("Unknown command: " + word + ", try /help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "/", "//", "/ quit", "/1", "/-join den", " /quit", "a /quit",
            ":", ":)", ": h", ":hello", ":H", ":Help", ":era den hi", ":exits",
            ":-)", ":join den", ":create den", ":send den hi", ":quit", "::e", " :e"})
    void allElseIsChatJustAsItIs(String line) {
        assertThat(Command.parse(line)).isEqualTo(new Command.Say(line));
        assertThat(Command.parse(line + "  ")).isEqualTo(new Command.Say(line + "  "));
    }
}
