package scheduler;

import module java.base;
import scheduler.Look.Fact;

/**
 * The run of a film, below the dashes, as a table: a column a thread, time downwards. A step shows the line that was
 * run.
 *
 * @param rows by column what is in its cell; without a name the column of what else is new
 * @param reached how many of the rows lead to the aim; 0 if these rows don't get there
 */
public record Table(String name, String title, int stage, List<String> predict, List<String> columns,
        List<Map<String, List<String>>> rows, List<String> aim, int reached) {
    private static final Pattern STANDS = Pattern.compile("stands before `(.*)` in (.*)");
    private static final int WIDTH = 118; // characters

    public static Table read(Path film) throws IOException {
        return of(Film.read(film));
    }

    /** The part from the decision that begins so, by way of the next one that begins so, to the last. */
    public static Table read(Path file, List<String> decisions) throws IOException {
        Film film = Film.read(file);
        int from = find(film, decisions.getFirst(), film.scene());
        int last = from;
        for (String next : decisions.subList(1, decisions.size())) {
            last = find(film, next, last + 1);
        }
        return of(film, from, last + 1);
    }

    private static int find(Film film, String beginning, int from) {
        return IntStream.range(from, film.steps().size())
                .filter(it -> film.steps().get(it).decision().startsWith(beginning)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("below the dashes of " + film.name()
                        + " no decision begins with `" + beginning + "`"));
    }

    static Table of(Film film) {
        return of(film, film.scene(), film.steps().size());
    }

    private static Table of(Film film, int from, int to) {
        var stands = new LinkedHashMap<String, String>(); // by thread: the line that it stands before, or null
        var rows = new ArrayList<Map<String, List<String>>>();
        for (int i = 0; i < to; i++) {
            var cells = new HashMap<String, List<String>>();
            Run.Step step = film.steps().get(i);
            String[] word = step.decision().split(" ", 2);
            String who = word.length == 1 ? "" : word[0].matches("step|run") ? word[1] : word[1].split(" ")[0];
            add(cells, who, deed(word[0], word.length == 1 ? "" : word[1].substring(who.length()), stands.get(who)));
            for (String line : step.seen()) {
                Fact fact = Fact.of(line);
                if (!fact.isThread() || fact.of().endsWith("(writer)")) {
                    add(cells, "", line);
                    continue;
                }
                var at = STANDS.matcher(fact.text());
                String before = stands.put(fact.of(), at.matches() ? at.group(1) : null);
                if (!at.matches() || before == null) {
                    add(cells, fact.of(), "(" + (at.matches() ? "is in " + at.group(2) : fact.text()) + ")");
                }
            }
            if (i >= from) {
                rows.add(cells);
            }
        }
        var columns = stands.keySet().stream()
                .filter(it -> rows.stream().anyMatch(row -> row.containsKey(it))).toList();
        int reached = film.reached();
        return new Table(film.name(), film.title(), film.stage(), film.head().getOrDefault("predict", List.of()),
                columns, rows, film.head().getOrDefault("aim", List.of()),
                reached < from || reached >= to ? 0 : reached - from + 1);
    }

    /** To be read in a terminal. */
    public String text() {
        var all = new ArrayList<String>(columns);
        all.add("");
        var table = new ArrayList<>(rows);
        table.addFirst(all.stream().collect(Collectors.toMap(it -> it,
                it -> List.of(it.isEmpty() ? "what else is new" : it))));
        var widths = widths(all, table);
        table.add(1, all.stream().collect(Collectors.toMap(it -> it, it -> List.of("-".repeat(widths.get(it))))));
        return table.stream().map(it -> row(it, all, widths)).collect(Collectors.joining());
    }

    /** A column is as wide as it needs, or as wide as leaves the same to each that needs more. */
    private static Map<String, Integer> widths(List<String> columns, List<Map<String, List<String>>> rows) {
        var widths = new HashMap<String, Integer>();
        rows.forEach(row -> row.forEach((column, cell) ->
                cell.forEach(it -> widths.merge(column, it.length(), Math::max))));
        int left = WIDTH - 3 * (columns.size() - 1);
        var narrowFirst = columns.stream().sorted(Comparator.comparing(widths::get)).toList();
        for (int i = 0; i < narrowFirst.size(); i++) {
            int most = left / (narrowFirst.size() - i);
            left -= widths.merge(narrowFirst.get(i), most, Math::min);
        }
        return widths;
    }

    /** One row, in as many lines as its longest cell needs. */
    private static String row(Map<String, List<String>> cells, List<String> columns, Map<String, Integer> widths) {
        var wrapped = new HashMap<String, List<String>>();
        cells.forEach((column, cell) ->
                wrapped.put(column, cell.stream().flatMap(it -> wrap(it, widths.get(column))).toList()));
        int height = wrapped.values().stream().mapToInt(List::size).max().orElse(0);
        var row = new StringBuilder();
        for (int i = 0; i < height; i++) {
            var line = new StringJoiner(" | ");
            for (String column : columns) {
                line.add(String.format("%-" + widths.get(column) + "s", at(wrapped.get(column), i)));
            }
            row.append(line.toString().stripTrailing()).append("\n");
        }
        return row.toString();
    }

    private static String at(List<String> lines, int i) {
        return lines == null || i >= lines.size() ? "" : lines.get(i);
    }

    private static String deed(String verb, String what, String line) {
        return switch (verb) {
            case "step" -> line;
            case "run" -> line + " …";
            case "connect" -> "(connects)";
            case "type" -> "(types" + what + ")";
            case "flood" -> "(types hello," + what + " times)";
            case "paste" -> "(pastes a very long line)";
            case "suspend" -> "(is suspended, and reads no more)";
            case "resume" -> "(reads again)";
            case "quit" -> "(ends its input)";
            default -> "(everyone goes on)";
        };
    }

    private static void add(Map<String, List<String>> cells, String column, String text) {
        cells.computeIfAbsent(column, _ -> new ArrayList<>()).add(text);
    }

    /** Breaks at a space, or before the dot of a call; where there is neither, anywhere. */
    private static Stream<String> wrap(String text, int width) {
        return Pattern.compile("(.{1," + width + "})(?: +|(?=\\.\\w)|$)|(.{" + width + "})").matcher(text).results()
                .map(it -> it.group(1) == null ? it.group(2) : it.group(1));
    }
}
