package costs;

import static costs.RoomCosts.MANY;
import static costs.SocketCosts.SERVERS;
import static costs.SocketCosts.STOPPED;
import static costs.SocketCosts.TALKING;
import static costs.SocketCosts.WAITING_SERVERS;

import module java.base;

import chat.Design;
import costs.Figure.At;
import costs.Figure.Of;
import load.Spread;

/** Makes the page, from page.md, and its plots. In page.md, {@code {{name}}} stands for what is put there. */
final class Page {
    private static final List<String> SPEAKERS = Stream.of(List.of("stage03"), RoomCosts.names(RoomCosts.LOCKS),
            List.of("stage04", "stage05", "stage06", RoomCosts.WITHOUT_ORDER.name())).flatMap(List::stream).toList();
    /** What the plot shows of those: each stands for the ones that are like it. */
    private static final List<String> SHOWN_SPEAKERS =
            List.of("stage03", "stage04", "stage06", RoomCosts.WITHOUT_ORDER.name());
    private static final List<String> QUEUES = RoomCosts.names(RoomCosts.QUEUES);
    private static final List<At> QUEUED = List.of(MANY, RoomCosts.ONE);

    private final Findings findings;

    private Page(Findings findings) {
        this.findings = findings;
    }

    /** Writes costs.md, and its plots into costs beside it. */
    static void write(Path directory, Findings findings) throws IOException {
        new Page(findings).plots(Files.createDirectories(directory.resolve("costs")));
        Files.writeString(directory.resolve("costs.md"), text(findings));
    }

    /** What costs.md says of these findings. */
    static String text(Findings findings) throws IOException {
        var parts = new Page(findings).parts();
        try (InputStream in = Page.class.getResourceAsStream("page.md")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (var part : parts.entrySet()) {
                text = text.replace("{{" + part.getKey() + "}}", part.getValue());
            }
            return text;
        }
    }

    private static String label(String who) {
        return switch (who) {
            case "stage02" -> "2 no guard";
            case "stage03" -> "3 lock";
            case "stage04" -> "4 queue";
            case "stage05" -> "5 rooms";
            case "stage06" -> "6 batches";
            case "node" -> "Node.js";
            case "gopl" -> "the Go book's";
            case "platform", "virtual" -> who + " threads";
            case SocketCosts.FLOOR -> who;
            default -> Design.valueOf(who).label;
        };
    }

    private static String label(At at) {
        return at.clients() + " clients" + (at.window() == 1 ? ", one message in the air" : "");
    }

    private static String stopped(At at) {
        return at.stopped() == 0 ? "all 20 read" : "one of 20 has stopped";
    }

    private static String onTheWay(At at) {
        return at.window() == 1 ? "one on the way" : at.window() + " on the way";
    }

    private static String speaking(At at) {
        return at.speaking() + " speaking";
    }

    private static Figure thousands(Figure figure) {
        return figure.map(value -> value / 1000);
    }

    private static Figure percent(Figure figure) {
        return figure.map(value -> 100 * value);
    }

    // ---- the text

    private Map<String, String> parts() {
        Machine machine = findings.machine();
        var rooms = Stream.concat(RoomCosts.GROWING.stream(), Stream.of(RoomCosts.ONE)).toList();
        return Map.ofEntries(
                Map.entry("machine", "%s%d cores, %.0f GB, %s, JDK %s".formatted(
                        machine.cpu().isEmpty() ? "" : machine.cpu() + ", ", machine.cores(),
                        machine.memoryBytes() / 1e9, machine.system(), machine.jdk())),
                Map.entry("cores", Integer.toString(machine.cores())),
                Map.entry("date", machine.date()),
                Map.entry("minutes", Plots.number(findings.minutes())),
                Map.entry("effort", findings.effort() == Effort.QUICK ? ", with `-Dquick`, which is for a glance" : ""),
                Map.entry("flaws", findings.failures().isEmpty()
                        ? "In all of these runs nothing was lost, doubled, reordered or torn, and nobody who reads was "
                                + "cut off.\n"
                        : "What went wrong in these runs:\n\n" + findings.failures().stream()
                                .map(failure -> "- " + failure.lines().findFirst().orElse("") + "\n")
                                .collect(Collectors.joining())),
                Map.entry("rounds", Integer.toString(most(Of.SOCKETS))),
                Map.entry("forks", Integer.toString(most(Of.PITFALL))),
                Map.entry("milliseconds", Integer.toString(findings.effort().milliseconds)),
                Map.entry("sockets", table("thousand deliveries/s", Of.SOCKETS, SERVERS, TALKING,
                        Page::label, Optional.of("stage03"), Page::thousands)),
                Map.entry("shares", table("% of the floor", Of.SOCKETS, SERVERS.subList(1, SERVERS.size()),
                        TALKING, Page::label, Optional.empty(), this::ofTheFloor)),
                Map.entry("cpu", table("ns of the server's CPU, a delivery", Of.CPU, SERVERS, TALKING,
                        Page::label, Optional.of("stage03"), Function.identity())),
                Map.entry("generator", table("% of the time the generator's thread was busy", Of.GENERATOR, SERVERS,
                        TALKING, Page::label, Optional.empty(), Page::percent)),
                Map.entry("stopped", table("thousand deliveries/s to the others", Of.SOCKETS, SERVERS, STOPPED,
                        Page::stopped, Optional.empty(), Page::thousands)),
                Map.entry("pauses", table("longest time without any delivery, ms", Of.PAUSE, SERVERS, STOPPED,
                        Page::stopped, Optional.empty(), Function.identity())),
                Map.entry("resident", waiting("KiB of resident memory each", Of.RESIDENT)),
                Map.entry("heap", waiting("KiB of heap each", Of.HEAP)),
                Map.entry("say", table("thousand messages/s", Of.ROOM, RoomCosts.STAGES, rooms,
                        at -> at.clients() + " receivers" + (at.window() == 1 ? ", one on the way" : ""),
                        Optional.of("stage03"), Page::thousands)),
                Map.entry("lock", lock()),
                Map.entry("threads", table("thousand messages/s, 10 receivers", Of.ROOM, SPEAKERS,
                        RoomCosts.SPEAKING, Page::speaking, Optional.of("stage03"), Page::thousands)),
                Map.entry("queues", table("thousand messages/s, 10 receivers", Of.ROOM, QUEUES, QUEUED,
                        Page::onTheWay, Optional.of(QUEUES.getFirst()), Page::thousands)),
                Map.entry("pitfalls", pitfalls()));
    }

