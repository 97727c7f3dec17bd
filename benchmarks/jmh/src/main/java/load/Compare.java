package load;

import module java.base;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts several servers under the same loads, in turns, since one figure from a busy machine says little. */
@Command(name = "compare", mixinStandardHelpOptions = true, sortOptions = false, showDefaultValues = true,
        description = {
            "Puts servers under the same loads, in turns, beside the floor; prints medians and shares of the floor.",
            "Every server is started anew for every load."})
public final class Compare implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "name[=COMMAND]", description = {
        "\"stage06\": the workbook's; \"mine=path/to/target/classes\": a stage from elsewhere;",
        "\"platform\", \"virtual\": a thread of that kind for each client, and little else;",
        "\"node\", and \"gopl\" (the Go book's): in other languages, left out where these are not installed;",
        "\"name=COMMAND\": any other that speaks our protocol, such as \"netty=java -cp netty.jar Server {port}\"."})
    List<String> contestants = List.of();

    @Option(names = "--load", paramLabel = "OPTIONS", defaultValue = "--clients 1000 --senders 1 --window 64",
            description = "See below; all in one argument. May be repeated.")
    List<String> loads;

    @Option(names = "--rounds", defaultValue = "3")
    int rounds;

    /** One run; the report is null if it failed, and then {@code failure} says why. */
    public record Run(String contestant, int round, Report report, String failure) {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            var names = new LinkedHashSet<>(List.of("floor"));
            names.addAll(contestants);
            var all = new ArrayList<Contestant>();
            for (String name : names) {
                Contestant.parse(name).ifPresentOrElse(all::add,
                        () -> System.out.println(name + " is left out: what runs it is not on the PATH"));
            }
            boolean failed = false;
            for (String load : loads) {
                List<Run> runs = runAll(all, Plan.parse(load), rounds, System.out::println);
                print(load, all, runs);
                failed |= runs.stream().anyMatch(run -> run.report == null);
            }
            return failed ? 1 : 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("compare: " + e.getMessage());
            return 2;
        }
    }

    /** Each round has every contestant once, and begins with another one. */
    public static List<Run> runAll(List<Contestant> all, Plan plan, int rounds, Consumer<String> progress)
            throws InterruptedException {
        var runs = new ArrayList<Run>();
        var order = new ArrayList<>(all);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : order) {
                Run run = run(contestant, plan, round);
                progress.accept("  %s: %s".formatted(run.contestant,
                        run.report == null ? run.failure : run.report.summary()));
                runs.add(run);
            }
            Collections.rotate(order, -1);
        }
        return runs;
    }

    private static Run run(Contestant contestant, Plan plan, int round) throws InterruptedException {
        try (var server = new ServerUnderLoad(contestant);
                var generator = new Generator(plan, contestant.protocol(), server.port, server.process())) {
            return new Run(contestant.name(), round, generator.run(), null);
        } catch (IOException e) {
            return new Run(contestant.name(), round, null, e.getMessage());
        }
    }

    private static void print(String load, List<Contestant> all, List<Run> runs) {
        System.out.printf("%n%s%n%-14s %26s %18s %10s %10s %6s%n", load, "",
                "k deliveries/s (min..max)", "% of the floor", "server ns", "generator", "flaws");
        for (Contestant contestant : all) {
            List<Run> own = runs.stream()
                    .filter(run -> run.contestant.equals(contestant.name()) && run.report != null).toList();
            if (own.isEmpty()) {
                System.out.printf("%-14s failed%n", contestant.name());
                continue;
            }
            var shares = own.stream().flatMap(run -> runs.stream().filter(floor -> floor.round == run.round
                            && floor.contestant.equals("floor") && floor.report != null)
                    .map(floor -> 100 * run.report.deliveriesPerSecond() / floor.report.deliveriesPerSecond()))
                    .toList();
            System.out.printf("%-14s %26s %18s %10.0f %8.0f %% %6d%n", contestant.name(),
                    text(own.stream().map(run -> run.report.deliveriesPerSecond() / 1000).toList()),
                    shares.isEmpty() ? "" : text(shares), median(own, Report::serverNanos),
                    100 * median(own, Report::generatorBusy),
                    own.stream().filter(run -> !run.report.flaws().isEmpty()).count());
        }
    }

    private static double median(List<Run> runs, ToDoubleFunction<Report> figure) {
        return Spread.of(runs.stream().map(run -> figure.applyAsDouble(run.report)).toList()).median();
    }

    private static String text(List<Double> values) {
        var spread = Spread.of(values);
        return String.format("%.1f (%.1f..%.1f)", spread.median(), spread.min(), spread.max());
    }

    static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        var command = new CommandLine(new Compare());
        command.getCommandSpec().usageMessage().footer("%nA load's OPTIONS:%n" + Plan.help().replace("%", "%%"));
        System.exit(command.execute(args));
    }
}
