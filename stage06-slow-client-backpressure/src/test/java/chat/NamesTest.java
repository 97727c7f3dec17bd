package chat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may be called. What it may not is in {@link BoundsTest}. */
class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"abcdefghijklmnopqrst", "x", "Zoë_42", "-", "李雷", "प्रिया", "สมชาย", "דָּוִד"})
    void aNameMayHaveLettersOfAnyScriptWithTheirMarksDigitsAndTwoSigns(String name) throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var other = TestClient.connect(server)) {
            other.join(name, ada);
        }
    }
}
