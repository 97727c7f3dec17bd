package chat;

import org.junit.jupiter.api.Test;

/** Stage 3: no interleaving breaks the room. */
class LockedRoomTest {
    @Test
    void noInterleavingGivesTwoClientsOneName() {
        OneNameModel.check();
    }
}
