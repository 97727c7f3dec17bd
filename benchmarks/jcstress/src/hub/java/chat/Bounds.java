package chat;

import java.util.concurrent.Executor;

/** What the Seam needs that stages 5 and 6 do differently. Stage 5 has no bounds: nobody ends a client but itself. */
final class Bounds {
    private Bounds() {}

    static Hub hub(Executor threads) {
        return new Hub(threads);
    }

    static Client stopped() {
        throw new UnsupportedOperationException();
    }

    static void drop(ChatRoom room) {
        throw new UnsupportedOperationException();
    }
}
