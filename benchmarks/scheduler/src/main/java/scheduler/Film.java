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
    private static final Pattern TIMES = Pattern.compile("(.*) \\((\\d+) times\\)");

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
        return patch.equals(project) ? stage : Patched.of(stage, patch);
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

    /** The number of the stage in a folder. */
    static int number(Path stage) throws IOException {
        return stage.toRealPath().getFileName().toString().replaceAll("stage0(\\d).*", "$1").charAt(0) - '0';
    }

    /** Whether all that the film says under this key, such as its aim, is so. */
    boolean holds(String key, List<Fact> facts) {
        return head.containsKey(key) && head.get(key).stream().allMatch(it -> isSo(it, facts));
    }

    /** Whether something that the film says under this key is so. */
    boolean holdsOne(String key, List<Fact> facts) {
        return head.getOrDefault(key, List.of()).stream().anyMatch(it -> isSo(it, facts));
    }

    /**
     * Whether this is to be seen; with "not " before it, isn't; with "twice ", is twice; with " (3 times)" after it, so
     * many times; with ", then " in this order.
     */
    static boolean isSo(String what, List<Fact> facts) {
        var all = facts.stream().map(Fact::toString).toList();
        var times = TIMES.matcher(what);
        if (what.startsWith("not ")) {
            return !isSo(what.substring("not ".length()), facts);
        } else if (what.startsWith("twice ")) {
            return Collections.frequency(all, what.substring("twice ".length())) > 1;
        } else if (times.matches()) {
            return Collections.frequency(all, times.group(1)) >= Integer.parseInt(times.group(2));
        }
        int at = -1;
        for (String next : what.split(", then ")) {
            int found = all.subList(at + 1, all.size()).indexOf(next);
            if (found < 0) {
                return false;
            }
            at += 1 + found;
        }
        return true;
    }

    /**
     * The index of the first step after which its aim was so, by what its steps have seen; -1 if there is none. An aim
     * that speaks of a lock can't be judged so: no step tells that a lock is free again.
     */
    int reached() {
        var now = new LinkedHashMap<String, Fact>(); // where threads are, and the state
        var screens = new ArrayList<Fact>();
        for (int i = 0; i < steps.size(); i++) {
            for (String line : steps.get(i).seen()) {
                var times = TIMES.matcher(line);
                Fact fact = Fact.of(times.matches() ? times.group(1) : line);
                if (fact.of().endsWith(" sees")) {
                    screens.addAll(Collections.nCopies(times.matches() ? Integer.parseInt(times.group(2)) : 1, fact));
                } else {
                    now.put(fact.of(), fact);
                }
            }
            if (holds("aim", Stream.concat(now.values().stream(), screens.stream()).toList())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * What a replay came to: the film as it is now; the index of the first step after which its aim was so, or -1;
     * whether its next was so at some time; and an end.
     */
    record Replay(Film film, int aim, boolean next, boolean lost, String refusal) {}

    /** Carries out its decisions on a new server of the stage (or variant) in this folder, until one is refused. */
    Replay replay(Path stage) throws IOException {
        int aim = -1;
        boolean next = false;
        boolean lost = false; // before the aim was reached
        String refusal = null;
        try (var run = new Run(stage, first("inside"))) {
            for (Run.Step step : steps) {
                try {
                    run.decide(step.decision());
                    if (aim < 0 && holds("aim", run.facts())) {
                        aim = run.steps().size() - 1;
                    }
                    next |= holds("next", run.facts());
                    lost |= aim < 0 && run.steps().size() > scene && holdsOne("lost", run.facts());
                } catch (Refusal e) {
                    refusal = e.getMessage();
                    break;
                }
            }
            return new Replay(new Film(name, head, List.copyOf(run.steps()), scene), aim, next, lost, refusal);
        }
    }

    /** Replays the films in a folder, shows them, and writes them anew with what is now to be seen: PROJECT FOLDER. */
    static void main(String[] args) throws IOException {
        for (Path file : files(Path.of(args[1]))) {
            Film film = read(file);
            Replay replay = film.replay(film.of(stage(Path.of(args[0]), film.stage()), "variant"));
            Files.writeString(file, replay.film().text());
            IO.println(film.name + ": " + (replay.aim() >= 0 ? "reaches its aim" : "DOES NOT REACH ITS AIM") + "\n"
                    + (replay.refusal() == null ? "" : replay.refusal() + "\n") + "\n"
                    + Table.of(replay.film()).text());
        }
    }

    /** The films in a folder, by name. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(it -> it.toString().endsWith(".film")).sorted().toList();
        }
    }
}
