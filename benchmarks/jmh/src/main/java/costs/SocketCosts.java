package costs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import load.Compare;
import load.Contestant;
import load.Report;

/** What clients get, over sockets: the loads, and who is put under which. */
final class SocketCosts {
    private static final String STOPPED = "--clients 20 --senders 1 --window 64 --bytes 900";
    /** From this stage on, a server is meant to bear what is too much for those before it. */
    private static final String BEARS_MUCH = "stage06";
    private static final int FEWER_ROUNDS = 3;

    /**
     * A load, and the servers that it is for.
     *
     * @param at its name in figures, such as {@code 1000 1 64}: clients, senders, messages in the air for each
     * @param rounds how often it is run
     */
    record LoadOn(String of, String at, String options, List<Contestant> contestants, int rounds) {
        LoadOn(String of, String at, String options, List<Contestant> contestants) {
            this(of, at, options, contestants, 1);
        }
    }

    private final Effort effort;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Compare.Run> runs = new ArrayList<>();

    SocketCosts(Effort effort) {
        this.effort = effort;
    }

    List<Figure> figures() {
        return figures;
    }

    /** Everything that was reported, with what went wrong. */
    List<Compare.Run> runs() {
        return runs;
    }

    List<LoadOn> loads(List<Stage> stages) {
        var servers = new ArrayList<>(List.of(Contestant.floor()));
        for (Stage stage : stages) {
            if (!stage.name().equals("stage02")) { // it may break while clients join, and then there is no figure
                servers.add(Contestant.stage(stage.name()).orElseThrow());
            }
        }
        if (effort == Effort.ONCE) {
            var all = new ArrayList<>(servers);
            all.add(Contestant.threadPerClient("platform"));
            all.add(Contestant.threadPerClient("virtual"));
            return List.of(new LoadOn("once", "5 2 8", "--clients 5 --senders 2 --window 8 " + effort.load, all));
        }
        var strong = servers.stream()
                .filter(server -> server.name().equals(Compare.FLOOR) || server.name().equals(BEARS_MUCH))
                .toList();
        var threads = List.of(Contestant.threadPerClient("platform").withSmallHeap(),
                Contestant.threadPerClient("virtual").withSmallHeap());
        var loads = new ArrayList<LoadOn>();
        if (effort == Effort.FULL) {
            // Stages 3 and 4 take long to let a thousand in. Stage 5 delivers as stage 4 does: one load shows it.
            var slow = servers.stream().filter(one -> List.of("stage03", "stage04").contains(one.name())).toList();
            for (int window : List.of(64, 1)) {
                loads.add(closedLoop(1000, 1, window, strong, effort.rounds));
                loads.add(closedLoop(1000, 1, window, slow, FEWER_ROUNDS));
            }
            loads.add(closedLoop(1000, 10, 64, strong, effort.rounds));
            loads.add(closedLoop(100, 1, 64, servers, FEWER_ROUNDS));
            loads.add(closedLoop(10, 1, 64, Stream.concat(strong.stream(), slow.stream()).toList(), FEWER_ROUNDS));
            loads.add(new LoadOn("idle", "10000", "--clients 10000 --idle", threads));
        } else {
            loads.add(closedLoop(100, 1, 64, servers, effort.rounds));
            loads.add(closedLoop(100, 1, 1, servers, effort.rounds));
        }
        loads.add(new LoadOn("stopped", "nobody", STOPPED + " " + effort.loadWithStopped, servers));
        loads.add(new LoadOn("stopped", "one of 20", STOPPED + " --stopped 1 " + effort.loadWithStopped, servers));
        loads.add(new LoadOn("idle", "2", "--clients 2 --idle", threads));
        loads.add(new LoadOn("idle", "1000", "--clients 1000 --idle", threads));
        if (effort == Effort.FULL) {
            loads.add(closedLoop(5000, 1, 64, strong, 1));
            loads.add(new LoadOn("stopped", "ten of 1000",
                    "--clients 1000 --senders 1 --window 64 --stopped 10 " + effort.loadWithStopped, strong));
            var last = List.of(strong.getLast().withSmallHeap());
            loads.add(new LoadOn("idle", "2", "--clients 2 --idle", last));
            loads.add(new LoadOn("idle", "10000", "--clients 10000 --idle", last));
        }
        return loads;
    }

    private LoadOn closedLoop(int clients, int senders, int window, List<Contestant> servers, int rounds) {
        return new LoadOn("sockets", clients + " " + senders + " " + window,
                "--clients %d --senders %d --window %d %s".formatted(clients, senders, window, effort.load),
                servers, rounds);
    }

    /** One round of one load, on all its servers. */
    void run(LoadOn load, int round, Consumer<String> progress) throws IOException, InterruptedException {
        for (Compare.Run run : Compare.runAll(load.contestants, List.of(load.options), 1, progress)) {
            runs.add(new Compare.Run(run.contestant(), run.load(), round, run.report(), run.failure()));
            Report report = run.report();
            if (report == null) {
                continue;
            }
            if (report.plan().idle()) {
                keep(load, run, "idle", "seconds to connect all", Report::joinSeconds);
                keep(load, run, "resident", "resident bytes, all told", r -> r.memory().residentBytes());
                keep(load, run, "heap", "bytes of live objects, all told", r -> r.memory().liveHeapBytes());
            } else {
                keep(load, run, load.of, "deliveries/s", Report::deliveriesPerSecond);
                keep(load, run, "pause", "ms without a delivery, at most", Report::longestPauseMillis);
                keep(load, run, "latency", "ms to a delivery, median", r -> r.toEach().p50());
                keep(load, run, "cpu", "ns of the server's CPU time, a delivery", Report::serverNanos);
                keep(load, run, "flaws", "lost, doubled, reordered, torn, cut off",
                        r -> r.lost() + r.doubled() + r.reordered() + r.malformed() + r.cutOff());
            }
        }
    }

    private void keep(LoadOn load, Compare.Run run, String of, String unit, ToDoubleFunction<Report> value) {
        String who = run.contestant();
        String at = of.equals(load.of) || of.equals("resident") || of.equals("heap")
                ? load.at
                : load.of + " " + load.at;
        double measured = value.applyAsDouble(run.report());
        figures.stream()
                .filter(figure -> figure.of().equals(of) && figure.who().equals(who) && figure.at().equals(at))
                .findFirst()
                .orElseGet(() -> {
                    figures.add(new Figure(of, who, at, unit, new ArrayList<>()));
                    return figures.getLast();
                })
                .values().add(measured);
    }
}
