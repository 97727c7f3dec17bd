package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingStream;

/**
 * Which virtual threads there are, and what a thread is doing. Virtual threads are in no list that Java gives out, but
 * JDK Flight Recorder tells of the start and the end of each, about a second later. (A thread dump has them too, but
 * one that is taken while many come and go crashes JDK 25.0.3.)
 */
final class ThreadWatch {
    private static final Set<Long> RUNNING = ConcurrentHashMap.newKeySet();
    private static final Set<Long> ENDED = ConcurrentHashMap.newKeySet();
    private static final RecordingStream EVENTS = new RecordingStream();

    static {
        startPollers();
        EVENTS.enable("jdk.VirtualThreadStart").withoutStackTrace();
        EVENTS.enable("jdk.VirtualThreadEnd");
        EVENTS.onEvent("jdk.VirtualThreadStart", event -> RUNNING.add(event.getLong("javaThreadId")));
        EVENTS.onEvent("jdk.VirtualThreadEnd", event -> {
            RUNNING.remove(event.getLong("javaThreadId"));
            ENDED.add(event.getLong("javaThreadId"));
        });
        EVENTS.startAsync();
    }

    private final Set<Long> before = running();

    /** Waits until just so many virtual threads are left of those that started since this watch began. */
    void awaitStarted(int expected, String probably) {
        await(() -> started() == expected, () -> started() + " threads instead of " + expected + ". " + probably);
    }

    private int started() {
        var now = running();
        now.removeAll(before);
        return now.size();
    }

    /**
     * Those that run at this moment. Events come in order: when this thread's end has been told, all before it has
     * been.
     */
    private static Set<Long> running() {
        long marker = Thread.startVirtualThread(() -> { }).threadId();
        await(() -> ENDED.contains(marker), () -> "Flight Recorder tells nothing");
        return new HashSet<>(RUNNING);
    }

    /** Waits until the thread has ended, or can't go on before another lets it. */
    static void awaitStandstill(Thread thread) {
        await(() -> switch (thread.getState()) {
            case NEW, RUNNABLE -> false;
            case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> true;
        }, () -> "the thread goes on and on: " + thread);
    }

    /** Waits until the thread stands still inside a method of this class. */
    static void awaitStandstillIn(Thread thread, Class<?> type) {
        await(() -> thread.getState() != Thread.State.RUNNABLE
                        && Stream.of(thread.getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(type.getName())),
                () -> "the thread doesn't wait in " + type.getSimpleName() + ": " + thread);
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + TestClient.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(otherwise).isNegative();
            LockSupport.parkNanos(100_000); // what a thread does can only be polled
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
