package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What a client has been sent. */
final class Screen extends ByteArrayOutputStream {
    /** Has a client join under this name, whose lines appear here. */
    Client join(LocalChat chat, String name) {
        Client client = chat.connect(this);
        chat.join(client, name);
        return client;
    }

    /** Has three more join: the more members, the longer a walk through them, and the more often it is disturbed. */
    static void joinMore(LocalChat chat) {
        for (String name : List.of("dan", "eve", "fay")) {
            new Screen().join(chat, name);
        }
    }

    /** How often this text is on the screen. */
    int count(String text) {
        return toString(UTF_8).split(text, -1).length - 1;
    }

    /** Whether this text is on the screen before that one. */
    boolean shows(String text, String before) {
        int at = toString(UTF_8).indexOf(text);
        return at >= 0 && at < toString(UTF_8).indexOf(before);
    }
}
