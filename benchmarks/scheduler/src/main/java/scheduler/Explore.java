package scheduler;

import module java.base;

/**
 * Walks through the orders in which the threads of a stage can do two things at the same time, as its classes are now:
 * {@code ./mvnw -q test -pl stage02-thread-per-client -Dexplore}. Tells the first that breaks a claim, as a film.
 */
final class Explore {
    private static final int CHANGES = 2; // of threads, other than when one can't go on

    /** An order: a choice of who moves, by its number, for each of those that aren't the usual ones. */
    private record Order(Pair pair, Map<Integer, String> choices, int changes) {}

    /** An order that breaks a claim. */
    record Found(Pair pair, String broken, List<String> aims, List<String> decisions) {}

    private final ClassLoader loader;
    int tried;

    Explore(Path classes) throws IOException {
        loader = new StageLoader(classes, Gate.class, Weaver::change);
    }

    /** The first order of these pairs that breaks a claim, with as few changes of threads as can be; or null. */
    Found search(List<Pair> pairs) throws IOException {
        var open = new ArrayList<Deque<Order>>();
        for (int changes = 0; changes <= CHANGES; changes++) {
            open.add(new ArrayDeque<>());
        }
        pairs.forEach(pair -> open.getFirst().add(new Order(pair, Map.of(), 0)));
        for (var orders : open) {
            while (!orders.isEmpty()) {
                Found found = attempt(orders.remove(), open);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Tries an order. Adds to the open ones those that differ from it in one more choice, after its own. */
    private Found attempt(Order order, List<Deque<Order>> open) throws IOException {
        tried++;
        try (var trial = new Trial(loader)) {
            trial.play(order.pair.before());
            int scene = trial.decisions().size();
            trial.race(order.pair.deeds(), order.choices);
            var seen = new Seen(trial.screens());
            var stuck = trial.stuck();
            if (stuck.isEmpty()) {
                trial.play(order.pair.after().apply(seen));
                seen = new Seen(trial.screens());
                order.pair.claims().accept(seen);
                stuck = trial.stuck();
            }
            int last = order.choices.keySet().stream().mapToInt(it -> it).max().orElse(-1);
            for (int i = last + 1; i < trial.choices().size(); i++) {
                var choice = trial.choices().get(i);
                int changes = order.changes + (choice.isChange() ? 1 : 0);
                for (String other : changes > CHANGES ? List.<String>of() : choice.others()) {
                    var choices = new HashMap<>(order.choices);
                    choices.put(i, other);
                    open.get(changes).add(new Order(order.pair, choices, changes));
                }
            }
            if (!stuck.isEmpty()) {
                seen.breaks("nobody waits for ever: " + String.join(" and ", stuck) + " can't go on");
            }
            return seen.broken() == null ? null
                    : new Found(order.pair, seen.broken(), seen.aims(), List.copyOf(trial.decisions()));
        }
    }

    static void main(String[] args) throws IOException {
        var out = System.out;
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            if (!thread.isVirtual()) {
                e.printStackTrace();
            }
        });
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        Path stage = Path.of(args[0]);
        long start = System.nanoTime();
        boolean rooms = Files.exists(stage.resolve("target/classes/chat/Hub.class"));
        for (Pair pair : Pair.of(rooms)) {
            var explore = new Explore(stage.resolve("target/classes"));
            var found = explore.search(List.of(pair));
            out.println(pair.title() + ": " + explore.tried + " orders " + (System.nanoTime() - start) / 1_000_000 + " ms");
            out.println(found == null ? "holds" : found.broken() + " " + found.decisions().subList(found.pair.before().size(), found.decisions().size()));
        }
    }
}
