package load;

import module java.base;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What one run does: so many clients in one room, of whom the first ones talk, and the last ones read slowly. */
@Command(sortOptions = false, showDefaultValues = true)
public final class Plan {
    @Option(names = "--clients", defaultValue = "1000", description = "Members of the room, named r0, r1, …")
    int clients;

    @Option(names = "--senders", defaultValue = "1", description = "So many of them, the first ones, also send.")
    int senders;

    @Option(names = "--window", defaultValue = "64",
            description = "Messages that each sender has in the air; one has landed when everyone that reads has it.")
    int window;

    @Option(names = "--bytes", defaultValue = "64", description = "A line as delivered, with time, name and newline.")
    int bytes;

    @Option(names = "--stopped", defaultValue = "0",
            description = "So many of them, the last ones, read slowly once all are in, or not at all.")
    int slow;

    @Option(names = "--slow-rate", defaultValue = "0", description = "KB (1024 bytes) a second that these take.")
    int slowRate;

    @Option(names = "--warmup", defaultValue = "2s")
    Duration warmup;

    @Option(names = "--measure", defaultValue = "2s")
    Duration measure;

    @Option(names = "--messages", defaultValue = "1000000000",
            description = "No more than so many; when these have landed, the run is over.")
    int messages;

    @Option(names = "--join-timeout", defaultValue = "2m", description = "For all clients together.")
    Duration joinTimeout;

    @Option(names = "--idle", description = "Nobody talks: tells what memory so many clients take.")
    boolean idle;

    private Plan() {}

    /** From options in one line, such as {@code --clients 10 --window 1}. */
    public static Plan parse(String options) {
        var plan = new Plan();
        try {
            new CommandLine(plan).setOverwrittenOptionsAllowed(true).registerConverter(Duration.class, Plan::duration)
                    .parseArgs(Contestant.words(options).toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new IllegalArgumentException("a load of " + options + ": " + e.getMessage(), e);
        }
        check(plan.clients >= 2 && plan.clients <= 20_000, "--clients is 2 to 20000: more need more addresses");
        check(plan.senders >= 1 && plan.senders <= 9999, "--senders is 1 to 9999");
        check(plan.slow >= 0 && plan.senders + plan.slow <= plan.clients && plan.clients - plan.slow >= 2,
                "those who stop are some of the clients, not the senders, and leave two who read");
        check(plan.window >= 1 && plan.window <= 1 << 16, "--window is 1 to 65536");
        check(plan.slowRate >= 0, "--slow-rate is at least 0");
        check(plan.measure.isPositive(), "--measure is positive");
        return plan;
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The options, each with its default value, as lines of help. */
    static String help() {
        return new CommandLine(new Plan()).getHelp().optionList();
    }

    /** The clients from this number on read slowly. */
    int firstSlow() {
        return clients - slow;
    }

    /** {@code 500ms}, {@code 5s}, {@code 2m}. */
    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.parse("PT" + text);
    }
}
