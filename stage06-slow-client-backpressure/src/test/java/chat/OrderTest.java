package chat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** In one of the articles several workers took from one queue of jobs: two messages of one room overtook each other. */
class OrderTest {
    @Test
    void noLineOfASenderOvertakesAnother() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada);
                var eve = TestClient.join(server, "eve", ada, bob)) {
            var talk = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    ada.send("line " + i);
                }
            });
            for (int i = 0; i < 10_000; i++) {
                for (var listener : List.of(bob, eve)) {
                    listener.expectSaid("ada", "line " + i,
                            "one thread takes what is said in a room, in order, and hands it on in that order");
                }
            }
            talk.join();
        }
    }
}
