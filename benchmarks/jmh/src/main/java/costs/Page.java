package costs;

import java.awt.AWTError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import load.Compare.Spread;

/** Makes the page, from page.md, and its plots. In page.md, {@code {{name}}} stands for what is put there. */
final class Page {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("floor", "floor"),
            Map.entry("REENTRANT_LOCK", "ReentrantLock"),
            Map.entry("READ_WRITE_LOCK", "ReentrantReadWriteLock"),
            Map.entry("STAMPED_LOCK", "StampedLock"),
            Map.entry("SHARED_READ_LOCK", "read lock, shared *"),
            Map.entry("CONCURRENT_HASH_MAP", "ConcurrentHashMap *"),
            Map.entry("COPY_ON_WRITE", "CopyOnWriteArrayList *"),
            Map.entry("ARRAY_BLOCKING_QUEUE", "ArrayBlockingQueue"),
            Map.entry("LINKED_BLOCKING_QUEUE", "LinkedBlockingQueue"),
            Map.entry("LINKED_TRANSFER_QUEUE", "LinkedTransferQueue"),
            Map.entry("JCTOOLS_MPSC", "JCTools MPSC"),
            Map.entry("ARRAY_BLOCKING", "ArrayBlockingQueue"),
            Map.entry("LINKED_BLOCKING", "LinkedBlockingQueue"),
            Map.entry("LINKED_TRANSFER", "LinkedTransferQueue"),
            Map.entry("PLATFORM_THREADS", "same, platform threads"),
            Map.entry("DRAINING", "same, drained"),
            Map.entry("platform", "platform threads"),
            Map.entry("virtual", "virtual threads"));
    private static final List<String> HANDED =
            List.of("ARRAY_BLOCKING", "LINKED_BLOCKING", "LINKED_TRANSFER", "JCTOOLS_MPSC");

    private final Path plots;
    private final Costs.Findings findings;
    private final List<String> stages; // from stage 2 on
    private final Map<String, String> parts = new LinkedHashMap<>();

    private Page(Path plots, Costs.Findings findings) {
        this.plots = plots;
        this.findings = findings;
        stages = findings.figures().stream()
                .filter(figure -> figure.of().equals("say"))
                .map(Figure::who)
                .distinct()
                .sorted()
                .toList();
    }

    /** Writes costs.md, and its plots into costs beside it. */
    static void write(Path directory, Costs.Findings findings) throws IOException {
        var page = new Page(directory.resolve("costs"), findings);
        page.tables();
        try {
            page.plots();
        } catch (AWTError | LinkageError e) { // a Linux without any fonts
            System.err.println(
                    "no plots, as Java can't draw text here (on Linux, fontconfig and a font would help): " + e);
        }
        Files.writeString(directory.resolve("costs.md"), page.fill());
    }

    /** What costs.md says of these findings. */
    static String text(Costs.Findings findings) throws IOException {
        var page = new Page(Path.of("costs"), findings);
        page.tables();
        return page.fill();
    }

    private String fill() throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("page.md")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("\\{\\{(\\w+)}}").matcher(text).replaceAll(part ->
                    Matcher.quoteReplacement(Optional.ofNullable(parts.get(part.group(1))).orElseThrow(() ->
                            new IllegalStateException("page.md asks for an unknown part: " + part.group(1)))));
        }
    }

    // ---- the tables

    private void tables() {
        Machine machine = findings.machine();
        parts.put("machine", "%s%d cores, %.0f GB, %s, JDK %s".formatted(
                machine.cpu().isEmpty() ? "" : machine.cpu() + ", ", machine.cores(), machine.memoryBytes() / 1e9,
                machine.system(), machine.jdk()));
        parts.put("cores", "" + machine.cores());
        parts.put("date", machine.date());
        parts.put("minutes", "%.0f".formatted(findings.minutes()));
        parts.put("effort", findings.effort() == Effort.FULL
                ? ""
                : ", with `-Dquick`, which is too short for small differences");
        parts.put("forks", "" + findings.effort().forks);
        parts.put("iterations", "" + findings.effort().forks * findings.effort().iterations);
        parts.put("milliseconds", "" + findings.effort().milliseconds);
        parts.put("rounds", rounds());
        parts.put("failures", findings.failures().isEmpty() ? ""
                : "What failed in this run:\n\n" + String.join("", findings.failures().stream()
                        .map(failure -> "- " + failure.lines().findFirst().orElse("") + "\n").toList()));

        List<String> servers = servers();
        var loads = List.of("1000 1 64", "1000 1 1", "1000 10 64", "100 1 64", "100 1 1", "10 1 64", "5000 1 64");
        parts.put("sockets", table("thousand deliveries/s",
                loads, SOCKET_LOADS::get, servers, "sockets", 1e-3, "stage03"));
        parts.put("shares", shares(loads, servers));
        parts.put("cpu", table("ns of the server's CPU, a delivery",
                loads, SOCKET_LOADS::get, servers, "cpu", "sockets ", 1, "stage03"));
        parts.put("latency", table("ms to a delivery, median",
                loads, SOCKET_LOADS::get, servers, "latency", "sockets ", 1, "stage03"));
        parts.put("flaws", flaws());
        parts.put("stopped", table("thousand deliveries/s to the others", List.of("nobody", "one of 20"),
                at -> at + " stopped", servers, "stopped", 1e-3, null));
        parts.put("pauses", table("longest time without any delivery, ms", List.of("nobody", "one of 20"),
                at -> at + " stopped", servers, "pause", "stopped ", 1, null));
        parts.put("tenOf1000", tenOf1000());
        parts.put("idle", idle());

        parts.put("say", table("thousand messages/s", List.of(1, 10, 100, 1000).stream().map(Page::say).toList(),
                at -> at.replaceAll(".*listening ", "") + " receivers", stages, "say", 1e-3, "stage03"));
        parts.put("sayOne", table("thousand messages/s, one on the way", List.of(sayOne(10), sayOne(1000)),
                at -> at.replaceAll(".*listening ", "") + " receivers", stages, "say", 1e-3, "stage03"));
        parts.put("threads", table("thousand messages/s, 10 receivers",
                List.of(1, 2, 4, 8).stream().map(Page::threads).toList(),
                at -> at.replaceAll(".*, (\\d+) threads.*", "$1") + " speaking",
                speakers(), "threads", 1e-3, "stage03"));
        parts.put("mix", table("ms for 4 × (640 messages and 10 visits)", List.of("mix, 4 threads, listening 10"),
                at -> "time", speakers(), "mix", 1, "stage03"));
        parts.put("join", table("visits/s",
                List.of(10, 1000).stream().map(n -> "joinAndLeave, 1 threads, listening " + n).toList(),
                at -> at.replaceAll(".*listening ", "") + " others", stages, "join", 1, "stage03"));
        parts.put("queues", table("thousand messages/s, 10 receivers", List.of(say(10), sayOne(10)),
                at -> at.startsWith("many") ? "64 on the way" : "one on the way",
                RoomCosts.QUEUES, "queues", 1e-3, "ARRAY_BLOCKING_QUEUE"));
        parts.put("handover", table("thousand elements/s",
                List.of("bursts, 1 threads, drains false, virtual true",
                        "bursts, 1 threads, drains true, virtual true",
                        "bursts, 4 threads, drains false, virtual true",
                        "oneAtATime, 1 threads, drains false, virtual true",
                        "oneAtATime, 1 threads, drains false, virtual false"),
                Page::handover, HANDED, "handover", 1e-3, "ARRAY_BLOCKING"));
        parts.put("pitfalls", pitfalls());
    }

    private static final Map<String, String> SOCKET_LOADS = Map.of(
            "1000 1 64", "1000 clients",
            "1000 1 1", "1000, window 1",
            "1000 10 64", "1000, 10 speak",
            "100 1 64", "100 clients",
            "10 1 64", "10 clients",
            "100 1 1", "100, window 1",
            "5000 1 64", "5000 clients");

    private static String say(int receivers) {
        return "manyOnTheWay, 1 threads, listening " + receivers;
    }

    private static String sayOne(int receivers) {
        return "oneOnTheWay, 1 threads, listening " + receivers;
    }

    private static String threads(int threads) {
        return "manyOnTheWay, " + threads + " threads, listening 10";
    }

    private static String handover(String at) {
        return (at.startsWith("bursts") ? "64 at a time" : "one at a time")
                + (at.contains("4 threads") ? ", 4 producers" : "")
                + (at.contains("drains true") ? ", drained" : "")
                + (at.contains("virtual false") ? ", platform thread" : "");
    }

    private List<String> servers() {
        var servers = new ArrayList<>(List.of("floor"));
        servers.addAll(stages.stream().filter(stage -> !stage.equals("stage02")).toList());
        return servers;
    }

    private List<String> speakers() {
        var speakers = new ArrayList<>(stages.stream().filter(stage -> !stage.equals("stage02")).toList());
        speakers.addAll(RoomCosts.LOCKS);
        speakers.addAll(RoomCosts.WITHOUT_ORDER);
        return speakers;
    }

    private static String name(String who) {
        return NAMES.getOrDefault(who, Stage.label(who));
    }

    private Optional<Figure> figure(String of, String who, String at) {
        return findings.figures().stream()
                .filter(f -> f.of().equals(of) && f.who().equals(who) && f.at().equals(at))
                .findFirst();
    }

    private String table(
            String title, List<String> columns, Function<String, String> heading, List<String> rows, String of,
            double scale, String reference) {
        return table(title, columns, heading, rows, of, "", scale, reference);
    }

    /**
     * A row for each contestant; {@code ≈} where the range overlaps that of the reference's row.
     * Columns without figures are left out.
     */
    private String table(
            String title, List<String> all, Function<String, String> heading, List<String> rows, String of,
            String prefix, double scale, String reference) {
        var columns = all.stream()
                .filter(at -> rows.stream().anyMatch(who -> figure(of, who, prefix + at).isPresent()))
                .toList();
        var table = new StringBuilder("| " + title + " |");
        columns.forEach(at -> table.append(' ').append(heading.apply(at)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String who : rows) {
            table.append("| ").append(name(who).replace("*", "\\*")).append(" |");
            for (String at : columns) {
                var figure = figure(of, who, prefix + at);
                var mark = reference == null || who.equals(reference)
                        ? Optional.<Figure>empty()
                        : figure(of, reference, prefix + at);
                var cell = figure.map(f -> text(f, scale) + (mark.filter(f::overlaps).isPresent() ? " ≈" : ""));
                table.append(' ').append(cell.orElse("")).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String text(Figure figure, double scale) {
        Spread spread = figure.spread();
        if (figure.values().size() == 1) {
            return "**" + number(spread.median() * scale) + "**";
        }
        return "**" + number(spread.median() * scale) + "** ("
                + number(spread.min() * scale) + "–" + number(spread.max() * scale) + ")";
    }

    /** Three digits, which is more than the figures are worth. */
    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 || value == 0 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    private String shares(List<String> loads, List<String> servers) {
        var columns = loads.stream().filter(at -> figure("sockets", "floor", at).isPresent()).toList();
        var table = new StringBuilder("| share of the floor, median of the rounds |");
        columns.forEach(at -> table.append(' ').append(SOCKET_LOADS.get(at)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String who : servers.subList(1, servers.size())) {
            table.append("| ").append(name(who)).append(" |");
            for (String at : columns) {
                var floor = figure("sockets", "floor", at);
                var share = figure("sockets", who, at).map(f -> 100 * ratio(f, floor.get()).median());
                var cell = share.map(percent -> String.format(Locale.ROOT, "%.1f %%", percent));
                table.append(' ').append(cell.orElse("")).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** Round by round, as long as both were measured. */
    private static Spread ratio(Figure one, Figure other) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(one.values().size(), other.values().size()); i++) {
            ratios.add(one.values().get(i) / other.values().get(i));
        }
        return Spread.of(ratios);
    }

    private String flaws() {
        var flawed = findings.figures().stream().filter(f -> f.of().equals("flaws") && f.spread().max() > 0)
                .map(f -> "- %s, %s: %.0f in the worst of %d runs\n"
                        .formatted(name(f.who()), f.at(), f.spread().max(), f.values().size()))
                .toList();
        return flawed.isEmpty()
                ? "In all of these runs nothing was lost, doubled, reordered or torn, "
                        + "and nobody who reads was cut off.\n"
                : "Lost, doubled, reordered, torn, or cut off though it reads:\n\n" + String.join("", flawed);
    }

    private String tenOf1000() {
        var text = new StringBuilder();
        for (String who : servers().subList(1, servers().size())) {
            var all = figure("sockets", who, "1000 1 64");
            figure("stopped", who, "ten of 1000").filter(f -> all.isPresent()).ifPresent(f ->
                    text.append(String.format(Locale.ROOT,
                            "- %s: with ten of 1000 clients stopped (64 bytes a message), the others get %.0f %% of "
                                    + "what they get in the table above, where all read. (That is one run beside "
                                    + "the median of several: what it has above 100 %% is noise.)\n",
                            name(who), 100 * f.median() / all.get().median())));
        }
        return text.toString();
    }

    private String idle() {
        var table = new StringBuilder("| a client that waits "
                + "| seconds to connect 1,000 | seconds to connect 10,000 | resident KiB each (1,000) | (10,000) "
                + "| heap KiB each (1,000) | (10,000) |\n|---|---:|---:|---:|---:|---:|---:|\n");
        for (String who : List.of("platform", "virtual", "stage06")) {
            if (figure("idle", who, "10000").isEmpty() && figure("idle", who, "1000").isEmpty()) {
                continue;
            }
            table.append("| ").append(name(who)).append(" |");
            for (String clients : List.of("1000", "10000")) {
                table.append(' ').append(figure("idle", who, clients).map(f -> text(f, 1)).orElse("")).append(" |");
            }
            for (String of : List.of("resident", "heap")) {
                for (String clients : List.of("1000", "10000")) {
                    table.append(' ').append(each(of, who, clients).map(f -> text(f, 1)).orElse("")).append(" |");
                }
            }
            table.append('\n');
        }
        return table.toString();
    }

    /** KiB for each client beyond the first two; empty if this system doesn't tell. */
    private Optional<Figure> each(String of, String who, String clients) {
        var two = figure(of, who, "2").filter(f -> f.median() > 0);
        return figure(of, who, clients).filter(f -> f.median() > 0 && two.isPresent()).map(f ->
                new Figure(of, who, clients, "KiB a client", f.values().stream()
                        .map(value -> (value - two.get().median()) / 1024 / (Integer.parseInt(clients) - 2))
                        .toList()));
    }

    private String pitfalls() {
        var table = new StringBuilder(
                "| nanoseconds an operation | baseline | wrong | right |\n|---|---:|---:|---:|\n");
        var names = Map.of("deadCode", "dead code", "oneThread", "one thread", "noWarmup", "no warm-up",
                "unequalWork", "unequal work");
        names.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(pitfall -> {
            table.append("| ").append(pitfall.getValue()).append(" |");
            for (String kind : List.of("Baseline", "Wrong", "Right")) {
                table.append(' ').append(findings.figures().stream()
                        .filter(f -> f.of().equals("pitfalls") && f.at().startsWith(pitfall.getKey() + kind + ","))
                        .findFirst().map(f -> text(f, 1)).orElse("")).append(" |");
            }
            table.append('\n');
        });
        return table.toString();
    }

    /** Such as {@code 5}, or {@code 3 to 5}. */
    private String rounds() {
        var rounds = findings.figures().stream().filter(f -> f.of().equals("sockets") && f.values().size() > 1)
                .mapToInt(f -> f.values().size()).summaryStatistics();
        return rounds.getCount() == 0 ? "1" : rounds.getMin() == rounds.getMax() ? "" + rounds.getMax()
                : rounds.getMin() + " to " + rounds.getMax();
    }

    // ---- the plots

    private void plots() throws IOException {
        List<String> servers = servers();
        boolean full = figure("sockets", "floor", "1000 1 64").isPresent();
        var loads = full
                ? List.of("1000 1 64", "1000 1 1", "1000 10 64", "100 1 64", "10 1 64")
                : List.of("100 1 64", "100 1 1");
        Plots.bars(plots.resolve("stages.svg"), "What each stage delivers", "thousand deliveries/s (log)",
                loads.stream().map(SOCKET_LOADS::get).toList(), series(servers, "sockets", loads, 1e-3), true);
        Plots.bars(plots.resolve("stopped.svg"), "What the others get when one client of 20 stops reading",
                "percent of what they get when all read", List.of("one of 20 has stopped"),
                servers.stream().map(this::leftWhenOneStops).toList(), false);
        var batching = full ? List.of("1000 1 1", "1000 1 64") : List.of("100 1 1", "100 1 64");
        var measured = servers.stream()
                .filter(who -> batching.stream().anyMatch(at -> figure("sockets", who, at).isPresent()))
                .toList();
        Plots.bars(plots.resolve("batching.svg"),
                "What batching gives: %s clients, one speaks".formatted(full ? 1000 : 100),
                "thousand deliveries/s (log)", List.of("one message in the air: nothing to batch", "64 in the air"),
                series(measured, "sockets", batching, 1e-3), true);
        var threads = full ? List.of(1, 2, 4, 8) : List.of(1, 4);
        var speaking = new ArrayList<Plots.Series>();
        int[] colours = {1, 6, 7, 0, 4, 8};
        for (String who : speakers()) {
            if (!who.equals("stage05")) { // which is stage 4, with one room
                speaking.addAll(series(List.of(who), "threads", threads.stream().map(Page::threads).toList(), 1e-3));
                if (!who.startsWith("stage")) {
                    var last = speaking.removeLast();
                    int colour = colours[speakers().indexOf(who) - speakers().indexOf(RoomCosts.LOCKS.getFirst())];
                    speaking.add(new Plots.Series(last.name(), last.figures(), last.scale(), colour));
                }
            }
        }
        Plots.lines(plots.resolve("threads.svg"), "What a lock costs as threads grow: 10 receivers, no network",
                "threads that speak (* no common order)", "thousand messages/s (log)",
                threads.stream().map(String::valueOf).toList(), speaking,
                speaking.size() - RoomCosts.WITHOUT_ORDER.size());
        var receivers = full ? List.of(1, 10, 100, 1000) : List.of(10, 1000);
        Plots.lines(plots.resolve("say.svg"), "What a message costs as the room grows: one speaks, no network",
                "receivers", "microseconds a message (log)", receivers.stream().map(String::valueOf).toList(),
                inverse(series(stages, "say", receivers.stream().map(Page::say).toList(), 1)), stages.size());
        Plots.bars(plots.resolve("queues.svg"),
                "What a queue costs: stage 4's room with other queues, 10 receivers, no network",
                "thousand messages/s (log)",
                full ? List.of("64 messages on the way", "one on the way") : List.of("64 messages on the way"),
                series(RoomCosts.QUEUES, "queues", full ? List.of(say(10), sayOne(10)) : List.of(say(10)), 1e-3), true);
        var kinds = new ArrayList<Plots.Series>();
        for (String who : List.of("platform", "virtual", "stage06")) {
            String clients = full ? "10000" : "1000";
            var memory = List.of(each("resident", who, clients), each("heap", who, clients));
            if (memory.stream().anyMatch(Optional::isPresent)) {
                kinds.add(new Plots.Series(name(who), memory, 1, kinds.size() + 1));
            }
        }
        if (!kinds.isEmpty()) {
            Plots.bars(plots.resolve("idle.svg"),
                    "What a client that waits takes, of %s".formatted(full ? "10,000" : "1,000"), "KiB a client",
                    List.of("resident memory", "heap"), kinds, false);
        }
    }

    /** In percent of what this server delivers when all read. */
    private Plots.Series leftWhenOneStops(String who) {
        var all = figure("stopped", who, "nobody");
        var left = figure("stopped", who, "one of 20").filter(f -> all.isPresent()).map(f ->
                new Figure(f.of(), who, f.at(), "%",
                        f.values().stream().map(value -> 100 * value / all.get().median()).toList()));
        return new Plots.Series(name(who), List.of(left), 1, colour(who, 0));
    }

    private List<Plots.Series> series(List<String> all, String of, List<String> at, double scale) {
        var series = new ArrayList<Plots.Series>();
        for (String who : all) {
            series.add(new Plots.Series(name(who), at.stream().map(a -> figure(of, who, a)).toList(), scale,
                    colour(who, series.size())));
        }
        return series;
    }

    /** A server has one colour in all plots. */
    private static int colour(String who, int otherwise) {
        return who.equals("floor") ? 0 : who.startsWith("stage") ? Integer.parseInt(who.substring(5)) - 1 : otherwise;
    }

    /** Microseconds an operation, from operations a second. */
    private static List<Plots.Series> inverse(List<Plots.Series> all) {
        return all.stream().map(series -> new Plots.Series(series.name(),
                series.figures().stream().map(figure -> figure.map(f -> new Figure(f.of(), f.who(), f.at(), "us/op",
                        f.values().stream().map(value -> 1e6 / value).toList()))).toList(),
                1, series.colour())).toList();
    }
}
