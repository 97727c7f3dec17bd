package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;

/** A client, and what was sent to it. */
final class Guest {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    final Client client = new Client(InputStream.nullInputStream(), received);
    boolean letIn;

    void join(ChatRoom room, String name) {
        letIn = room.join(client, name);
    }

    /** In a room that has it, or should. */
    static Guest member(ChatRoom room, String name) {
        var guest = new Guest();
        guest.join(room, name);
        claim(guest.letIn, name + " was refused, though nobody else has the name", "");
        return guest;
    }

    boolean heard(String text) {
        return received.toString(UTF_8).contains("]: " + text + "\n");
    }

    String transcript() {
        return received.size() == 0 ? " nothing" : "\n" + received.toString(UTF_8).indent(4).stripTrailing();
    }

    /** Fails with what is wrong, and what that probably means, unless this holds. */
    static void claim(boolean holds, String otherwise, String probably) {
        if (!holds) {
            throw new AssertionError(otherwise + (probably.isEmpty() ? "" : "\n  what it probably means: " + probably));
        }
    }
}
