package load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * One client's way of talking: how many messages it has in the air, when each was sent, and how many receivers still
 * lack it. The generator's thread alone touches it.
 */
final class Sender {
    final Member member;
    final Text text;
    private final int window;
    private final Latencies.Recorder toEach;
    private final Latencies.Recorder toLast;

    /** The next message's number, and so how many were sent. */
    private int sent;
    /** Messages below this number are done: everyone has them, or nobody waits for them any more. */
    private int done;
    /** Latencies count from this message on. */
    private int firstMeasured = Integer.MAX_VALUE;

    /** A message's place in the next three is its number and this. */
    private final int mask;
    /** When it was sent or, in the open loop, was due. */
    private final long[] sentAt;
    /** How many receivers lack it. */
    private final int[] lacking;
    /** Its line, as it should be delivered. */
    private final byte[] lines;

    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024).flip();

    Sender(Member member, Text text, int window, Latencies.Recorder toEach, Latencies.Recorder toLast) {
        this.member = member;
        this.text = text;
        this.window = window;
        this.toEach = toEach;
        this.toLast = toLast;
        int places = Integer.highestOneBit(2 * window - 1); // the power of two that is at least the window
        mask = places - 1;
        sentAt = new long[places];
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
        return member.open && inTheAir() < window && out.capacity() - out.limit() >= text.lineLength();
    }

    /** Makes the next message ready for {@link #flush()}. */
    void send(long at, int receivers) {
        int place = sent & mask;
        sentAt[place] = at;
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

    /** A receiver has this message, the first time and in its turn. */
    void delivered(int sequence, long now) {
        if (sequence < done) {
            return;
        }
        long latency = now - sentAt[sequence & mask];
        boolean last = settle(sequence);
        if (sequence >= firstMeasured) {
            toEach.record(latency);
            if (last) {
                toLast.record(latency);
            }
        }
    }

    /** A receiver will not get this message, or not in its turn; nobody waits for it any more. */
    void givenUp(int sequence) {
        if (sequence >= done) {
            settle(sequence);
        }
    }

    private boolean settle(int sequence) {
        if (--lacking[sequence & mask] > 0) {
            return false;
        }
        while (done < sent && lacking[done & mask] <= 0) {
            done++;
        }
        return true;
    }

    /** Waits no longer for anything that is in the air; it has taken at least as long as it has by now. */
    void writeOff(long now) {
        for (; done < sent; done++) {
            int place = done & mask;
            if (done >= firstMeasured && lacking[place] > 0) {
                toEach.record(now - sentAt[place], lacking[place]);
                toLast.record(now - sentAt[place]);
            }
        }
    }

    void measureFromHere() {
        firstMeasured = sent;
    }
}
