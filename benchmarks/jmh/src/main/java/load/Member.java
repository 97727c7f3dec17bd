package load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One client of the server under load. The generator's thread alone touches it. */
final class Member {
    final int number;
    final String name;
    final SocketChannel channel;
    SelectionKey key;

    /** What it was greeted with; empty until that is complete and answered. */
    String greeting = "";
    /** The last greeting of the generator's that it has heard. */
    int heard;
    boolean open = true;

    /** One for each sender; null as long as the members are joining. */
    Arrivals[] arrivals;
    /** The sender of the last message that came. */
    int lastHeard;

    private byte[] unfinished = {};
    private int unfinishedLength;

    Member(int number, String name, SocketChannel channel) {
        this.number = number;
        this.name = name;
        this.channel = channel;
    }

    boolean isGreeted() {
        return !greeting.isEmpty();
    }

    /** Puts the beginning of a line, read earlier, before what comes next, and tells its length. */
    int takeUnfinished(byte[] input) {
        System.arraycopy(unfinished, 0, input, 0, unfinishedLength);
        return unfinishedLength;
    }

    void keepUnfinished(byte[] input, int from, int to) {
        unfinishedLength = to - from;
        if (unfinished.length < unfinishedLength) {
            unfinished = new byte[2 * unfinishedLength];
        }
        System.arraycopy(input, from, unfinished, 0, unfinishedLength);
    }

    /** For the few bytes of a name or a greeting, which a socket takes at once. */
    void say(String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("the server does not read what " + name + " says");
        }
    }

    void expect(int senders) {
        arrivals = new Arrivals[senders];
        Arrays.setAll(arrivals, i -> new Arrivals());
    }
}
