package scheduler;

import module java.base;
import scheduler.Look.Fact;
import scheduler.Server.Refusal;

/**
 * A saved run, as a text file: first lines such as "stage: 2", then the decisions, and below each, indented, what was
 * then to be seen. The decisions above the line of dashes set the scene; those below it are one way to reach its aim.
 */
record Film(String name, Map<String, List<String>> head, List<Run.Step> steps, int scene) {
    private static final String DASHES = "---";
    private static final Pattern THREAD = Pattern.compile("([^:]+?) ((?:stands before|waits|has ended).*)");
    private static final Pattern STANDS = Pattern.compile("stands before `(.*)` in .*");
    private static final Pattern TIMES = Pattern.compile("(.*) \\((\\d+) times\\)");
    private static final int WIDTH = 118; // characters of a table

    static Film read(Path file) throws IOException {
        return of(file.getFileName().toString().replace(".film", ""), Files.readAllLines(file));
    }

    static Film of(String name, List<String> lines) {
        var head = new LinkedHashMap<String, List<String>>();
        var steps = new ArrayList<Run.Step>();
        int scene = 0;
        boolean inHead = true;
        for (String line : lines) {
            if (line.isBlank()) {
                inHead = false;
            } else if (inHead) {
                String[] pair = line.split(": ", 2);
                head.computeIfAbsent(pair[0], _ -> new ArrayList<>()).add(pair[1]);
            } else if (line.equals(DASHES)) {
                scene = steps.size();
            } else if (line.startsWith(" ")) {
                steps.getLast().seen().add(line.strip());
            } else {
                steps.add(new Run.Step(line, new ArrayList<>()));
            }
        }
        return new Film(name, head, steps, scene);
    }

    /** As it stands in its file. */
    String text() {
        var text = new StringJoiner("\n", "", "\n");
        head.forEach((key, values) -> values.forEach(value -> text.add(key + ": " + value)));
        text.add("");
        for (int i = 0; i < steps.size(); i++) {
            if (i == scene && scene > 0) {
                text.add(DASHES);
            }
            text.add(steps.get(i).decision());
            steps.get(i).seen().forEach(line -> text.add("    " + line));
        }
        return text.toString();
    }

    String title() {
        return first("title");
    }

    /** What the head says under this key; null if it says nothing. */
    String first(String key) {
        return head.containsKey(key) ? head.get(key).getFirst() : null;
    }

    /** What its decisions are for: the stage in this folder, or a variant of it if the film names a patch under key. */
    Path of(Path stage, String key) throws IOException {
        Path project = stage.toRealPath().getParent();
        Path patch = head.containsKey(key) ? project.resolve(first(key)).normalize() : project;
        if (!patch.startsWith(project)) { // somebody else may have written this film
            throw new IOException(patch + " isn't in " + project);
        }
        return patch.equals(project) ? stage : Variant.of(stage, patch);
    }

    int stage() {
        return Integer.parseInt(first("stage"));
    }

    /** The folder of a stage, below the project's. */
    static Path stage(Path project, int number) throws IOException {
        try (var folders = Files.newDirectoryStream(project, "stage0" + number + "-*")) {
            return folders.iterator().next();
        }
    }

    /** Whether all that the film says under this key, such as its aim, is so. */
    boolean holds(String key, List<Fact> facts) {
        return head.containsKey(key) && head.get(key).stream().allMatch(it -> isSo(it, facts));
    }

    /** Whether something that the film says under this key is so. */
    boolean holdsOne(String key, List<Fact> facts) {
        return head.getOrDefault(key, List.of()).stream().anyMatch(it -> isSo(it, facts));
    }

    /** Whether this is to be seen, so many times if it ends with "(3 times)", or, if it begins with "not ", isn't. */
    static boolean isSo(String what, List<Fact> facts) {
        var times = TIMES.matcher(what);
        return what.startsWith("not ") ? !isSo(what.substring(4), facts)
                : times.matches() ? count(times.group(1), facts) >= Integer.parseInt(times.group(2))
                : count(what, facts) > 0;
    }

    private static long count(String what, List<Fact> facts) {
        return facts.stream().filter(fact -> fact.toString().equals(what)).count();
    }

    /** What a replay came to: the film as it is now, whether its aim and its next were so at some time, and an end. */
    record Replay(Film film, boolean aim, boolean next, String refusal) {}

