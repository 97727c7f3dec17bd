package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Until a client has a name. */
class GreetingTest {
    private ChatServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aClientIsGreetedAndAskedForItsName() {
        try (var ada = TestClient.connect(server)) {
            String greeting = ada.expectPrompt(
                    "the greeting ends with the prompt, which has no newline, so it must be sent without one");
            assertThat(greeting).as("the greeting").matches("(?s)(.+\n){3,}").containsIgnoringCase("welcome");
        }
    }

    @Test
    void aBlankNameIsAskedForAgain() {
        try (var ada = TestClient.connect(server)) {
            ada.expectPrompt("the greeting");
            for (String blank : new String[] {"\n", "\r\n", "   \n", "\t\r\n"}) {
                ada.sendRaw(blank);
                assertThat(ada.expectPrompt("a blank name is no name: ask again"))
                        .as("before the next prompt")
                        .isEmpty();
            }
        }
    }

    @Test
    void aClientThatLeavesAtThePromptHarmsNobody() {
        try (var quits = TestClient.connect(server)) {
            quits.expectPrompt("the greeting");
            quits.send("/quit");
            quits.expectEnd("/quit ends it at the prompt too");
        }
        try (var ends = TestClient.connect(server)) {
            ends.expectPrompt("the greeting");
            ends.endInput();
            ends.expectEnd("the end of input at the prompt ends the client");
        }
        TestClient.connect(server).reset();
        try (var ada = TestClient.connect(server)) {
            ada.expectPrompt("those who left at the prompt must leave nothing behind that stops the next client");
        }
    }
}
