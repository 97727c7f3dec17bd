package load;

import module java.base;

/**
 * The lines of one sender, which differ in nothing but the time and the last nine digits:
 * {@code [2026-11-20 15:48:41][r0]: ....k3f9 0000 000000042}, that is filler, the run's tag, the sender's
 * number, and the message's. Numbers stand at a fixed distance from the end, so a reader needs no search.
 */
final class Text {
    private static final int SENDER_DIGITS = 4;
    private static final int SEQUENCE_DIGITS = 9;

    private final byte[] line;
    /** What the server adds to a line, which the sender therefore doesn't send. */
    private final int prefixLength;
    private final int stampBytes;

    Text(String prefix, int stampBytes, int bytes, String tag, int sender) {
        String end = String.format(Locale.ROOT, "%s %04d %09d\n", tag, sender, 0);
        int filler = bytes - prefix.length() - end.length();
        if (filler < 0) {
            throw new IllegalArgumentException(
                    "--bytes is at least " + (bytes - filler) + " for a line that begins with " + prefix);
        }
        line = (prefix + ".".repeat(filler) + end).getBytes(StandardCharsets.US_ASCII);
        prefixLength = prefix.length();
        this.stampBytes = stampBytes;
    }

    int lineLength() {
        return line.length;
    }

    /** Writes what its sender says of one message's line. */
    void write(int sequence, ByteBuffer out) {
        out.put(line, prefixLength, line.length - prefixLength);
        int digit = out.position() - 1;
        for (int rest = sequence, i = 0; i < SEQUENCE_DIGITS; i++, rest /= 10) {
            out.put(--digit, (byte) ('0' + rest % 10));
        }
    }

    /** Whether a line of this sender stands in {@code in}: every byte but the time and the message's number. */
    boolean matches(byte[] in, int start) {
        int compared = line.length - 1 - SEQUENCE_DIGITS;
        return Arrays.equals(in, start + stampBytes, start + compared, line, stampBytes, compared)
                && in[start + line.length - 1] == '\n';
    }

    /** The sender's number in a line that ends, with its newline, before {@code end}; negative if there is none. */
    static int sender(byte[] in, int end) {
        return number(in, end - 2 - SEQUENCE_DIGITS - SENDER_DIGITS, SENDER_DIGITS);
    }

    /** The message's number in such a line; negative if there is none. */
    static int sequence(byte[] in, int end) {
        return number(in, end - 1 - SEQUENCE_DIGITS, SEQUENCE_DIGITS);
    }

    private static int number(byte[] in, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = in[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
