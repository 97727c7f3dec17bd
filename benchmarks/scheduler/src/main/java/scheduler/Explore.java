package scheduler;

import module java.base;
import scheduler.Look.Fact;
import scheduler.Server.Refusal;

/**
 * Walks through the orders in which the threads of a stage can do two things at the same time, with its classes as they
 * are now: {@code ./mvnw -q test -pl stage02-thread-per-client -Dexplore}. Shows the first order that breaks a claim.
 * In this JVM, with calls woven into the classes, for a debugger with a JVM for each order is some ninety times slower.
 */
final class Explore {
    private static final int DELAYS = 2;
    private static final int MOST = 4_000; // orders, so that the same code gives the same answer on each machine
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** An order: who begins, and before which moves whoever's turn it is goes to the end of the line. */
    private record Order(boolean isReversed, List<Integer> delays) {}

    /**
     * An order that breaks a claim: which, null if it is that somebody waits for ever; what shows that, or who waits;
     * what was done, and how much of it before the two began.
     */
    record Found(Pair pair, String broken, List<String> aims, List<String> stuck, List<String> decisions, int scene) {}

    private final Path stage;
    private final int most;
    private final ClassLoader loader;
    private final Map<Pair, List<Deque<Order>>> open = new LinkedHashMap<>(); // by pair and number of delays
    private final long start = System.nanoTime();
    private final int[] tried = new int[DELAYS + 1]; // by number of delays
    private boolean isCutOff;

    /** For the stage in this folder, as it is compiled, and at most so many orders. */
    Explore(Path stage, int most) throws IOException {
        this.stage = stage;
        this.most = most;
        var watched = Server.watched(stage);
        loader = new StageLoader(stage.resolve("target/classes"), Gate.class, it -> Weaver.change(watched, it));
    }

    /** All pairs that are tried on this stage. */
    List<Pair> pairs() {
        return Pair.of(Files.exists(stage.resolve("target/classes/chat/Hub.class")));
    }

