package chat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that take turns. Each of them is held before each use of a lock that was made here, and goes on to the next
 * when it is told to. So the check, not chance, decides in which order they use the locks.
 */
final class Turns implements AutoCloseable {
    private static final int ENOUGH = 60; // steps, in which two gifts are long done

    private final List<Player> players = new ArrayList<>();
    private final List<String> steps = new ArrayList<>(); // by the one thread whose turn it is

    Lock lock(String name) {
        return new TurnLock(name);
    }

    /** A thread that will run this task. */
    void thread(String name, Runnable task) {
        players.add(new Player(name, task));
    }

    /** Lets the threads take turns, one step each, until all have ended. The number is that of the first. */
    void takeTurns(int first) throws InterruptedException {
        for (int i = first; i < ENOUGH; i++) {
            var player = players.get(i % players.size());
            if (player.canGoOn()) {
                player.goOn();
            } else if (players.stream().allMatch(Player::hasEnded)) {
                return;
            } else if (players.stream().noneMatch(Player::canGoOn)) {
                throw new AssertionError("two threads wait for each other: a deadlock"
                        + "\n  what it probably means: each has a lock that the other wants. Let all take their "
                        + "locks in one order\n  what they did: " + story());
            }
        }
        throw new AssertionError("two threads have taken " + ENOUGH + " steps in turns, and none has both locks: a livelock"
                + "\n  what it probably means: each gives back what the other waits for, and then both begin anew. A "
                + "pause\n    makes that rarer, not impossible. Let all take their locks in one order, and wait"
                + "\n  what they did: " + story());
    }

    /** Lets this thread go on until it has so many locks; false if it ends before. */
    boolean untilItHas(int number, int locks) throws InterruptedException {
        var player = players.get(number);
        while (player.locks < locks && player.canGoOn()) {
            player.goOn();
        }
        return player.locks == locks;
    }

    /** Lets this thread go on; false if it waits before its end. */
    boolean untilItEnds(int number) throws InterruptedException {
        var player = players.get(number);
        while (player.canGoOn()) {
            player.goOn();
        }
        return player.hasEnded();
    }

    /** The first steps. */
    String story() {
        return steps.isEmpty() ? "nothing with the locks of the two purses"
                : steps.stream().limit(8).reduce("", (all, step) -> all + "\n    " + step);
    }

    @Override
    public void close() {
        players.forEach(player -> player.thread.interrupt());
    }

    private final class Player {
        private final String name;
        private final Thread thread;
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore held = new Semaphore(0);
        private boolean isElsewhere; // it waits, and not for its turn
        private int locks; // that it has
        private TurnLock wanted; // null unless it waits for a lock; this and what follows is handed on with the turn
        private Throwable failure;

        Player(String name, Runnable task) {
            this.name = name;
            thread = Thread.ofPlatform().daemon().unstarted(() -> {
                try {
                    step();
                    task.run();
                } catch (Throwable e) {
                    failure = e;
                }
            });
        }

        /** Called by itself before each step. */
        void step() {
            held.release();
            try {
                turn.acquire();
            } catch (InterruptedException e) {
                throw new IllegalStateException("the check is over");
            }
        }

        boolean hasEnded() {
            return thread.getState() == Thread.State.TERMINATED;
        }

        boolean canGoOn() {
            if (isElsewhere) {
                isElsewhere = !awaitHeld();
            }
            return !hasEnded() && !isElsewhere && (wanted == null || wanted.owner == null);
        }

        /** Lets it take a step, and waits until it is held before the next, has ended, or waits for something else. */
        void goOn() throws InterruptedException {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
                awaitHeld();
            }
            turn.release();
            isElsewhere = !awaitHeld();
            if (failure != null) {
                throw new AssertionError("the thread that moves stars from " + name + " has ended with " + failure,
                        failure);
            }
        }

        private boolean awaitHeld() {
            int looks = 0;
            while (!held.tryAcquire()) {
                if (hasEnded()) {
                    return true;
                }
                boolean waits = thread.getState() == Thread.State.BLOCKED || thread.getState() == Thread.State.WAITING;
                looks = waits ? looks + 1 : 0;
                if (looks == 20) {
                    return held.tryAcquire();
                }
                LockSupport.parkNanos(100_000);
            }
            return true;
        }
    }

    /** A lock that one thread can have, as often as it likes. Only the thread whose turn it is uses it. */
    private final class TurnLock implements Lock {
        private final String name;
        private Player owner; // null if it is free
        private int times;

        TurnLock(String name) {
            this.name = name;
        }

        /** Null for a thread of the test itself, which uses a lock when all the others have ended. */
        private Player current() {
            return players.stream().filter(player -> player.thread == Thread.currentThread()).findFirst().orElse(null);
        }

        private boolean take(Player player) {
            if (owner != null && owner != player) {
                return false;
            }
            owner = player;
            if (times++ == 0) {
                player.locks++;
            }
            return true;
        }

        @Override
        public void lock() {
            var player = current();
            if (player == null) {
                return;
            }
            player.step();
            if (!take(player)) {
                steps.add(player.name + ": waits for " + name);
                player.wanted = this;
                player.step();
                player.wanted = null;
                take(player);
            }
            steps.add(player.name + ": takes " + name);
        }

        @Override
        public void lockInterruptibly() {
            lock();
        }

        @Override
        public boolean tryLock() {
            var player = current();
            if (player == null) {
                return true;
            }
            player.step();
            boolean taken = take(player);
            steps.add(player.name + (taken ? ": takes " : ": can't take ") + name);
            return taken;
        }

        /** The time is over at once: a thread may wait for its turn longer than that. */
        @Override
        public boolean tryLock(long time, TimeUnit unit) {
            return tryLock();
        }

        @Override
        public void unlock() {
            var player = current();
            if (player == null) {
                return;
            }
            player.step();
            if (owner != player) {
                throw new IllegalMonitorStateException("it gives back " + name + ", which it hasn't got");
            }
            steps.add(player.name + ": gives back " + name);
            if (--times == 0) {
                owner = null;
                player.locks--;
            }
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException();
        }
    }
}
