package chat;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The test that everyone writes first: start 1000 threads, let each do one thing, look at what came out. Exits with 3
 * if it sees that something is broken, else with 0. What {@code races.Trust} counts.
 */
final class ThousandThreads {
    private static final int THREADS = 1000;

    /** A thing that is broken, and a test of it: {@link #THREADS} threads each call {@code act} once. */
    private interface Racy {
        void act();

        boolean isSeenBroken();
    }

    /** {@code nextId++}: two clients can have one id. */
    private static final class Ids implements Racy {
        private int nextId;

        @Override
        public void act() {
            nextId++;
        }

        @Override
        public boolean isSeenBroken() {
            return nextId != THREADS;
        }
    }

    /** Stage 2's room: two clients can have one name. */
    private static final class OneNameForAll implements Racy {
        private final LocalChat chat = new LocalChat();
        private final AtomicInteger letIn = new AtomicInteger();

        @Override
        public void act() {
            if (chat.join(chat.connect(new Screen()), "ada")) {
                letIn.incrementAndGet();
            }
        }

        @Override
        public boolean isSeenBroken() {
            return letIn.get() != 1;
        }
    }

    /** Arguments: {@code id} or {@code name}, {@code platform} or {@code virtual}, {@code loop} or {@code latch}. */
    public static void main(String[] args) throws InterruptedException {
        var racy = args[0].equals("id") ? new Ids() : new OneNameForAll();
        System.exit(find(racy, args[1].equals("virtual"), args[2].equals("latch")) ? 3 : 0);
    }

    private static boolean find(Racy racy, boolean virtual, boolean latch) throws InterruptedException {
        var open = new CountDownLatch(latch ? 1 : 0);
        var threads = new ArrayList<Thread>();
        Runnable work = () -> {
            try {
                open.await();
                racy.act();
            } catch (InterruptedException | RuntimeException e) {
                // Thrown in a thread of its own, where such a test doesn't look.
            }
        };
        for (int i = 0; i < THREADS; i++) {
            threads.add(virtual ? Thread.startVirtualThread(work) : Thread.ofPlatform().start(work));
        }
        open.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return racy.isSeenBroken();
    }
}
