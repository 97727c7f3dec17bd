package load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** One client's way of talking: how many messages it has in the air, and how many receivers still lack each. */
final class Sender {
    final Member member;
    final Text text;
    private final int window;

    /** The next message's number, and so how many were sent. */
    private int sent;
    /** Messages below this number are done: everyone has them, or nobody waits for them any more. */
    private int done;

    /** A message's place in the next two is its number and this. */
    private final int mask;
    private final int[] lacking;
    /** The line of each message in the air, as it should be delivered. */
    private final byte[] lines;
    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024).flip();

    Sender(Member member, Text text, int window) {
        this.member = member;
        this.text = text;
        this.window = window;
        int places = Integer.highestOneBit(2 * window - 1); // the power of two that is at least the window
        mask = places - 1;
        lacking = new int[places];
        lines = new byte[places * text.lineLength()];
    }

    int sent() {
        return sent;
    }

    int inTheAir() {
        return sent - done;
    }

    /** Whether one more may go out, by the window and by the room that is left to write it. */
    boolean maySend() {
        return member.isOpen() && inTheAir() < window && out.capacity() - out.limit() >= text.lineLength();
    }

    /** Makes the next message ready for {@link #flush()}. */
    void send(int receivers) {
        int place = sent & mask;
        lacking[place] = receivers;
        int line = place * text.lineLength();
        text.write(sent, lines, line);
        int length = text.lineLength() - text.prefixLength();
        System.arraycopy(lines, line + text.prefixLength(), out.array(), out.limit(), length);
        out.limit(out.limit() + length);
        sent++;
    }

    void flush() throws IOException {
        if (!out.hasRemaining()) {
            return;
        }
        member.channel.write(out);
        boolean all = !out.hasRemaining();
        out.compact().flip();
        member.key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Whether exactly this message, which is in the air, stands in {@code in}. */
    boolean isThis(int sequence, byte[] in, int start) {
        return sequence >= done && sequence < sent
                && text.isSame(in, start, lines, (sequence & mask) * text.lineLength());
    }

    /** One receiver less lacks this message: it has it, or will not get it any more. */
    void settle(int sequence) {
        if (sequence < done) {
            return;
        }
        lacking[sequence & mask]--;
        while (done < sent && lacking[done & mask] <= 0) {
            done++;
        }
    }

    /** Waits no longer for anything that is in the air. */
    void writeOff() {
        done = sent;
    }
}
