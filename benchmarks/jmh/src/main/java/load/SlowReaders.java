package load;

import module java.base;

import load.Report.SlowReader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tells how slowly a client may read in a flood and be kept, and what those who read too slowly cost the others. */
@Command(name = "slow-readers", mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true,
        description = {
            "One client floods the room, one reads all that it can, and some read at a steady rate: tells whether "
                    + "these are kept, and what they cost the others. Every rate has a server of its own.",
            "Exit code: 0 fine, whoever was cut off for being slow; 1 a line was lost without a word, doubled, "
                    + "reordered or torn, or one that isn't slow was cut off; 2 it could not run."},
        footer = "What it prints: KB/s that a slow reader should take; how many were kept; KB/s that they got; lines "
                + "that they were told they missed; how late one read at the most (if that is much, the machine was "
                + "too busy, and they weren't steady). Then of the one that reads all: MB/s, and the longest gap "
                + "between two arrivals.")
public final class SlowReaders implements Callable<Integer> {
    private static final int BYTES = 64;

    @Option(names = "--server", defaultValue = "stage06", description = "As load.Compare has it, with our protocol.")
    String server;

    @Option(names = "--options", defaultValue = "", description = "For the server, after its other arguments.")
    String options;

    @Option(names = "--rates", split = ",", defaultValue = "0,16,64,200",
            description = "KB (1024 bytes) a second that a slow reader takes, each in its turn. 0: it reads nothing.")
    List<Integer> rates;

    @Option(names = "--count", defaultValue = "1", description = "So many slow readers at a time.")
    int count;

    @Option(names = "--seconds", defaultValue = "10", description = "So long the flood lasts.")
    int seconds;

    @Option(names = "--stop-server", paramLabel = "SECONDSxTIMES", defaultValue = "0x0", description = {
        "Stops the server's process, such as \"2.3x2\": for 2.3 s, twice in the flood. The longest gap is then that.",
        "On Linux and macOS: it takes the command kill."})
    String stops;

    @Override
    public Integer call() throws InterruptedException {
        try {
            boolean flawed = false;
            System.out.printf("%s, %d at a time, reads of %d bytes%n",
                    (server + " " + options).strip(), count, Generator.SLOW_READ);
            System.out.printf("%5s %6s %8s %8s %8s  %8s %7s     %s%n",
                    "KB/s", "kept", "got KB/s", "missed", "late ms", "all MB/s", "gap s", "cut off after");
            for (int rate : rates) {
                Report report = measure(rate);
                var slow = report.slowReaders();
                System.out.printf("%5d %6s %8.1f %8d %8.0f  %8.2f %7.2f     %s%n", rate,
                        slow.stream().filter(SlowReader::isKept).count() + "/" + count,
                        slow.stream().mapToDouble(SlowReader::bytesPerSecond).average().orElse(0) / 1024,
                        slow.stream().mapToLong(one -> one.heard().missed()).sum(),
                        slow.stream().mapToDouble(SlowReader::lateMillis).max().orElse(0),
                        report.deliveriesPerSecond() * BYTES / 1e6, report.longestPauseMillis() / 1000,
                        whenAndWhy(slow.stream().filter(one -> !one.isKept()).toList()));
                report.flaws().forEach(flaw -> System.out.println("      " + flaw));
                flawed |= !report.flaws().isEmpty();
            }
            return flawed ? 1 : 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("slow-readers: " + e.getMessage());
            return 2;
        }
    }

    private static String whenAndWhy(List<SlowReader> cutOff) {
        return cutOff.stream().sorted(Comparator.comparingDouble(SlowReader::cutOffAfter))
                .map(one -> String.format("%.2f s (%s)", one.cutOffAfter(),
                        one.why() == null ? "without a word" : one.why()))
                .collect(Collectors.joining(", "));
    }

    /** What is said as fast as it is taken: more is in the air than a socket's buffers hold. */
    private Plan flood(int kilobytesPerSecond) {
        return Plan.parse("--clients " + (2 + count) + " --window 65536 --bytes " + BYTES + " --stopped " + count
                + " --slow-rate " + kilobytesPerSecond + " --warmup 0s --measure " + seconds + "s");
    }

    private Report measure(int kilobytesPerSecond) throws IOException, InterruptedException {
        Contestant contestant = Contestant.parse(server)
                .orElseThrow(() -> new IllegalArgumentException(server + ": what runs it is not on the PATH"))
                .with(Contestant.words(options));
        try (var running = new ServerUnderLoad(contestant);
                var generator = new Generator(
                        flood(kilobytesPerSecond), contestant.protocol(), running.port, running.process())) {
            var stopping = Thread.ofPlatform().daemon().start(() -> stopNowAndThen(running.process().pid()));
            Report report = generator.run();
            stopping.interrupt(); // if it could not do all of it in time
            stopping.join();
            return report;
        }
    }

    private void stopNowAndThen(long pid) {
        String[] parts = stops.split("x", 2);
        int times = Integer.parseInt(parts[1]);
        try {
            for (int i = 0; i < times; i++) {
                Thread.sleep(seconds * 1000L / (times + 1));
                try {
                    signal("-STOP", pid);
                    Thread.sleep((long) (Double.parseDouble(parts[0]) * 1000));
                } finally {
                    signal("-CONT", pid);
                }
            }
        } catch (IOException e) {
            System.err.println("slow-readers: can't stop the server: " + e.getMessage());
        } catch (InterruptedException e) {
            // the flood is over
        }
    }

    private static void signal(String signal, long pid) throws IOException {
        new ProcessBuilder("kill", signal, Long.toString(pid)).inheritIO().start().onExit().join();
    }

    static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new SlowReaders()).execute(args));
    }
}
