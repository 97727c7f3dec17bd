package costs;

import module java.base;

import costs.Figure.At;
import costs.Figure.Of;
import load.Compare;
import load.Contestant;
import load.Plan;
import load.Report;

/** What clients get, over sockets: the loads, and who is put under which. */
final class SocketCosts {
    static final String FLOOR = "floor";
    /** The floor, the stages that are right, and those in other languages, which are left out where they can't run. */
    static final List<String> SERVERS =
            List.of(FLOOR, "stage03", "stage04", "stage05", "stage06", "node", "gopl");
    /** Two whose threads only wait, and a stage whose memory is looked at beside theirs. */
    static final List<String> WAITING_SERVERS = List.of("platform", "virtual", "stage06");
    static final List<At> TALKING = List.of(new At(1000, 1, 64, 0), new At(1000, 1, 1, 0), new At(100, 1, 64, 0));
    static final List<At> STOPPED = List.of(new At(20, 1, 64, 0), new At(20, 1, 64, 1));
    /** Two stand for none: what a client takes is counted beyond what they take. */
    static final List<At> WAITING = List.of(At.idle(2), At.idle(1000), At.idle(10_000));

    private final Findings findings;
    private final Consumer<String> progress;

    SocketCosts(Findings findings, Consumer<String> progress) {
        this.findings = findings;
        this.progress = progress;
    }

    private static List<Contestant> contestants(List<String> names) throws IOException, InterruptedException {
        var contestants = new ArrayList<Contestant>();
        for (String name : names) {
            Contestant.parse(name).ifPresent(contestants::add);
        }
        return contestants;
    }

    void once() throws IOException, InterruptedException {
        var all = Stream.of(SERVERS, WAITING_SERVERS).flatMap(List::stream).distinct().toList();
        run(contestants(all), new At(5, 2, 8, 0), " --bytes 64", 1);
    }

    void measure() throws IOException, InterruptedException {
        var servers = contestants(SERVERS);
        for (At at : TALKING) {
            run(servers, at, " --bytes 64", findings.effort().rounds);
        }
        // Long lines, so that the kernel's buffers are full at once, and a warm-up in which servers can end the client.
        for (At at : STOPPED) {
            run(servers, at, " --bytes 900 --warmup 3s --stopped " + at.stopped(), findings.effort().rounds);
        }
        var waiting = contestants(WAITING_SERVERS).stream().map(Contestant::withSmallHeap).toList();
        for (At at : WAITING) {
            run(waiting, at, " --idle", 1);
        }
    }

    private void run(List<Contestant> servers, At at, String options, int rounds) throws InterruptedException {
        String talking = at.speaking() == 0 ? "" : " --senders " + at.speaking() + " --window " + at.window();
        String load = "--clients " + at.clients() + talking + " " + findings.effort().load + options;
        progress.accept("sockets: " + load);
        for (Compare.Run run : Compare.runAll(servers, Plan.parse(load), rounds, progress)) {
            List<String> flaws = run.report() == null ? List.of(run.failure()) : run.report().flaws();
            flaws.forEach(flaw -> findings.failures().add("%s, %s: %s".formatted(run.contestant(), load, flaw)));
            if (run.report() != null) {
                keep(run, at);
            }
        }
    }

    private void keep(Compare.Run run, At at) {
        Report report = run.report();
        if (report.memory() != null) {
            findings.add(Of.RESIDENT, run.contestant(), at, run.round(), report.memory().residentBytes());
            findings.add(Of.HEAP, run.contestant(), at, run.round(), report.memory().liveHeapBytes());
            return;
        }
        findings.add(Of.SOCKETS, run.contestant(), at, run.round(), report.deliveriesPerSecond());
        findings.add(Of.PAUSE, run.contestant(), at, run.round(), report.longestPauseMillis());
        findings.add(Of.GENERATOR, run.contestant(), at, run.round(), report.generatorBusy());
        if (report.deliveries() > 0) { // no deliveries, no cost of one
            findings.add(Of.CPU, run.contestant(), at, run.round(), report.serverNanos());
        }
    }
}