    /** How many values there are of most of these figures. */
    private int most(Of of) {
        return findings.figures().stream().filter(figure -> figure.of() == of)
                .mapToInt(figure -> figure.values().size()).max().orElse(0);
    }

    private Optional<Figure> figure(Of of, String who, At at) {
        return findings.figure(of, who, at);
    }

    /** A row for each; {@code ≈} where the range overlaps that of the reference's row. */
    private String table(String title, Of of, List<String> rows, List<At> columns, Function<At, String> heading,
            Optional<String> reference, Function<Figure, Figure> conversion) {
        var table = new StringBuilder("| " + title + " |");
        columns.forEach(at -> table.append(' ').append(heading.apply(at)).append(" |"));
        table.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String who : rows) {
            table.append("| ").append(label(who).replace("*", "\\*")).append(" |");
            for (At at : columns) {
                var figure = figure(of, who, at);
                boolean isAlike = reference.filter(name -> !name.equals(who)).flatMap(name -> figure(of, name, at))
                        .filter(other -> figure.isPresent() && figure.get().spread().overlaps(other.spread()))
                        .isPresent();
                table.append(' ').append(text(figure.map(conversion))).append(isAlike ? " ≈" : "").append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String text(Optional<Figure> figure) {
        return figure.map(Figure::spread)
                .map(spread -> "**%s**%s".formatted(Plots.number(spread.median()), Plots.range(spread))).orElse("");
    }

    /** In percent, round by round; null if the floor has none of these rounds. */
    private Figure ofTheFloor(Figure figure) {
        return figure(figure.of(), SocketCosts.FLOOR, figure.at())
                .map(floor -> figure.with(floor, (own, whole) -> 100 * own / whole))
                .filter(share -> !share.values().isEmpty()).orElse(null);
    }

    private String waiting(String title, Of of) {
        var columns = SocketCosts.WAITING.stream().filter(at -> at.clients() > 2).toList();
        return table(title, of, WAITING_SERVERS, columns,
                at -> String.format(Locale.ROOT, "%,d clients", at.clients()), Optional.empty(), this::each);
    }

    /** KiB for each client beyond the first two; null if this system doesn't tell. */
    private Figure each(Figure figure) {
        return figure(figure.of(), figure.who(), At.idle(2)).map(two -> two.spread().median())
                .filter(least -> least > 0)
                .map(least -> figure.map(value -> (value - least) / 1024 / (figure.at().clients() - 2)))
                .orElse(null);
    }

    /** What stage 3 takes more than stage 2, pair by pair, and how sure that is. */
    private String lock() {
        var none = figure(Of.ROOM, RoomCosts.NO_GUARD, MANY);
        var lock = figure(Of.ROOM, RoomCosts.LOCK, MANY);
        if (none.isEmpty() || lock.isEmpty()) {
            return "";
        }
        var more = lock.get().with(none.get(), (locked, unlocked) -> 1e9 / locked - 1e9 / unlocked)
                .values().values().stream().sorted().toList();
        if (more.size() < 10) {
            return "(Of %d pairs of JVMs there is no interval: too few.)".formatted(more.size());
        }
        // That a median lies outside of all but the outermost of ten or more values has a chance of 2 in 100.
        double low = more.get(1);
        double high = more.get(more.size() - 2);
        return "In %d pairs of JVMs, one after the other, a message to ten receivers took %.0f ns in stage 3:\n"
                .formatted(more.size(), 1e9 / lock.get().spread().median())
                + "%.0f ns more than in stage 2, and with 98 %% confidence the median is between %.0f and %.0f ns\n"
                .formatted(Spread.of(more).median(), low, high)
                + "(by the sign test). "
                + (low <= 0 && high >= 0
                        ? "That has 0 in it: this run doesn't see the lock."
                        : "That doesn't have 0 in it: this run sees a difference.");
    }

    private String pitfalls() {
        return "| nanoseconds an operation | baseline | wrong | right |\n|---|---:|---:|---:|\n"
                + pitfall("dead code", pitfall("nothing"), pitfall("deadCode"), pitfall("usedCode"))
                + pitfall("no warm-up", Optional.empty(), pitfall("cold"), message(RoomCosts.LOCKS.getFirst()))
                + pitfall("one thread", pitfall("unlocked"), pitfall("lockedByOne"), pitfall("lockedByFour"))
                + pitfall("unequal work", message(RoomCosts.LOCKS.getFirst()), pitfall("notAwaited"),
                        message(RoomCosts.QUEUES.getFirst()));
    }

    private static String pitfall(
            String name, Optional<Figure> baseline, Optional<Figure> wrong, Optional<Figure> right) {
        return "| %s | %s | %s | %s |\n".formatted(name, text(baseline), text(wrong), text(right));
    }

    private Optional<Figure> pitfall(String benchmark) {
        return figure(Of.PITFALL, benchmark, At.idle(0));
    }

    /** Nanoseconds that a message takes in such a room. */
    private Optional<Figure> message(Design design) {
        return figure(Of.ROOM, design.name(), MANY).map(figure -> figure.map(value -> 1e9 / value));
    }

    // ---- the plots

    private void plots(Path directory) throws IOException {
        Plots.draw(directory.resolve("stages.svg"), "What each server delivers", "thousand deliveries/s", true,
                labels(SERVERS), series(SERVERS, Of.SOCKETS, TALKING, Page::label, Page::thousands));
        var batching = List.of("stage03", "stage04", "stage06", SocketCosts.FLOOR);
        Plots.draw(directory.resolve("batching.svg"), "What batching gives: 1000 clients, one speaks",
                "thousand deliveries/s", true, labels(batching), series(batching, Of.SOCKETS,
                        TALKING.subList(0, 2).reversed(), Page::onTheWay, Page::thousands));
        Plots.draw(directory.resolve("stopped.svg"), "What the others get when one client of 20 stops reading",
                "thousand deliveries/s to the others", false, labels(SERVERS),
                series(SERVERS, Of.SOCKETS, STOPPED, Page::stopped, Page::thousands));
        var most = List.of(SocketCosts.WAITING.getLast());
        Plots.draw(directory.resolve("idle.svg"), "What each of 10,000 clients takes that wait", "KiB a client", false,
                labels(WAITING_SERVERS), Stream.concat(
                        series(WAITING_SERVERS, Of.RESIDENT, most, at -> "resident memory", this::each).stream(),
                        series(WAITING_SERVERS, Of.HEAP, most, at -> "heap", this::each).stream()).toList());
        Plots.draw(directory.resolve("say.svg"), "What a message costs as the room grows: one speaks, no network",
                "microseconds a message", true, labels(RoomCosts.STAGES),
                series(RoomCosts.STAGES, Of.ROOM, RoomCosts.GROWING, at -> at.clients() + " receivers",
                        figure -> figure.map(value -> 1e6 / value)));
        Plots.draw(directory.resolve("threads.svg"), "What a lock costs as threads grow: 10 receivers, no network",
                "thousand messages/s (* no common order)", false, labels(SHOWN_SPEAKERS),
                series(SHOWN_SPEAKERS, Of.ROOM, RoomCosts.SPEAKING, Page::speaking, Page::thousands));
        Plots.draw(directory.resolve("queues.svg"),
                "What a queue costs: stage 4's room with other queues, 10 receivers, no network",
                "thousand messages/s", true, labels(QUEUES),
                series(QUEUES, Of.ROOM, QUEUED, Page::onTheWay, Page::thousands));
    }

    private static List<String> labels(List<String> rows) {
        return rows.stream().map(who -> label(who)).toList();
    }

    /** One for each load. */
    private List<Plots.Series> series(List<String> rows, Of of, List<At> loads, Function<At, String> name,
            Function<Figure, Figure> conversion) {
        return loads.stream().map(at -> new Plots.Series(name.apply(at), rows.stream()
                .map(who -> figure(of, who, at).map(conversion).map(Figure::spread)).toList())).toList();
    }
}
