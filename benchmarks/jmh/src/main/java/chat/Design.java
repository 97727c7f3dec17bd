package chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;

/** What is compared: the stage whose classes are on the class path, and the alternatives that a reader may think of. */
public enum Design {
    STAGE {
        @Override
        Room open() {
            return new StageRoom();
        }
    },

    REENTRANT_LOCK {
        @Override
        Room open() {
            var lock = new ReentrantLock();
            return new LockRoom(lock, lock, new ArrayList<>());
        }
    },
    /**
     * Speaking changes the history and must not overtake, so it takes the write lock,
     * and there is nobody left who reads.
     */
    READ_WRITE_LOCK {
        @Override
        Room open() {
            var lock = new ReentrantReadWriteLock().writeLock();
            return new LockRoom(lock, lock, new ArrayList<>());
        }
    },
    STAMPED_LOCK {
        @Override
        Room open() {
            var lock = new StampedLock().asWriteLock();
            return new LockRoom(lock, lock, new ArrayList<>());
        }
    },

    /** No common order: two speakers broadcast at the same time. */
    SHARED_READ_LOCK {
        @Override
        Room open() {
            var lock = new ReentrantReadWriteLock();
            return LockRoom.thatSharesSpeaking(lock.readLock(), lock.writeLock());
        }
    },
    /** No common order. */
    CONCURRENT_HASH_MAP {
        @Override
        Room open() {
            return new LockFreeRoom(ConcurrentHashMap.newKeySet());
        }
    },
    /** No common order. */
    COPY_ON_WRITE {
        @Override
        Room open() {
            return new LockFreeRoom(new CopyOnWriteArrayList<>());
        }
    },

    ARRAY_BLOCKING_QUEUE {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.ARRAY_BLOCKING, Thread.ofVirtual().factory(), false);
        }
    },
    LINKED_BLOCKING_QUEUE {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.LINKED_BLOCKING, Thread.ofVirtual().factory(), false);
        }
    },
    LINKED_TRANSFER_QUEUE {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.LINKED_TRANSFER, Thread.ofVirtual().factory(), false);
        }
    },
    JCTOOLS_MPSC {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.JCTOOLS_MPSC, Thread.ofVirtual().factory(), false);
        }
    },
    PLATFORM_THREADS {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.ARRAY_BLOCKING, Thread.ofPlatform().daemon().factory(), false);
        }
    },
    DRAINING {
        @Override
        Room open() {
            return new QueueRoom(QueueKind.ARRAY_BLOCKING, Thread.ofVirtual().factory(), true);
        }
    };

    abstract Room open();

    /**
     * Queues with room for 1024, more than the eight speakers of these measurements have in the air;
     * the transfer queue has no bound.
     */
    public enum QueueKind implements QueueRoom.Queues {
        ARRAY_BLOCKING {
            @Override
            public <T> BlockingQueue<T> make() {
                return new ArrayBlockingQueue<>(CAPACITY);
            }
        },
        LINKED_BLOCKING {
            @Override
            public <T> BlockingQueue<T> make() {
                return new LinkedBlockingQueue<>(CAPACITY);
            }
        },
        LINKED_TRANSFER {
            @Override
            public <T> BlockingQueue<T> make() {
                return new LinkedTransferQueue<>();
            }
        },
        /**
         * Many producers, one consumer. Its put doesn't wait but fails when it is full,
         * so there is no backpressure to be had.
         */
        JCTOOLS_MPSC {
            @Override
            public <T> BlockingQueue<T> make() {
                return new MpscBlockingConsumerArrayQueue<>(CAPACITY);
            }
        };

        static final int CAPACITY = 1024;

        /** Adds all that waits in the queue to {@code taken}, in the way that its kind does best. */
        static <T> void drain(BlockingQueue<T> queue, Collection<T> taken) {
            if (queue instanceof MpscBlockingConsumerArrayQueue<T> mpsc) { // which has no drainTo
                mpsc.drain(taken::add);
            } else {
                queue.drainTo(taken);
            }
        }
    }
}
