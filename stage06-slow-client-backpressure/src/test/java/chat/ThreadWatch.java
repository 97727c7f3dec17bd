package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which virtual threads there are, and what a thread is doing. Virtual threads are in no list that Java gives out, but JDK
 * Flight Recorder records the start and the end of each. (A thread dump tells them too, and on JDK 25 now and then crashes.)
 */
final class ThreadWatch {
    private static final Recording RECORDING = new Recording();

    static {
        RECORDING.enable("jdk.VirtualThreadStart").withoutStackTrace();
        RECORDING.enable("jdk.VirtualThreadEnd");
        startPollers();
        RECORDING.start();
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
                        && Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(type.getName())),
                () -> "the thread doesn't wait in " + type.getSimpleName() + ": " + thread);
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + TestClient.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(otherwise).isNegative();
            LockSupport.parkNanos(100_000); // what a thread does can only be polled
        }
    }

    private static Set<Long> running() {
        try {
            Path file = Files.createTempFile("threads", ".jfr");
            RECORDING.dump(file);
            var running = new HashSet<Long>();
            var ended = new HashSet<Long>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                switch (event.getEventType().getName()) {
                    case "jdk.VirtualThreadStart" -> running.add(event.getLong("javaThreadId"));
                    case "jdk.VirtualThreadEnd" -> ended.add(event.getLong("javaThreadId"));
                    default -> { } // of the recording itself
                }
            }
            Files.delete(file);
            running.removeAll(ended);
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDK waits for sockets with virtual threads of its own, which start when a virtual thread first waits for one. */
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
