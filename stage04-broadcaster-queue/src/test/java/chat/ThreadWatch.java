package chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which virtual threads there are, as {@code jcmd Thread.dump_to_file} tells it, and what a thread is doing. */
final class ThreadWatch {
    private static final Pattern VIRTUAL = Pattern.compile("(?m)^#(\\d+) \"(?!.*Poller).*\" virtual"); // the JDK's pollers are virtual threads too

    private final Set<String> before = virtualThreads();

    /** How many virtual threads there are that were not there when this watch began. */
    int started() {
        var now = new TreeSet<>(virtualThreads());
        now.removeAll(before);
        return now.size();
    }

    /** Waits until just so many virtual threads are left of those that started since this watch began. */
    void awaitStarted(int expected, String probably) {
        await(() -> started() == expected, () -> started() + " threads instead of " + expected + ". " + probably);
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
        await(() -> thread.getState() == Thread.State.WAITING
                        && Stream.of(thread.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(type.getName())),
                () -> "the thread doesn't wait in " + type.getSimpleName() + ": " + thread);
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + TestClient.PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(otherwise).isNegative();
            LockSupport.parkNanos(100_000); // what a thread does can only be polled
        }
    }

    private static Set<String> virtualThreads() {
        try {
            Path file = Files.createTempDirectory("threads").resolve("dump.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            String dump = Files.readString(file);
            Files.delete(file);
            Files.delete(file.getParent());
            return VIRTUAL.matcher(dump).results().map(thread -> thread.group(1)).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
