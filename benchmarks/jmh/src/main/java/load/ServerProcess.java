package load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of this machine, by its number, seen from outside. */
public record ServerProcess(long pid) {
    /** CPU time so far, user and system; zero if it can't be told. */
    Duration cpu() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    /**
     * What the process takes; -1 stands for a figure that can't be told here.
     *
     * @param residentBytes memory in RAM (Linux only)
     * @param peakResidentBytes the most that it ever was (Linux only)
     * @param liveHeapBytes objects that survive a full collection, which asking for it causes (HotSpot only); also -1
     *     if it wasn't asked for
     * @param threads of the operating system (Linux only): virtual threads are not among them
     */
    public record Memory(long residentBytes, long peakResidentBytes, long liveHeapBytes, long threads) {}

    Memory memory(boolean withLiveHeap) throws IOException, InterruptedException {
        // Resident first: the class histogram costs memory itself.
        long resident = status("VmRSS") * 1024;
        long peak = status("VmHWM") * 1024;
        long threads = status("Threads");
        return new Memory(Math.max(resident, -1), Math.max(peak, -1), withLiveHeap ? liveHeap() : -1, threads);
    }

    private long status(String field) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            return -1;
        }
        var line = Pattern.compile("(?m)^" + field + ":\\s+(\\d+)").matcher(Files.readString(status));
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }

    private long liveHeap() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true).start();
        try {
            String histogram = new String(process.getInputStream().readAllBytes());
            var total = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
            return process.waitFor(30, TimeUnit.SECONDS) && total.find() ? Long.parseLong(total.group(1)) : -1;
        } finally {
            process.destroyForcibly();
        }
    }
}
