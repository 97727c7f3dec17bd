package scheduler;

import module java.base;

/**
 * Walks through the orders in which the threads of a stage can do two things at the same time, as its classes are now:
 * {@code ./mvnw -q test -pl stage02-thread-per-client -Dexplore}. Tells the first that breaks a claim, as a film.
 */
final class Explore {
    private static final int DELAYS = 2;

    /** An order: who begins, and before which moves whoever's turn it is goes to the end of the line. */
    private record Order(Pair pair, boolean isReversed, List<Integer> delays) {}

    /** An order that breaks a claim. */
    record Found(Pair pair, String broken, List<String> aims, List<String> decisions) {}

    private final ClassLoader loader;
    int tried;

    Explore(Path classes) throws IOException {
        loader = new StageLoader(classes, Gate.class, Weaver::change);
    }

    /** The first order of these pairs that breaks a claim, with as few delays as can be; or null. */
    Found search(List<Pair> pairs) throws IOException {
        Deque<Order> open = new ArrayDeque<>();
        for (Pair pair : pairs) {
            open.add(new Order(pair, false, List.of()));
            open.add(new Order(pair, true, List.of()));
        }
        Found found = null;
        while (found == null && !open.isEmpty()) {
            found = attempt(open.remove(), open);
        }
        return found;
    }

    /** Tries an order. Adds to the open ones those that differ from it in one more delay, after its own. */
    private Found attempt(Order order, Deque<Order> open) throws IOException {
        tried++;
        long a0 = System.nanoTime();
        try (var trial = new Trial(loader)) {
            T[0] += System.nanoTime() - a0; a0 = System.nanoTime();
            trial.play(order.pair.before());
            T[1] += System.nanoTime() - a0;
            long t0 = System.nanoTime();
            if (!trial.race(order.isReversed ? order.pair.deeds().reversed() : order.pair.deeds(), order.delays)) {tried--;voids++;return null;}
            race += System.nanoTime() - t0;
            var seen = new Seen(trial.screens());
            var stuck = trial.stuck();
            if (stuck.isEmpty()) {
                a0 = System.nanoTime();
                trial.play(order.pair.after().apply(seen));
                T[2] += System.nanoTime() - a0;
                seen = new Seen(trial.screens());
                order.pair.claims().accept(seen);
                stuck = trial.stuck();
            }
            int last = order.delays.isEmpty() ? 0 : order.delays.getLast();
            for (int choice : order.delays.size() < DELAYS ? trial.choices() : List.<Integer>of()) {
                if (choice > last) {
                    open.add(new Order(order.pair, order.isReversed,
                            Stream.concat(order.delays.stream(), Stream.of(choice)).toList()));
                }
            }
            if (!stuck.isEmpty()) {
                seen.breaks("nobody waits for ever: " + String.join(" and ", stuck) + " can't go on");
            }
            return seen.broken() == null ? null
                    : new Found(order.pair, seen.broken(), seen.aims(), List.copyOf(trial.decisions()));
        }
    }
    long race; int moves, voids; static long[] T = new long[8];

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
            out.println(pair.title() + ": " + explore.tried + " orders " + explore.voids + " voids, race " + explore.race / 1000000 + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
            out.println(Arrays.toString(Arrays.stream(T).map(it -> it / 1000000).toArray()));out.println(found == null ? "holds" : found.broken() + " " + found.decisions().subList(found.pair.before().size(), found.decisions().size()));
        }
    }
}