    /** Carries out its decisions on a new server of the stage (or variant) in this folder, until one is refused. */
    Replay replay(Path stage) throws IOException {
        boolean aim = false;
        boolean next = false;
        String refusal = null;
        try (var run = new Run(stage, first("inside"))) {
            for (Run.Step step : steps) {
                try {
                    run.decide(step.decision());
                    aim |= holds("aim", run.facts());
                    next |= holds("next", run.facts());
                } catch (Refusal e) {
                    refusal = e.getMessage();
                    break;
                }
            }
            return new Replay(new Film(name, head, List.copyOf(run.steps()), scene), aim, next, refusal);
        }
    }

    /** The run below the dashes as a table: a column a thread, time downwards. A step shows the line that was run. */
    String table() {
        var stands = new LinkedHashMap<String, String>(); // by thread: the line that it stands before, or null
        var rows = new ArrayList<Map<String, List<String>>>();
        for (int i = 0; i < steps.size(); i++) {
            var cells = new HashMap<String, List<String>>();
            String[] word = steps.get(i).decision().split(" ", 2);
            String who = word.length == 1 ? "" : word[0].matches("step|run") ? word[1] : word[1].split(" ")[0];
            add(cells, who, deed(word[0], word.length == 1 ? "" : word[1].substring(who.length()), stands.get(who)));
            for (String line : steps.get(i).seen()) {
                var thread = THREAD.matcher(line);
                if (!thread.matches() || thread.group(1).endsWith("(writer)")) {
                    add(cells, "", line);
                    continue;
                }
                var at = STANDS.matcher(thread.group(2));
                String before = stands.put(thread.group(1), at.matches() ? at.group(1) : null);
                if (!at.matches() || before == null) {
                    add(cells, thread.group(1), "(" + thread.group(2) + ")");
                }
            }
            if (i >= scene) {
                rows.add(cells);
            }
        }
        var columns = stands.keySet().stream()
                .filter(it -> rows.stream().anyMatch(row -> row.containsKey(it))).toList();
        int width = WIDTH / (columns.size() + 1) - 3;
        var head = new HashMap<String, List<String>>(Map.of("", List.of("what else is new")));
        columns.forEach(it -> head.put(it, List.of(it)));
        return row(head, columns, width) + ("-".repeat(width) + " | ").repeat(columns.size()) + "-".repeat(width) + "\n"
                + rows.stream().map(it -> row(it, columns, width)).collect(Collectors.joining());
    }

    /** One row, in as many lines as its longest cell needs. */
    private static String row(Map<String, List<String>> cells, List<String> columns, int width) {
        var wrapped = new HashMap<String, List<String>>();
        cells.forEach((column, cell) -> wrapped.put(column, cell.stream().flatMap(it -> wrap(it, width)).toList()));
        int height = wrapped.values().stream().mapToInt(List::size).max().orElse(0);
        var row = new StringBuilder();
        for (int i = 0; i < height; i++) {
            var line = new StringJoiner(" | ");
            for (String column : columns) {
                line.add(String.format("%-" + width + "s", at(wrapped.get(column), i)));
            }
            row.append(line.add(at(wrapped.get(""), i)).toString().stripTrailing()).append("\n");
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

    private static Stream<String> wrap(String text, int width) {
        return Pattern.compile("(.{1," + width + "})(?: +|$)|(.{" + width + "})").matcher(text).results()
                .map(it -> it.group(1) == null ? it.group(2) : it.group(1));
    }

    /** Replays the films in a folder, shows them, and writes them anew with what is now to be seen: PROJECT FOLDER. */
    static void main(String[] args) throws IOException {
        for (Path file : files(Path.of(args[1]))) {
            Film film = read(file);
            Replay replay = film.replay(film.of(stage(Path.of(args[0]), film.stage()), "variant"));
            Files.writeString(file, replay.film().text());
            IO.println(film.name + ": " + (replay.aim() ? "reaches its aim" : "DOES NOT REACH ITS AIM") + "\n"
                    + (replay.refusal() == null ? "" : replay.refusal() + "\n") + "\n" + replay.film().table());
        }
    }

    /** The films in a folder, by name. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".film")).sorted().toList();
        }
    }
}
