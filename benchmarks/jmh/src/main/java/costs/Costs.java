package costs;

import module java.base;

import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures all that there is to measure, says how far it is, and writes costs.md and, in costs beside it, figures.json
 * and the plots.
 */
public final class Costs {
    private final Effort effort;
    private final Path output;
    private final Findings findings;
    private final long start = System.nanoTime();

    private Costs(Effort effort, Path output) {
        this.effort = effort;
        this.output = output;
        findings = new Findings(effort);
    }

    private void run() throws IOException, InterruptedException, RunnerException {
        Files.createDirectories(output.resolve("costs"));
        var room = new RoomCosts(findings, Path.of("target", "jmh.log"));
        if (effort == Effort.ONCE) {
            room.once();
            new SocketCosts(findings, line -> {}).once();
            return;
        }
        try (var lock = FileChannel.open(Path.of(System.getProperty("java.io.tmpdir"), "workbook-costs.lock"),
                StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                say("waits for another measurement on this machine to end");
                lock.lock();
            }
            for (int round = 1; round <= effort.forks; round++) {
                say("rooms, round %d of %d".formatted(round, effort.forks));
                room.round(round);
                save();
            }
            new SocketCosts(findings, this::say).measure();
        }
        Page.write(output, save());
        say("written: " + output.resolve("costs.md").toAbsolutePath().normalize());
    }

    private Findings save() { // what is measured isn't lost, whatever happens
        var all = findings.after((System.nanoTime() - start) / 60e9);
        all.write(output.resolve("costs").resolve("figures.json"));
        return all;
    }

    private void say(String line) {
        System.out.printf("%4d s  %s%n", (System.nanoTime() - start) / 1_000_000_000, line);
    }

    /** {@code once}, {@code quick} or {@code full}, or {@code redraw} what was measured; and the output's directory. */
    static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path output = Path.of(args[1]);
        if (args[0].equals("redraw")) {
            Page.write(output, Findings.read(output.resolve("costs").resolve("figures.json")));
            return;
        }
        var costs = new Costs(Effort.valueOf(args[0].toUpperCase(Locale.ROOT)), output);
        costs.run();
        costs.findings.failures().forEach(failure -> System.out.println("FAILED: " + failure));
        System.exit(costs.findings.failures().isEmpty() ? 0 : 1);
    }
}
