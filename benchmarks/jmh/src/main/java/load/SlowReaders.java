package load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        footer = "What it prints: KB/s that a slow reader should take; how many were kept; KB, KB/s each, and lines "
                + "that they got; lines that they were told they missed; how late one read at the most (if that is "
                + "much, the machine was too busy, and they weren't steady). Then of the one that reads all: MB/s, the "
                + "longest gap between two arrivals, and all its pauses together and their number.")
public final class SlowReaders implements Callable<Integer> {
    @Option(names = "--server", defaultValue = "stage06", description = "As load.Compare has it, with our protocol.")
    String server;

    @Option(names = "--options", defaultValue = "", description = "For the server, after its other arguments.")
    String options;

    @Option(names = "--rates", split = ",", defaultValue = "0,16,64,200",
            description = "KB (1024 bytes) a second that a slow reader takes, each in its turn. 0: it reads nothing.")
    List<Integer> rates;

    @Option(names = "--read", defaultValue = "4096", description = "The most bytes that it takes at once.")
    int read;

    @Option(names = "--count", defaultValue = "1", description = "So many slow readers at a time.")
    int count;

    @Option(names = "--receive-buffer", defaultValue = "0", description = "Theirs, in bytes. 0: the system's choice.")
    int receiveBuffer;

    @Option(names = "--bytes", defaultValue = "64", description = "A line as delivered, with time, name and newline.")
    int bytes;

    @Option(names = "--seconds", defaultValue = "10", description = "The flood lasts no longer than this,")
    int seconds;

    @Option(names = "--megabytes", defaultValue = "2000", description = "and is no more than this, as delivered.")
    int megabytes;

    @Option(names = "--pause", defaultValue = "250ms", converter = Load.Time.class,
            description = "So long nothing comes to the client that reads all, and it counts as a pause.")
    Duration pause;

    @Option(names = "--stop-server", paramLabel = "SECONDSxTIMES", converter = Stops.Converter.class, description = {
        "Stops the server's process, such as \"2.3x2\": for 2.3 s, twice in the flood. These are no pauses.",
        "On Linux and macOS: it takes the command kill."}, defaultValue = "0x0")
    Stops stops;

    /** How long the server's process is stopped, and how often. */
    record Stops(double seconds, int times) {
        static final class Converter implements CommandLine.ITypeConverter<Stops> {
            @Override
            public Stops convert(String text) {
                String[] parts = text.split("x", 2);
                return new Stops(Double.parseDouble(parts[0]), Integer.parseInt(parts[1]));
            }
        }
    }

    /** When a slow reader was cut off, in seconds since the flood began, and what the others were told of it. */
    record CutOff(double after, String why) {}

    /**
     * How it went with one rate. Times are in seconds.
     *
     * @param kept how many slow readers were still there at the end
     * @param cutOff the others
     * @param bytes that all slow readers got together
     * @param bytesPerSecond that one of them got, in the mean
     * @param lines of the flood that all slow readers got together
     * @param missed lines that the server told them that they missed
     * @param late by how much one of them slept too long at the most, and so was less steady than it should be
     * @param fullRate bytes a second that the client got that reads all it can
     * @param longestGap the longest time that nothing came to that client
     * @param pauses how often nothing came to it for so long that it counts
     * @param paused how long that was, all together
     * @param flaws what should never be, in words
     */
    record Outcome(int kept, List<CutOff> cutOff, long bytes, double bytesPerSecond, long lines, long missed,
            double late, double fullRate, double longestGap, long pauses, double paused, List<String> flaws) {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            boolean flawed = false;
            System.out.printf("%s, %d at a time, reads of %d bytes%n", (server + " " + options).strip(), count, read);
            System.out.printf("%5s %6s %8s %7s %8s %8s %7s  %8s %7s %9s     %s%n", "KB/s", "kept", "KB", "KB/s",
                    "lines", "missed", "late s", "all MB/s", "gap s", "paused s", "cut off after");
            for (int rate : rates) {
                Outcome outcome = measure(rate);
                System.out.printf("%5d %6s %8d %7.1f %8d %8d %7.3f  %8.3f %7.3f %9s     %s%n", rate,
                        outcome.kept + "/" + count, outcome.bytes / 1024, outcome.bytesPerSecond / 1024, outcome.lines,
                        outcome.missed, outcome.late, outcome.fullRate / 1e6, outcome.longestGap,
                        "%.3f /%d".formatted(outcome.paused, outcome.pauses), whenAndWhy(outcome.cutOff));
                outcome.flaws.forEach(flaw -> System.out.println("      " + flaw));
                flawed |= !outcome.flaws.isEmpty();
            }
            return flawed ? 1 : 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("slow-readers: " + e.getMessage());
            return 2;
        }
    }

    private static String whenAndWhy(List<CutOff> cutOff) {
        var when = cutOff.stream().mapToDouble(CutOff::after).summaryStatistics();
        String whys = cutOff.stream().map(CutOff::why).distinct().collect(Collectors.joining(", "));
        return switch (cutOff.size()) {
            case 0 -> "";
            case 1 -> "%.2f s (%s)".formatted(when.getMin(), whys);
            default -> "%.2f to %.2f s (%s)".formatted(when.getMin(), when.getMax(), whys);
        };
    }

    Outcome measure(int kilobytesPerSecond) throws IOException, InterruptedException {
        Contestant contestant = Contestant.parse(server)
                .orElseThrow(() -> new IllegalArgumentException(server + ": what runs it is not on the PATH"))
                .with(Contestant.words(options));
        if (contestant.protocol() != Protocol.CHAT) {
            throw new IllegalArgumentException(server + " doesn't speak our protocol");
        }
        if (kilobytesPerSecond < 0 || read < 1) {
            throw new IllegalArgumentException("--rates are at least 0, --read is at least 1");
        }
        try (var running = new ServerUnderLoad(contestant); var flood = new Flood(this, running.port, running.pid())) {
            return flood.run(kilobytesPerSecond * 1024L);
        }
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new SlowReaders()).execute(args));
    }
}
