package chat;

import module java.base;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The room that is measured, of one member more than {@code receivers}, so that whatever one of them says has so many
 * deliveries, however many threads speak. It is new in every iteration, since up to stage 5 the history only grows.
 */
@State(Scope.Benchmark)
public class RoomState {
    private static final int MOST_SPEAKERS = 10;
    private static final String TEXT =
            ".".repeat(Deliveries.MESSAGE_BYTES - "[2026-11-20 15:48:41][r0003]: \n".length());

    @Param("STAGE")
    Design design;

    @Param("10")
    int receivers;

    private Room room;
    private Deliveries deliveries;
    private final List<Room.Speaker> speakers = new ArrayList<>();

    @Setup(Level.Iteration)
    public void open() throws InterruptedException {
        room = design.open();
        deliveries = new Deliveries(MOST_SPEAKERS);
        for (int i = 0; i <= receivers; i++) {
            speakers.add(room.join(deliveries.stream(), String.format(Locale.ROOT, "r%04d", i)).orElseThrow());
        }
    }

    @TearDown(Level.Iteration)
    public void close() throws InterruptedException {
        room.close();
        speakers.clear();
    }

    /** Says so many messages for this thread of the benchmark, which has a member of its own. */
    void say(int messages, int thread) throws InterruptedException {
        var speaker = speakers.get(thread);
        for (int i = 0; i < messages; i++) {
            speaker.say(TEXT);
        }
    }

    /** Waits until all receivers have these messages of this thread's. */
    void await(int messages, int thread) throws InterruptedException {
        deliveries.of(thread).await(messages * receivers);
    }
}
