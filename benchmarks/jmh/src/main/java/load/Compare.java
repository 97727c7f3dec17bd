package load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts several servers under the same loads, in turns, since one figure from a busy machine says little. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true,
        description = {
            "Puts several servers under the same loads, in turns, and prints medians and shares of the floor.",
            "Every server is started anew for every load, and so is the load generator."})
public final class Compare implements Callable<Integer> {
    public static final String FLOOR = "floor";
    private static final long MINUTES_FOR_A_LOAD = 10;

    @Parameters(arity = "0..*", paramLabel = "name[=COMMAND]", description = {
        "A server and how to start it, such as \"netty=java -cp netty.jar Server {port}\";",
        "\"stage06\" alone is the workbook's, \"mine=path/to/target/classes\" or \"mine=path/to.jar\" a stage from "
                + "elsewhere;",
        "\"node\" and \"gopl\" (the Go book's) are in other languages, and left out where these are not installed.",
        "name:gopl=COMMAND speaks the Go book's protocol, name:gopl:8000=COMMAND always listens on port 8000."})
    List<String> contestants = List.of();

    @Option(names = "--load", paramLabel = "OPTIONS",
            description = "Options of load.Load, in one argument; may be repeated.",
            defaultValue = "--clients 1000 --senders 1 --window 64")
    List<String> loads;

    @Option(names = "--rounds", defaultValue = "3")
    int rounds;

    @Option(names = "--no-floor", description = "Leaves the floor out, and the shares.")
    boolean noFloor;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes every run's figures there.")
    Path json;

    /** One run; the report is null if it failed, and then {@code failure} says why. */
    public record Run(String contestant, String load, int round, Report report, String failure) {}

    /** A figure of several runs. */
    public record Spread(double min, double median, double max) {
        /** Of at least one value. */
        public static Spread of(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            double median = sorted.size() % 2 == 1
                    ? sorted.get(middle)
                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(sorted.getFirst(), median, sorted.getLast());
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            var all = new ArrayList<Contestant>();
            if (!noFloor) {
                all.add(Contestant.floor());
            }
            for (String contestant : contestants) {
                Contestant.parse(contestant).ifPresentOrElse(all::add,
                        () -> System.err.println(contestant + " is left out: what runs it is not on the PATH"));
            }
            List<Run> runs = runAll(all, loads, rounds, line -> System.err.println(line));
            for (String load : loads) {
                print(load, all, runs);
            }
            if (json != null) {
                Load.JSON.writeValue(json, runs);
            }
            return runs.stream().anyMatch(run -> run.report == null) ? 1 : 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage());
            return 2;
        }
    }

    /** Each round has every contestant once for every load, and begins with another one. */
    public static List<Run> runAll(List<Contestant> all, List<String> loads, int rounds, Consumer<String> progress)
            throws IOException, InterruptedException {
        var runs = new ArrayList<Run>();
        var order = new ArrayList<>(all);
        for (int round = 1; round <= rounds; round++) {
            for (String load : loads) {
                for (Contestant contestant : order) {
                    Run run = run(contestant, load, round);
                    progress.accept("%s: %s".formatted(run.contestant,
                            run.report == null ? run.failure : run.report.summary()));
                    runs.add(run);
                }
            }
            Collections.rotate(order, -1);
        }
        return runs;
    }

    private static Run run(Contestant contestant, String load, int round) throws IOException, InterruptedException {
        Path figures = Files.createTempFile("load", ".json");
        try (var server = new ServerUnderLoad(contestant)) {
            var options = new ArrayList<>(Contestant.words(load));
            options.addAll(List.of("--port", "" + server.port, "--pid", "" + server.pid(),
                    "--protocol", contestant.protocol().name(), "--expect-loss", "--json", figures.toString()));
            String failure = loadProcess(options);
            Report report = failure == null ? Load.JSON.readValue(figures, Report.class) : null;
            return new Run(contestant.name(), load, round, report, failure);
        } catch (IOException e) {
            return new Run(contestant.name(), load, round, null, e.getMessage());
        } finally {
            Files.delete(figures);
        }
    }

    /** Runs the generator in a process of its own; null if all went well, else what it said. */
    private static String loadProcess(List<String> options) throws IOException, InterruptedException {
        Path output = Files.createTempFile("load", ".log");
        List<String> command = Contestant.java(
                System.getProperty("java.class.path"), "load.Load", options.toArray(String[]::new));
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            if (!process.waitFor(MINUTES_FOR_A_LOAD, TimeUnit.MINUTES)) {
                return "the load took more than %d minutes".formatted(MINUTES_FOR_A_LOAD);
            }
            return process.exitValue() == 0 ? null : Files.readString(output).strip();
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    private void print(String load, List<Contestant> all, List<Run> runs) {
        System.out.printf("%n%s, %d rounds%n", load, rounds);
        System.out.printf("%-14s %24s %22s %9s %9s %9s %9s %5s%n", "", "k deliveries/s (min..max)",
                "share of the floor", "p50 ms", "p99 ms", "server ns", "load ns", "flaws");
        for (Contestant contestant : all) {
            List<Run> own = runs.stream()
                    .filter(run -> run.load.equals(load) && run.contestant.equals(contestant.name())
                            && run.report != null)
                    .toList();
            if (own.isEmpty()) {
                System.out.printf("%-14s failed%n", contestant.name());
                continue;
            }
            List<Double> shares = noFloor ? List.of() : own.stream().flatMap(run -> share(run, runs).stream()).toList();
            System.out.printf("%-14s %24s %22s %9.2f %9.2f %9.0f %9.0f %5d%n", contestant.name(),
                    text(spread(own, report -> report.deliveriesPerSecond() / 1000), "%.0f"),
                    shares.isEmpty() ? "" : text(Spread.of(shares), "%.1f %%"),
                    spread(own, report -> report.toEach().p50()).median,
                    spread(own, report -> report.toEach().p99()).median,
                    spread(own, Report::serverNanos).median, spread(own, Report::generatorNanos).median,
                    own.stream().filter(run -> !run.report.isFlawless()).count());
        }
    }

    private static Spread spread(List<Run> runs, ToDoubleFunction<Report> figure) {
        return Spread.of(runs.stream().map(run -> figure.applyAsDouble(run.report)).toList());
    }

    /** In percent of what the floor reached in the same round; empty if it failed then. */
    private static List<Double> share(Run run, List<Run> runs) {
        return runs.stream()
                .filter(floor -> floor.contestant.equals(FLOOR) && floor.round == run.round
                        && floor.load.equals(run.load) && floor.report != null)
                .map(floor -> 100 * run.report.deliveriesPerSecond() / floor.report.deliveriesPerSecond())
                .toList();
    }

    private static String text(Spread spread, String format) {
        return (format + " (" + format.replace(" %%", "") + ".." + format.replace(" %%", "") + ")")
                .formatted(spread.median, spread.min, spread.max);
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new Compare()).execute(args));
    }
}
