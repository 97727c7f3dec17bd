package chat;

import java.util.ArrayList;
import java.util.List;

/**
 * A room of one member more than {@code receivers}, so that whatever one of them says has so many deliveries, however
 * many threads speak. A message is 64 bytes as delivered.
 */
abstract class OpenRoom {
    private static final int MESSAGE_BYTES = 64;
    private static final int STAMP_BYTES = "[2026-11-20 15:48:41]".length();

    int receivers;
    Room room;
    Deliveries deliveries;
    final List<Room.Member> members = new ArrayList<>();
    final String text = ".".repeat(MESSAGE_BYTES - STAMP_BYTES - ("[" + name(0) + "]: \n").length());

    void open(Design design, int receivers) throws InterruptedException {
        this.receivers = receivers;
        room = design.open();
        deliveries = new Deliveries();
        for (int i = 0; i <= receivers; i++) {
            members.add(room.connect(deliveries.stream()));
            if (!room.join(members.getLast(), name(i))) {
                throw new AssertionError("the room turns " + name(i) + " away");
            }
        }
        // The first member marks all streams but its own, the second one marks that.
        String mark = text.substring(1) + Deliveries.MARK;
        for (int i = 0; i <= 1; i++) {
            long marked = deliveries.expect(i == 0 ? receivers : (receivers - 1) * MESSAGE_BYTES + 1);
            room.say(members.get(i), mark);
            deliveries.await(marked);
        }
    }

    void close() {
        room.close();
        members.clear();
    }

    static String name(int number) {
        return "r%04d".formatted(number);
    }

    /**
     * Says so many messages for this thread of the benchmark, which has a member of its own,
     * and waits until all receivers have them.
     */
    void say(int messages, int thread) throws InterruptedException {
        var speaker = members.get(thread);
        long all = expect(messages);
        for (int i = 0; i < messages; i++) {
            room.say(speaker, text);
        }
        deliveries.await(all);
    }

    long expect(int messages) {
        return deliveries.expect((long) messages * receivers * MESSAGE_BYTES);
    }
}
