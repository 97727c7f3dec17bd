package costs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import load.Load;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures all that there is to measure, in turns, says how far it is, and writes the page. */
@Command(name = "costs", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Measures every stage, in the room and over sockets, and writes costs.md, costs/figures.json "
                + "and costs/*.svg.")
public final class Costs implements Callable<Integer> {
    @Option(names = "--effort", defaultValue = "ONCE", description = "${COMPLETION-CANDIDATES}")
    Effort effort;

    @Option(names = "--output", defaultValue = "target/costs", description = "The directory for all that is written.")
    Path output;

    @Option(names = "--redraw", description = "Draws and writes again what an earlier run has measured.")
    boolean redraw;

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private final List<String> failures = new ArrayList<>();
    private RoomCosts room;
    private SocketCosts sockets;
    private long start;
    private int steps;
    private int done;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path plots = Files.createDirectories(output.resolve("costs"));
        Path json = plots.resolve("figures.json");
        if (redraw) {
            Page.write(output, Load.JSON.readValue(json, Findings.class));
            return 0;
        }
        Path temporary = Files.createTempDirectory("costs");
        List<Stage> stages = Stage.all();
        room = new RoomCosts(effort, temporary);
        sockets = new SocketCosts(effort);
        var jobs = room.jobs(stages);
        var loads = sockets.loads(stages);
        steps = jobs.size() + loads.stream().mapToInt(SocketCosts.LoadOn::rounds).sum();
        start = System.nanoTime();
        for (int round = 0; round < effort.rounds; round++) {
            // An equal share of what happens in the room before each round over sockets: what disturbs one disturbs
            // the other.
            int from = jobs.size() * round / effort.rounds;
            int to = jobs.size() * (round + 1) / effort.rounds;
            for (var job : jobs.subList(from, to)) {
                String stage = job.options().contains("design=STAGE") ? ", " + job.stage().name() : "";
                step("room, %s: %s%s".formatted(job.of(), job.benchmarks(), stage), () -> room.run(job));
            }
            for (var load : loads) {
                if (round >= load.rounds()) {
                    continue;
                }
                int number = round + 1;
                step("sockets, %s: %s".formatted(load.of(), load.options()),
                        () -> sockets.run(load, number, this::detail));
            }
            if (effort != Effort.ONCE) {
                save(json); // what is measured isn't lost, whatever happens
            }
        }
        for (var run : sockets.runs()) {
            if (run.report() == null) {
                failures.add("%s, %s: %s".formatted(run.contestant(), run.load(), run.failure()));
            }
        }
        if (effort == Effort.ONCE) {
            sockets.runs().stream()
                    .filter(run -> run.report() != null && !run.report().isFlawless())
                    .forEach(run -> failures.add(run.contestant() + ": " + run.report().summary()));
        } else {
            Page.write(output, save(json));
            say("written: " + output.resolve("costs.md").toAbsolutePath().normalize());
        }
        failures.forEach(failure -> say("FAILED: " + failure));
        return failures.isEmpty() ? 0 : 1;
    }

    /** What is written as JSON: enough to draw and write all again. */
    record Findings(
            Machine machine, Effort effort, double minutes, List<Figure> figures, List<load.Compare.Run> runs,
            List<String> failures) {}

    private Findings save(Path json) {
        var figures = new ArrayList<>(room.figures());
        figures.addAll(sockets.figures());
        var findings = new Findings(Machine.here(), effort, (System.nanoTime() - start) / 60e9,
                figures, sockets.runs(), failures);
        Load.JSON.writeValue(json, findings);
        return findings;
    }

    private void step(String what, Step step) throws InterruptedException {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        String left = done < 5 ? "" : ", about %d s left".formatted(seconds * (steps - done) / done);
        if (effort != Effort.ONCE) {
            say("[%d of %d, %d s%s] %s".formatted(++done, steps, seconds, left, what));
        }
        try {
            step.run();
        } catch (IOException e) {
            failures.add(what + ": " + e.getMessage());
        }
    }

    private void detail(String line) {
        if (effort != Effort.ONCE) {
            say("      " + line);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new Costs()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
    }
}
