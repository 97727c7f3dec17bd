package load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts a chat server under load and tells how it did. The figures are explained at {@link Report}. */
@Command(name = "load", mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true, description = {
    "Puts a chat server under load, checks that everyone gets everything once, whole and in order, and tells how fast.",
    "Exit code: 0 fine; 1 something was lost, doubled, reordered, torn, or a client that reads was cut off; "
            + "2 it could not run."})
public final class Load implements Callable<Integer> {
    public static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the server listens.")
    String host;

    @Option(names = "--port", defaultValue = "8989")
    int port;

    @Option(names = "--protocol", defaultValue = "chat", description = "chat: ours; gopl: that of gopl.io/ch8/chat.")
    Protocol protocol;

    @Option(names = "--clients", defaultValue = "1000", description = "Members of the room, named r0, r1, …")
    int clients;

    @Option(names = "--senders", defaultValue = "1", description = "So many of them, the first ones, also send.")
    int senders;

    @Option(names = "--stopped", defaultValue = "0",
            description = "So many of them, the last ones, stop reading once all are in.")
    int stopped;

    @Option(names = "--window", defaultValue = "64", description = "Closed loop: messages in the air for each sender.")
    int window;

    @Option(names = "--rate", defaultValue = "0",
            description = "Open loop: messages a second, all told. 0: closed loop.")
    double rate;

    @Option(names = "--bytes", defaultValue = "64", description = "A line as delivered, with time, name and newline.")
    int bytes;

    @Option(names = "--warmup", defaultValue = "2s", converter = Time.class)
    Duration warmup;

    @Option(names = "--measure", defaultValue = "5s", converter = Time.class)
    Duration measure;

    @Option(names = "--join-timeout", defaultValue = "2m", converter = Time.class,
            description = "For all clients together.")
    Duration joinTimeout;

    @Option(names = "--idle", description = "Nobody talks: tells what so many clients cost, with --pid.")
    boolean idle;

    @Option(names = "--pid", defaultValue = "0",
            description = "The server's process, to report its CPU time and memory.")
    long pid;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures there.")
    Path json;

    @Option(names = "--expect-loss",
            description = "Exit code 0 even if something was lost, doubled, reordered or torn.")
    boolean expectLoss;

    @Override
    public Integer call() throws InterruptedException {
        try {
            var plan = new Plan(host, port, protocol, clients, senders, window, rate, bytes, stopped, idle,
                    warmup, measure, joinTimeout, pid);
            Report report;
            try (var generator = new Generator(plan)) {
                report = generator.run();
            }
            System.out.println(report.summary());
            if (report.firstMalformed() != null) {
                System.err.println("the first malformed line: " + report.firstMalformed());
            }
            if (json != null) {
                JSON.writeValue(json, report);
            }
            return report.isFlawless() || expectLoss ? 0 : 1;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("load: " + e.getMessage());
            return 2;
        }
    }

    /** {@code 500ms}, {@code 5s}, {@code 2m}. */
    static final class Time implements CommandLine.ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                    : Duration.parse("PT" + text);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Load()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }
}
