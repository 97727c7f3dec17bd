package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** What a client has been sent. */
final class Screen extends ByteArrayOutputStream {
    /** Has a client join under this name, whose lines appear here. */
    Client join(LocalChat chat, String name) {
        Client client = chat.connect(this);
        chat.join(client, name);
        return client;
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
