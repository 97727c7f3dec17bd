package chat;

import org.junit.jupiter.api.Test;

class TwoLocksTest {
    @Test
    void movesInOppositeDirectionsWaitForEachOtherForEver() throws Exception {
        Interleaving.assertShown("Two rooms, two locks", () -> TwoLocksModel.check(TwoLocksModel.class));
    }

    @Test
    void noInterleavingOfMovesThatTakeTheLocksInOneOrderHangs() {
        TwoLocksModel.check(TwoLocksModel.InOneOrder.class);
    }
}
