package costs;

import module java.base;

import costs.Figure.At;
import costs.Figure.Of;
import load.Compare;
import load.Contestant;
import load.Peer;
import load.Plan;
import load.Report;

/** What clients get, over sockets: the loads, and who is put under which. */
final class SocketCosts {
    static final String FLOOR = "floor";
    static final String PLATFORM = "platform";
    static final String VIRTUAL = "virtual";
    /** The stage whose memory is looked at beside that of a server that only waits. */
    static final String STAGE = "stage06";
    static final List<At> TALKING = List.of(new At(1000, 1, 64, 0), new At(1000, 1, 1, 0), new At(100, 1, 64, 0));
    static final At ALL_READ = new At(20, 1, 64, 0);
    static final At ONE_STOPPED = new At(20, 1, 64, 1);
    /** Two stand for none: what a client takes is counted beyond what they take. */
    static final List<At> WAITING = List.of(At.idle(2), At.idle(1000), At.idle(10_000));

    private final Findings findings;
    private final Consumer<String> progress;

    SocketCosts(Findings findings, Consumer<String> progress) {
        this.findings = findings;
        this.progress = progress;
    }

    /** The servers that the page compares: the floor, the stages that are right, and the peers that can run here. */
    private static List<Contestant> servers(List<Stage> stages) throws IOException, InterruptedException {
        var servers = new ArrayList<>(List.of(Contestant.floor()));
        stages.stream().map(Stage::name).filter(name -> !name.equals(RoomCosts.NO_GUARD))
                .map(Contestant::stage).forEach(servers::add);
        for (Peer peer : Peer.values()) {
            peer.contestant().ifPresent(servers::add);
        }
        return servers;
    }

    void once(List<Stage> stages) throws IOException, InterruptedException {
        var all = servers(stages);
        all.add(Contestant.threadPerClient(PLATFORM));
        all.add(Contestant.threadPerClient(VIRTUAL));
        run(all, new At(5, 2, 8, 0), "--bytes 64 ", "", 1);
    }

    void measure(List<Stage> stages) throws IOException, InterruptedException {
        var servers = servers(stages);
        for (At at : TALKING) {
            run(servers, at, "--bytes 64 ", "", findings.effort().rounds);
        }
        // Long lines, so that the kernel's buffers are full at once, and a warm-up in which servers can end the client.
        for (At at : List.of(ALL_READ, ONE_STOPPED)) {
            run(servers, at, "--bytes 900 --stopped " + at.stopped() + " ", " --warmup 3s", findings.effort().rounds);
        }
        var threads = List.of(Contestant.threadPerClient(PLATFORM).withSmallHeap(),
                Contestant.threadPerClient(VIRTUAL).withSmallHeap(), Contestant.stage(STAGE).withSmallHeap());
        for (At at : WAITING) {
            run(threads, at, "--idle ", "", 1);
        }
    }

    private void run(List<Contestant> servers, At at, String options, String last, int rounds)
            throws InterruptedException {
        var talking = at.speaking() == 0 ? "" : "--senders " + at.speaking() + " --window " + at.window() + " ";
        String load = "--clients " + at.clients() + " " + talking + options + findings.effort().load + last;
        progress.accept("sockets: " + load);
        for (Compare.Run run : Compare.runAll(servers, Plan.parse(load), rounds, progress)) {
            if (run.report() == null) {
                findings.failures().add("%s, %s: %s".formatted(run.contestant(), load, run.failure()));
            } else {
                keep(run, at);
                run.report().flaws().forEach(flaw ->
                        findings.failures().add("%s, %s: %s".formatted(run.contestant(), load, flaw)));
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
