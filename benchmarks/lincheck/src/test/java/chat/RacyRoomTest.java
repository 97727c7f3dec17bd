package chat;

import org.junit.jupiter.api.Test;

/** Stage 2: an interleaving breaks the room. */
class RacyRoomTest {
    @Test
    void twoClientsGetOneName() throws Exception {
        Interleaving.assertShown("Two clients, one name", OneNameModel::check);
    }
}
