package load;

import module java.base;

/** A process of this machine, by its number, seen from outside; 0 stands for one that isn't looked at. */
record ServerProcess(long pid) {
    /** CPU time so far, user and system; zero if it can't be told. */
    Duration cpu() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    /**
     * What the process takes; -1 stands for a figure that can't be told here.
     *
     * @param residentBytes memory in RAM (Linux only)
     * @param liveHeapBytes objects that survive a full collection, which asking for it causes (HotSpot only)
     */
    public record Memory(long residentBytes, long liveHeapBytes) {}

    Memory memory() throws IOException, InterruptedException {
        long resident = resident(); // first: the class histogram costs memory itself
        return new Memory(resident, liveHeap());
    }

    private long resident() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.isReadable(status) ? 1024 * number("VmRSS:\\s+(\\d+) kB", Files.readString(status)) : -1;
    }

    private long liveHeap() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true).start();
        String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? number("Total\\s+\\d+\\s+(\\d+)", histogram) : -1;
    }

    private static long number(String pattern, String text) {
        var line = Pattern.compile("(?m)^" + pattern).matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }
}
