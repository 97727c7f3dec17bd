package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients whose connections have broken, which their own threads haven't noticed yet. */
@Tag("1.3")
class GoneClientTest {
    private static final class Connection extends OutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean isBroken;

        @Override
        public void write(int b) throws IOException {
            if (isBroken) {
                throw new IOException("Broken pipe");
            }
            written.write(b);
        }
    }

    @Test
    void whoSpeaksReachesAllTheOthers() throws Exception {
        var room = new ChatRoom();
        var eve = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        room.join(eve, "eve");
        var connections = new TreeMap<String, Connection>();
        for (String name : "a b c d e f g h".split(" ")) {
            connections.put(name, new Connection());
            room.join(new Client(InputStream.nullInputStream(), connections.get(name)), name);
        }
        for (String name : "a c e g".split(" ")) {
            connections.remove(name).isBroken = true;
        }
        assertThatNoException()
                .as("""
                        eve spoke while the connections of some of the others were broken.
                          what it probably means: send throws when its client is gone; that ends the one who speaks, \
                        who can do nothing about it""")
                .isThrownBy(() -> room.say(eve, "hello"));
        for (String name : connections.keySet()) {
            assertThat(connections.get(name).written.toString().lines().toList().getLast())
                    .as("""
                            eve spoke while the connections of some of the others were broken: what %s heard last.
                              what it probably means: the exception of a client that is gone ends the loop over them, \
                            and whoever comes after it hears nothing""", name)
                    .endsWith("[eve]: hello");
        }
    }
}
