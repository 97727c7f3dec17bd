package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may be called, and what it may not. More of what it may not is in {@link BoundsTest}. */
@Tag("5.1")
class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmnopqrst", "x", "Zoë_42", "-", "李雷", "प्रिया", "สมชาย", "דָּוִד"})
    void aNameMayHaveLettersOfAnyScriptWithTheirMarksDigitsAndTwoSigns(String name) throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var other = TestClient.connect(server)) {
            other.expectPrompt("the greeting");
            other.send(name + "!");
            other.expectExactly("* A name has 1 to 20 characters: letters, digits, _ and -.",
                    "an exclamation mark may not be in a name");
            other.expectPrompt("and is asked for again");
            other.send(name);
            other.expectExactly("* In lobby: ada",
                    "a letter may be of any script, with its marks (\\p{L}, \\p{M}), and so may a digit (\\p{Nd})");
            ada.expectJoined(name);
        }
    }
}
