package load;

import module java.base;

/**
 * What memory a process takes; -1 stands for a figure that can't be told here.
 *
 * @param residentBytes memory in RAM (Linux only)
 * @param liveHeapBytes objects that survive a full collection, which asking for it causes (HotSpot only)
 */
public record Memory(long residentBytes, long liveHeapBytes) {
    static Memory of(ProcessHandle process) throws IOException, InterruptedException {
        long resident = resident(process.pid()); // first: the class histogram costs memory itself
        return new Memory(resident, liveHeap(process.pid()));
    }

    private static long resident(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return Files.isReadable(status) ? 1024 * number("VmRSS:\\s+(\\d+) kB", Files.readString(status)) : -1;
    }

    private static long liveHeap(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true).start();
        String histogram = process.inputReader().readAllAsString();
        return process.waitFor() == 0 ? number("Total\\s+\\d+\\s+(\\d+)", histogram) : -1;
    }

    private static long number(String pattern, String text) {
        var line = Pattern.compile("(?m)^" + pattern).matcher(text);
        return line.find() ? Long.parseLong(line.group(1)) : -1;
    }
}
