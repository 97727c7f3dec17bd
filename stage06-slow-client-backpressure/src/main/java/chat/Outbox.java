package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lines that wait to be written to one client: a bounded queue with a policy. Whoever adds to a full one waits, and
 * that slows down those who talk: so a client that reads loses nothing, however fast another talks. But the client's
 * own writes pay for the wait. The time that they take is owed, and every byte that gets through pays some of it back;
 * a client that owes half a second is waited for no longer, and its policy decides. So one that has stopped, or that
 * reads fewer than 32 KB a second, costs the others half a second. Only one that has taken more than the system's
 * buffers can hold, and so has been seen to read, may have credit, a second and a half at most: TCP hands on in leaps
 * what a slow reader reads. (On Linux's loopback one that reads 200 KB a second is kept, and below 100 KB a second the
 * first leaps may still look like a stop.)
 */
final class Outbox {
    private static final long UNREAD = 192 * 1024; // bytes that a client may take without reading any
    private static final long PAID_BY_A_BYTE = 1_000_000_000 / 32_768; // nanoseconds

    private final int capacity;
    private final long patience; // nanoseconds
    private final Limits.SlowClient policy;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition notEmpty = lock.newCondition();
    @GuardedBy("lock") private final List<byte[]> lines = new ArrayList<>();
    @GuardedBy("lock") private long missed; // lines that the policy dropped and the client wasn't told of
    @GuardedBy("lock") private boolean closed; // nothing is added any more
    @GuardedBy("lock") private int written; // bytes in the write that goes on now; 0 when none does
    @GuardedBy("lock") private long since; // when that write began, by System.nanoTime
    @GuardedBy("lock") private long total; // bytes written before it
    @GuardedBy("lock") private long owed; // nanoseconds, by the writes before it; less than zero is credit

    Outbox(Limits limits) {
        this.capacity = limits.outbox();
        this.patience = limits.patience().toNanos();
        this.policy = limits.slowClient();
    }

    /**
     * Adds lines, all or none. Waits while there is no room for them and the client may be waited for.
     *
     * @return false if it may not, and the policy is to disconnect it
     */
    boolean add(List<byte[]> more) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !lines.isEmpty() && lines.size() + more.size() > capacity) {
                long left = patience - owed - (written == 0 ? 0 : System.nanoTime() - since);
                if (left <= 0) {
                    return drop(more);
                }
                notFull.awaitNanos(left);
            }
            if (!closed) {
                lines.addAll(more);
                notEmpty.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean drop(List<byte[]> more) {
        int over = lines.size() + more.size() - capacity;
        switch (policy) {
            case DISCONNECT -> {
                return false;
            }
            case DROP_NEWEST -> {
                over = Math.min(over, more.size());
                lines.addAll(more.subList(0, more.size() - over));
            }
            case DROP_OLDEST -> {
                lines.addAll(more);
                lines.subList(0, over).clear();
            }
        }
        missed += over;
        return true;
    }

    /**
     * Waits for lines and takes all, or as many as one write may have, to be written before the next call; null at the
     * end.
     */
    byte[] take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            settle();
            while (lines.isEmpty() && !closed) {
                notEmpty.await();
            }
            if (lines.isEmpty()) {
                return null;
            }
            tellOfMissed();
            byte[] taken = takeForOneWrite();
            written = taken.length;
            since = System.nanoTime();
            notFull.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private byte[] takeForOneWrite() {
        int count = 0;
        int length = 0;
        while (count < lines.size() && (count == 0 || length + lines.get(count).length <= Limits.WRITE)) {
            length += lines.get(count++).length;
        }
        var taken = new byte[length];
        for (int i = 0, end = 0; i < count; end += lines.get(i++).length) {
            System.arraycopy(lines.get(i), 0, taken, end, lines.get(i).length);
        }
        lines.subList(0, count).clear();
        return taken;
    }

    /** The write that was going on has ended. */
    @GuardedBy("lock")
    private void settle() {
        if (written > 0) {
            owed += System.nanoTime() - since - written * PAID_BY_A_BYTE;
            total += written;
            owed = Math.clamp(owed, total > UNREAD ? -3 * patience : 0, 2 * patience);
            written = 0;
        }
    }

    @GuardedBy("lock")
    private void tellOfMissed() {
        if (missed > 0) {
            byte[] notice = ("* You missed " + missed + (missed == 1 ? " line.\n" : " lines.\n")).getBytes(UTF_8);
            lines.add(policy == Limits.SlowClient.DROP_OLDEST ? 0 : lines.size(), notice);
            missed = 0;
        }
    }

    /** Adds these last lines, whether there is room or not. From now on nothing is added, and nobody waits to add. */
    void close(List<byte[]> last) {
        lock.lock();
        try {
            if (!closed) {
                lines.addAll(last);
                closed = true;
                notEmpty.signalAll();
                notFull.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
