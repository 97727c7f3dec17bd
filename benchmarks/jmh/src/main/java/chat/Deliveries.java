package chat;

import module java.base;

/**
 * The receivers' end: counts the messages of each speaker that have reached the streams, and lets the speaker wait for
 * them. A write costs a look at each line and, for lines of one speaker in a row, one atomic addition and one volatile
 * read, whatever the design that is measured.
 */
final class Deliveries {
    /** Of {@code [2026-11-20 15:48:41][r0003]: ...}, with its newline; the name ends with the speaker's number. */
    static final int MESSAGE_BYTES = 64;
    private static final int END_OF_NAME = "[2026-11-20 15:48:41][r0003".length() - 1;

    private final Counter[] speakers;

    /** For speakers whose names end with 0, 1 and so on: no more than ten. */
    Deliveries(int speakers) {
        this.speakers = IntStream.range(0, speakers).mapToObj(i -> new Counter()).toArray(Counter[]::new);
    }

    /** Counts one speaker's messages. Any thread may add, and one, the speaker's, may wait. */
    static final class Counter {
        private final AtomicLong arrived = new AtomicLong();
        private final byte[] apart = new byte[128]; // allocated between this and the next: two cores, two cache lines
        private long expected; // the speaker's thread's alone
        private volatile Thread waiter;
        private volatile long awaited = Long.MAX_VALUE;

        private void add(int messages) {
            if (arrived.addAndGet(messages) >= awaited) {
                LockSupport.unpark(waiter);
            }
        }

        /** Waits until so many have come since the last call. */
        void await(int messages) throws InterruptedException {
            expected += messages;
            waiter = Thread.currentThread();
            awaited = expected; // before the look at what has arrived, so that one of the two threads sees the other
            while (arrived.get() < expected) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException(arrived.get() + " of " + expected + " messages have come");
                }
            }
            awaited = Long.MAX_VALUE;
        }
    }

    Counter of(int speaker) {
        return speakers[speaker];
    }

    /** A stream that takes whole lines at once, forgets them, and counts those that are messages. */
    OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("a byte at a time");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                int at = from;
                int end = from + length;
                while (at < end) {
                    if (bytes[at] != '[') { // a notice
                        at = endOfLine(bytes, at, end);
                        continue;
                    }
                    int speaker = speaker(bytes, at);
                    int messages = 0;
                    do {
                        messages++;
                        at += MESSAGE_BYTES;
                    } while (at < end && bytes[at] == '[' && speaker(bytes, at) == speaker);
                    if (at > end || bytes[at - 1] != '\n') {
                        throw new IllegalStateException("not whole lines of %d bytes".formatted(MESSAGE_BYTES));
                    }
                    speakers[speaker].add(messages);
                }
            }
        };
    }

    private static int speaker(byte[] bytes, int line) {
        return bytes[line + END_OF_NAME] - '0';
    }

    private static int endOfLine(byte[] bytes, int at, int end) {
        while (at < end && bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }
}
