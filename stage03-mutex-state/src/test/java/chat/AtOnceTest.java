package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nobody waits until somebody else has left. */
@Tag("1.1")
class AtOnceTest {
    @Test
    void everyoneIsServedAtOnce() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob");
                var eve = TestClient.join(server, "eve")) {
            for (var client : new TestClient[] {bob, ada, eve}) {
                client.send("/quit");
                client.awaitEnd("a client may leave at any time, whoever came before it and stays");
            }
        }
    }
}
