package chat;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The receivers' end: counts the bytes that have reached the streams, and lets whoever has sent them wait for
 * them. Any thread may write to the streams and wait. A write costs one atomic addition and one volatile read,
 * whatever the design that is measured.
 */
final class Deliveries {
    /** Ends the first line that counts, as one byte; what comes before is what members hear while they come in. */
    static final char MARK = '!';

    private record Waiter(Thread thread, long bytes) {}

    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();
    private final List<Waiter> waiters = new ArrayList<>(); // guarded by this
    private volatile long next = Long.MAX_VALUE; // the least that a waiter waits for

    /**
     * A stream that takes everything at once, forgets it, and counts it,
     * once a line that ends with {@link #MARK} has come.
     */
    OutputStream stream() {
        return new OutputStream() {
            private boolean marked;

            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("a byte at a time");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                if (marked) {
                    arrived(length);
                } else if (length >= 2 && bytes[from + length - 2] == MARK) {
                    marked = true;
                    arrived(1);
                }
            }
        };
    }

    /**
     * Announces what is to come, before it is sent; the sum of all that was announced is what {@link #await} waits for.
     */
    long expect(long bytes) {
        return expected.addAndGet(bytes);
    }

    /** Waits until so many bytes have come, all told. */
    void await(long bytes) throws InterruptedException {
        if (arrived.get() >= bytes) {
            return;
        }
        synchronized (this) {
            waiters.add(new Waiter(Thread.currentThread(), bytes));
            // before the next look at what has arrived, so that one of the two threads sees the other
            next = Math.min(next, bytes);
        }
        while (arrived.get() < bytes) {
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException(arrived.get() + " of " + bytes + " bytes have come");
            }
        }
    }

    /** For a receiver that is no stream. */
    void arrived(int bytes) {
        if (arrived.addAndGet(bytes) >= next) {
            wake();
        }
    }

    private synchronized void wake() {
        do {
            long sum = arrived.get();
            long least = Long.MAX_VALUE;
            for (var waiter = waiters.iterator(); waiter.hasNext(); ) {
                var one = waiter.next();
                if (one.bytes <= sum) {
                    waiter.remove();
                    LockSupport.unpark(one.thread);
                } else {
                    least = Math.min(least, one.bytes);
                }
            }
            next = least;
        } while (arrived.get() >= next); // what came in between may have seen the old next
    }
}
