package load;

import module java.base;

/** One client's way of talking: how many messages it has in the air, and how many receivers still lack each. */
final class Sender {
    final Member member;
    final Text text;
    private final int window;

    /** The next message's number, and so how many were sent. */
    private int sent;
    /** Messages below this number are done: everyone has them, or nobody waits for them any more. */
    private int done;

    /** How many receivers lack a message, at the place that is its number and the mask. */
    private final int[] lacking;
    private final int mask;
    /** What the socket hasn't taken yet. */
    private final ByteBuffer out = ByteBuffer.allocate(64 * 1024);

    Sender(Member member, Text text, int window) {
        this.member = member;
        this.text = text;
        this.window = window;
        int places = Integer.highestOneBit(2 * window - 1); // the power of two that is at least the window
        mask = places - 1;
        lacking = new int[places];
    }

    int sent() {
        return sent;
    }

    int inTheAir() {
        return sent - done;
    }

    /** Whether one more may go out, by the window and by the room that is left to write it. */
    boolean maySend() {
        return member.isOpen() && inTheAir() < window && out.remaining() >= text.lineLength();
    }

    /** Makes the next message ready for {@link #flush()}. */
    void send(int receivers) {
        lacking[sent & mask] = receivers;
        text.write(sent, out);
        sent++;
    }

    void flush() throws IOException {
        if (out.position() == 0) {
            return;
        }
        member.channel.write(out.flip());
        boolean all = !out.hasRemaining();
        out.compact();
        member.key.interestOps(all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** One receiver less lacks these messages, from one up to another: it has them, or will not get them any more. */
    void settle(int from, int to) {
        for (int sequence = Math.max(from, done); sequence < to; sequence++) {
            lacking[sequence & mask]--;
        }
        while (done < sent && lacking[done & mask] <= 0) {
            done++;
        }
    }

    /** Waits no longer for anything that is in the air. */
    void writeOff() {
        done = sent;
    }
}
