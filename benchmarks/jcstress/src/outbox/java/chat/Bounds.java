package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/** What the Seam needs that stages 5 and 6 do differently. In stage 6 a room ends a client that is too slow. */
final class Bounds {
    private static final Client OUTSIDER =
            new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());

    private Bounds() {}

    static Hub hub(Executor threads) {
        return new Hub(threads, Limits.DEFAULT);
    }

    /**
     * Its outbox holds the line that greets it and no more, a write to it goes on that doesn't end, and nobody has
     * patience with it.
     */
    static Client stopped() {
        var outbox = new Outbox(Limits.parse(List.of("--outbox=1")), Duration.ZERO);
        outbox.write(1);
        return new Client(
                InputStream.nullInputStream(), new Screen(), outbox, Limits.DEFAULT.maxLine(), milliseconds -> { });
    }

    /** Has the room send the stopped client a line more than its outbox holds, if it is still there. */
    static void drop(ChatRoom room) throws InterruptedException {
        room.say(OUTSIDER, "somebody", "hello");
    }
}
