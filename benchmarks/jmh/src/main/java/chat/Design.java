package chat;

import module java.base;

import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/** What is compared: the stage whose classes are on the class path, and the alternatives that a reader may think of. */
public enum Design {
    STAGE("the stage", StageRoom::new),

    REENTRANT_LOCK("ReentrantLock", () -> locked(new ReentrantLock())),
    /** Speaking changes the history and must not overtake, so it takes the write lock: nobody only reads. */
    READ_WRITE_LOCK("ReentrantReadWriteLock", () -> locked(new ReentrantReadWriteLock().writeLock())),
    STAMPED_LOCK("StampedLock", () -> locked(new StampedLock().asWriteLock())),
    /** No common order: two speakers broadcast at the same time. */
    CONCURRENT_HASH_MAP("ConcurrentHashMap *",
            () -> new SharedRoom(null, new ConcurrentHashMap<>(), new ConcurrentLinkedQueue<>())),

    ARRAY_BLOCKING_QUEUE("ArrayBlockingQueue",
            () -> new QueueRoom(() -> new ArrayBlockingQueue<>(Design.BOUND), Thread.ofVirtual().factory())),
    LINKED_BLOCKING_QUEUE("LinkedBlockingQueue",
            () -> new QueueRoom(() -> new LinkedBlockingQueue<>(Design.BOUND), Thread.ofVirtual().factory())),
    /** Without a bound. */
    LINKED_TRANSFER_QUEUE("LinkedTransferQueue",
            () -> new QueueRoom(LinkedTransferQueue::new, Thread.ofVirtual().factory())),
    /** Many producers, one consumer, no lock. Its put doesn't wait but fails when it is full. */
    JCTOOLS_MPSC("JCTools MPSC", () -> new QueueRoom(
            () -> new MpscBlockingConsumerArrayQueue<>(Design.BOUND), Thread.ofVirtual().factory())),
    PLATFORM_THREADS("ArrayBlockingQueue, platform threads", () -> new QueueRoom(
            () -> new ArrayBlockingQueue<>(Design.BOUND), Thread.ofPlatform().daemon().factory()));

    /** More than all speakers of these measurements have in the air: what a full queue does is not measured here. */
    private static final int BOUND = 1024;

    /** How the page calls it. */
    public final String label;
    private final Supplier<Room> rooms;

    Design(String label, Supplier<Room> rooms) {
        this.label = label;
        this.rooms = rooms;
    }

    private static Room locked(Lock lock) {
        return new SharedRoom(lock, new HashMap<>(), new ArrayList<>());
    }

    Room open() {
        return rooms.get();
    }
}