    /** The first order of these pairs that breaks a claim, with as few delays as can be; null if there is none. */
    Found search(List<Pair> pairs) throws IOException {
        for (Pair pair : pairs) {
            var orders = Stream.<Deque<Order>>generate(ArrayDeque::new).limit(DELAYS + 1).toList();
            orders.getFirst().add(new Order(false, List.of()));
            orders.getFirst().add(new Order(true, List.of()));
            open.put(pair, orders);
        }
        for (int delays = 0; delays <= DELAYS; delays++) {
            int now = delays;
            while (pairs.stream().anyMatch(pair -> !open.get(pair).get(now).isEmpty())) {
                for (Pair pair : pairs) { // one of each in turn, so that none is left out if this is cut off
                    Order order = open.get(pair).get(now).poll();
                    isCutOff = IntStream.of(tried).sum() >= most || System.nanoTime() - start > LONGEST.toNanos();
                    if (isCutOff) {
                        return null;
                    }
                    Found found = order == null ? null : attempt(pair, order);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /** Tries an order. Those that differ from it in one more delay, after its own, are to be tried later. */
    private Found attempt(Pair pair, Order order) throws IOException {
        int delays = order.delays.size();
        try (var trial = new Trial(loader)) {
            trial.play(pair.before());
            int scene = trial.decisions().size();
            if (!trial.race(order.isReversed ? pair.deeds().reversed() : pair.deeds(), order.delays)) {
                return null; // tried already
            }
            tried[delays]++;
            for (int choice : delays < DELAYS ? trial.choices() : List.<Integer>of()) {
                if (delays == 0 || choice > order.delays.getLast()) {
                    open.get(pair).get(delays + 1).add(new Order(order.isReversed,
                            Stream.concat(order.delays.stream(), Stream.of(choice)).toList()));
                }
            }
            var seen = new Seen(trial.screens());
            if (trial.stuck().isEmpty()) {
                trial.play(pair.after().apply(seen));
                seen = new Seen(trial.screens());
                pair.claims().accept(seen);
            }
            var stuck = trial.stuck();
            return seen.broken() == null && stuck.isEmpty() ? null
                    : new Found(pair, seen.broken(), seen.aims(), stuck, List.copyOf(trial.decisions()), scene);
        }
    }

    /** How many orders were tried, and in what time. */
    String tried() {
        return "%d orders without a delay, %d with one, %d with two%s: %.0f s".formatted(tried[0], tried[1], tried[2],
                isCutOff ? " (of more, which were left out)" : "", (System.nanoTime() - start) / 1e9);
    }

    /** Does the same on a server that is steered line by line. Null if it doesn't come out the same. */
    Film film(Found found) throws IOException {
        try (var run = new Run(stage)) {
            for (String decision : found.decisions) {
                run.decide(decision);
            }
            var facts = run.facts();
            var aims = new ArrayList<String>(found.broken == null ? List.of() : found.aims);
            facts.stream().filter(it -> it.isThread() && found.stuck.contains(it.of())
                    && !it.text().startsWith("waits for a line")).map(Fact::toString).forEach(aims::add);
            if (aims.isEmpty() || !aims.stream().allMatch(it -> Film.isSo(it, facts))) {
                return null;
            }
            String claim = found.broken == null ? "nobody waits for ever: " + String.join(", ", aims) : found.broken;
            var last = run.steps().getLast().seen();
            if (!last.isEmpty() && !aims.contains(last.getLast())) {
                aims.add(last.getLast()); // so the aim isn't reached before the end
            }
            var head = new LinkedHashMap<String, List<String>>();
            head.put("title", List.of(found.pair.title()));
            head.put("stage", List.of(String.valueOf(Film.number(stage))));
            head.put("claim", List.of(claim));
            head.put("aim", aims);
            return new Film("explore", head, List.copyOf(run.steps()), found.scene);
        } catch (Refusal e) {
            return null;
        }
    }

    /** What came of it, for the reader. The film of the order that was found is written into the stage's target. */
    private String report() throws IOException {
        Path file = stage.resolve("target/explore.film");
        Files.deleteIfExists(file);
        Found found = search(pairs());
        String tried = tried();
        if (found == null) {
            return "Every claim holds in each of these orders.\n" + tried;
        }
        Film film = film(found);
        if (film == null) {
            return "An order breaks a claim, but a second time it came out otherwise: " + found.pair.title() + "; "
                    + found.broken + "\n" + String.join("\n", found.decisions) + "\n" + tried;
        }
        Files.writeString(file, film.text());
        return """
                A claim is broken when %s:
                %s

                %s
                %s
                To go through it step by step: ./mvnw -q -pl %s "-Dsteer=target/explore.film\""""
                .formatted(film.title(), film.head().get("claim").getFirst(), Table.of(film).text(), tried,
                        stage.toRealPath().getFileName());
    }

    /** Explores the stage in this folder. There is a file called explore.failed in its target unless all claims held. */
    static void main(String[] args) throws IOException {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        Path stage = Path.of(args[0]);
        Path failed = stage.resolve("target/explore.failed");
        Files.writeString(failed, "");
        PrintStream out = System.out;
        var nothing = new PrintStream(OutputStream.nullOutputStream());
        System.setOut(nothing); // the servers talk
        System.setErr(nothing); // and their threads die
        try {
            if (!Files.exists(stage.resolve("target/classes/chat/ChatRoom.class"))) {
                out.println("There is nothing to explore in this stage, for it has no ChatRoom. Try stage 2.");
                Files.delete(failed);
                return;
            }
            var explore = new Explore(stage, MOST);
            out.println(explore.report());
            if (!Files.exists(stage.resolve("target/explore.film"))) {
                Files.delete(failed);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            out.println("This can't be explored: " + e.getMessage());
        }
        System.exit(0); // a thread may wait for ever
    }
}
