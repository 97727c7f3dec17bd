package scheduler;

import module java.base;

/**
 * Walks through the orders in which the threads of a server can do two things at the same time, and judges each by what
 * the clients have seen. It needs no debugger: Explore and the checks of the exercises use it.
 */
public final class Search {
    private static final int DELAYS = 2;
    static final String NO_FILM = "not possible step by step: -Dsteer moves virtual threads only";
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** An order: who begins, and before which moves whoever's turn it is goes to the end of the line. */
    private record Order(boolean isReversed, List<Integer> delays) {}

    /**
     * An order that breaks a claim: which, null if it is that somebody waits for ever; what shows that, or who waits;
     * what was done, as a film's decisions and as told; how many decisions came before the two began; what each client
     * saw last; and whether other threads than virtual ones were moved, which a film can't show.
     */
    record Found(Pair pair, String broken, List<String> aims, List<String> stuck, List<String> decisions,
            List<String> told, int scene, List<String> last, boolean movedOthers) {
        String claim() {
            return broken != null ? broken : "nobody waits for ever: " + String.join(", ", stuck);
        }

        /** What was done, in lines for people. */
        String story() {
            return told.stream().filter(it -> !it.matches("room .* did all that it had to")).distinct()
                    .collect(Collectors.joining("; ")).replaceAll("(.{60,110}?); ", "$1;\n    ");
        }
    }

    private final int most;
    private final ClassLoader loader;
    private final Map<Pair, List<Deque<Order>>> open = new LinkedHashMap<>(); // by pair and number of delays
    private final long start = System.nanoTime();
    private final int[] tried = new int[DELAYS + 1]; // by number of delays
    private boolean isCutOff;

    /** In the classes of this folder, whose threads stop before each line of those watched; at most so many orders. */
    Search(Path classes, List<String> watched, int most) throws IOException {
        this.most = most;
        loader = new StageLoader(classes, Gate.class, it -> Weaver.change(watched, it));
    }

    /**
     * Fails if one of these pairs, each tried in at most so many orders, breaks a claim on the server whose class this
     * is. The message tells which and in what order, and the order is left as a film beside the classes. Probably is
     * what that means.
     */
    public static synchronized void check(Class<?> server, String stage, int most, String probably, Pair... pairs)
            throws Exception {
        Path classes = Path.of(server.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.deleteIfExists(classes.resolveSibling("explore.film"));
        Found found;
        try {
            var search = new Search(classes, Weaver.andSession(Weaver.watched(classes.resolve("chat"))),
                    most * pairs.length);
            found = search.search(List.of(pairs));
        } catch (IOException e) {
            throw new AssertionError("the orders of your threads can't be tried: " + e.getMessage(), e);
        }
        if (found == null) {
            return;
        }
        var film = new ArrayList<>(List.of("title: " + found.pair.title(), "stage: " + stage.charAt("stage0".length()),
                "inside: Session", "claim: " + found.claim(), "goal: A claim is broken: " + found.claim() + "."));
        var aims = found.broken != null ? found.aims.stream()
                : found.stuck.stream().map(it -> "not " + it + " waits for a line of " + it);
        Stream.concat(aims, found.last.stream()).forEach(aim -> film.add("aim: " + aim));
        film.add("");
        film.addAll(found.decisions);
        film.add(film.size() - found.decisions.size() + found.scene, "---");
        if (!found.movedOthers) {
            Files.write(classes.resolveSibling("explore.film"), film);
        }
        throw new AssertionError("""
                %s
                  what was done, when %s:
                    %s
                  what it probably means: %s
                  see it: %s"""
                .formatted(found.claim(), found.pair.title(), found.story(), probably, found.movedOthers ? NO_FILM
                        : "./mvnw -q -pl %s \"-Dsteer=target/explore.film\"".formatted(stage)));
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
            if (seen.broken() == null && stuck.isEmpty()) {
                return null;
            }
            var last = new ArrayList<String>();
            trial.screens().forEach((who, lines) -> {
                if (!lines.isEmpty()) {
                    last.add(who + " sees: " + lines.getLast());
                }
            });
            return new Found(pair, seen.broken(), seen.aims(), stuck, List.copyOf(trial.decisions()), trial.told(), scene,
                    last, trial.movedOthers());
        }
    }

    /** How many orders were tried, and in what time. */
    String tried() {
        return "%d orders in which no thread is held, %d in which one is, %d in which two are%s: %.0f s".formatted(
                tried[0], tried[1], tried[2], isCutOff ? " (of more, which were left out)" : "",
                (System.nanoTime() - start) / 1e9);
    }
}
