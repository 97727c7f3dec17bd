package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is wrong with this stage. These tests pass because the flaw is there; the next stage turns them round. */
class KnownFlawTest {
    @Test
    void theSecondClientWaitsUntilTheFirstHasLeft() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.connect(server)) {
            for (int i = 0; i < 100; i++) {
                ada.send("line " + i);
                ada.expectSaid("ada", "line " + i, "ada is served");
            }
            assertThat(bob.bytesWaiting()).as("bytes that the server has sent to bob").isZero();
            ada.send("/quit");
            ada.expectEnd("ada has left");
            bob.expectPrompt("now it is bob's turn");
        }
    }
}
