package chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import jdk.management.VirtualThreadSchedulerMXBean;

/**
 * Which virtual threads there are, and what a thread is doing. Virtual threads are in no list that Java gives out, but
 * JDK Flight Recorder notes the start and the end of each. (A thread dump has them too, but one that is taken while
 * many come and go crashes JDK 25.0.3.)
 */
final class ThreadWatch {
    private static final VirtualThreadSchedulerMXBean SCHEDULER =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

    static {
        startPollers();
    }

    private final Recording events = new Recording(); // ends with the JVM

    ThreadWatch() {
        events.enable("jdk.VirtualThreadStart").withoutStackTrace();
        events.enable("jdk.VirtualThreadEnd").withoutStackTrace();
        events.start();
    }

    /**
     * Waits until just so many virtual threads are left of those that started since this watch began, and none has
     * anything to do: one that hasn't run yet is not in the recording.
     */
    void awaitStarted(int expected, String which) {
        var left = new AtomicInteger();
        var busy = new AtomicBoolean();
        await(() -> {
            boolean isOneQueued = SCHEDULER.getQueuedVirtualThreadCount() > 0; // in this order: it is mounted next
            busy.set(isOneQueued || SCHEDULER.getMountedVirtualThreadCount() > 0);
            left.set(left());
            return !busy.get() && left.get() == expected;
        }, () -> "virtual threads running: " + left + (busy.get() ? ", not all of them waiting" : "") + ", expected: "
                + expected + ": " + which);
    }

    private int left() {
        try {
            var file = Files.createTempFile("threads", ".jfr");
            events.dump(file);
            var started = new HashSet<Long>();
            var ended = new HashSet<Long>();
            for (var event : RecordingFile.readAllEvents(file)) {
                boolean isStart = event.getEventType().getName().equals("jdk.VirtualThreadStart");
                (isStart ? started : ended).add(event.getLong("javaThreadId"));
            }
            Files.delete(file);
            boolean sawAny = started.removeAll(ended) || !started.isEmpty();
            return sawAny ? started.size() : -1; // a server starts some: who sees none doesn't look
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the thread has ended, or can't go on before another lets it. */
    static void awaitStandstill(Thread thread) {
        await(() -> switch (thread.getState()) {
            case NEW, RUNNABLE -> false;
            case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
        }, () -> "the thread goes on and on, and should end or wait" + at(thread));
    }

    /** Waits until the thread has ended, or had done no more in so many looks in a row that it must be stuck. */
    static void awaitStuck(Thread thread, AtomicInteger done) {
        int before = -1;
        for (int looks = 0; thread.isAlive() && looks < 5000; looks++) {
            int now = done.get();
            looks = now == before ? looks : 0;
            before = now;
            LockSupport.parkNanos(100_000);
        }
    }

    /** Waits until the thread stands still inside a method of this class. */
    static void awaitStandstillIn(Thread thread, Class<?> type) {
        await(() -> thread.getState() != Thread.State.RUNNABLE
                        && Stream.of(thread.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(type.getName())),
                () -> "the thread should wait in " + type.getSimpleName() + ", and doesn't" + at(thread));
    }

    /** Where the thread is, as far as it is the server's or the test's code. */
    static String at(Thread thread) {
        return "\n  where it is:" + (thread.isAlive() ? "" : " it has ended") + Stream.of(thread.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("chat."))
                .map(frame -> "\n    " + frame)
                .collect(Collectors.joining());
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + TestClient.patience().toNanos();
        for (int looks = 0; !condition.getAsBoolean(); looks++) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise.get());
            }
            LockSupport.parkNanos(looks < 1000 ? 100_000 : 2_000_000); // what a thread does can only be polled
        }
    }

    /**
     * The JDK waits for sockets with virtual threads of its own, which start when a virtual thread first waits for one.
     */
    private static void startPollers() {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var accepted = new FutureTask<>(listener::accept);
            awaitStandstill(Thread.startVirtualThread(accepted));
            new Socket(listener.getInetAddress(), listener.getLocalPort()).close();
            accepted.get().close();
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
