package chat;

import module java.base;
import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * What waits to be written to one client: a bounded queue with a policy. Whoever adds to a full one waits, so those who
 * talk go at the speed of those who read, and a client that reads loses nothing. But a client owes the time that its
 * writes take, less a second for every 32 KB that get through, and for one that owes for too long nobody waits.
 */
final class Outbox {
    /** Some lines in one piece, which nobody changes: so all outboxes share it. */
    record Lines(byte[] bytes, int count) {
        static Lines of(String text) {
            return new Lines(text.getBytes(StandardCharsets.UTF_8), (int) text.lines().count());
        }
    }

    private static final long PAID_BY_A_BYTE = 1_000_000_000 / 32_768; // nanoseconds
    private static final long MOST_OWED = 8_000_000_000L; // nanoseconds: more than one leap of TCP pays, some 170 KB
    private static final long LOOK = 100_000_000; // nanoseconds from one look at the clock to the next

    @GuardedBy("Outbox.class") private static long lastLook = System.nanoTime();
    private static volatile long clock; // nanoseconds for which this process ran while there were looks; set by look()

    private final int capacity;
    private final Limits.SlowClient policy;
    private final long patience; // nanoseconds
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    @GuardedBy("lock") private final List<Lines> waiting = new ArrayList<>();
    @GuardedBy("lock") private int count; // of the lines in there
    @GuardedBy("lock") private int missed; // lines that the policy dropped and the client wasn't told of
    @GuardedBy("lock") private boolean closed; // nothing is added any more
    private volatile int writing; // bytes in the write that goes on, set by the writer; 0: none does
    private volatile long solvent; // the clock when the client last owed nothing, set by the writer
    private long owed; // nanoseconds that the client owed when that write began, the writer's alone
    private long since; // the clock then, the writer's alone

    Outbox(Limits limits, Duration patience) {
        this.capacity = limits.outbox();
        this.policy = limits.slowClient();
        this.patience = patience.toNanos();
    }

    /** Adds lines, unless it is closed, or drops some as the policy says. False if that is to disconnect the client. */
    boolean add(Lines lines) throws InterruptedException {
        lock.lock();
        try {
            while (!closed && lines.count > 0 && isFull(lines)) {
                look();
                if (writing == 0 || clock - solvent < patience) {
                    changed.awaitNanos(LOOK);
                } else if (policy == Limits.SlowClient.DISCONNECT) {
                    return false;
                } else if (policy == Limits.SlowClient.DROP_NEWEST) {
                    missed += lines.count;
                    return true;
                } else {
                    int oldest = waiting.removeFirst().count;
                    count -= oldest;
                    missed += oldest;
                }
            }
            if (!closed && lines.count > 0) {
                waiting.add(lines);
                count += lines.count;
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isFull(Lines more) {
        boolean toldFirst = missed > 0 && policy == Limits.SlowClient.DROP_NEWEST;
        return toldFirst || count > 0 && count + more.count > capacity;
    }

    /** Waits for lines, and takes all that wait, in one piece; null at the end. For the writer. */
    byte[] take() throws InterruptedException {
        write(0);
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                long idle = System.nanoTime();
                changed.await();
                owed -= System.nanoTime() - idle;
            }
            if (missed > 0) {
                var notice = Lines.of("* You missed " + missed + (missed == 1 ? " line.\n" : " lines.\n"));
                waiting.add(policy == Limits.SlowClient.DROP_OLDEST ? 0 : waiting.size() - (closed ? 1 : 0), notice);
            }
            var taken = List.copyOf(waiting);
            waiting.clear();
            count = 0;
            missed = 0;
            changed.signalAll();
            if (taken.size() == 1) {
                return taken.getFirst().bytes;
            }
            var joined = new ByteArrayOutputStream();
            taken.forEach(lines -> joined.writeBytes(lines.bytes));
            return taken.isEmpty() ? null : joined.toByteArray();
        } finally {
            lock.unlock();
        }
    }

    /** To be called by the writer before each write: the last one has ended, and one of so many bytes begins. */
    void write(int bytes) {
        long took = writing > 0 ? clock - since : 0;
        owed = Math.clamp(owed + took - writing * PAID_BY_A_BYTE, 0, MOST_OWED);
        solvent = owed == 0 ? clock : solvent;
        since = clock;
        writing = bytes;
    }

    /** Moves the clock on. Time in which this process was stopped is one long time between two looks: little counts. */
    private static synchronized void look() {
        long now = System.nanoTime();
        clock += Math.min(now - lastLook, 2 * LOOK);
        lastLook = now;
    }

    /** Adds the last words, whether there is room or not. From now on nothing is added, and nobody waits to add. */
    void close(Lines last) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(last);
                closed = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
