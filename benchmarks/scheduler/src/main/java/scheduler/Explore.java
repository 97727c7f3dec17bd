package scheduler;

import module java.base;
import scheduler.Look.Fact;
import scheduler.Search.Found;
import scheduler.Server.Refusal;

/**
 * Walks through the orders in which the threads of a stage can do two things at the same time, with its classes as they
 * are now: {@code ./mvnw -q test -pl stage02-thread-per-client -Dexplore}. Shows the first order that breaks a claim.
 * In this JVM, with calls woven into the classes: a debugger with a JVM for each order is some forty times slower.
 */
final class Explore {
    private static final int MOST = 4_000; // orders: the same code gives the same answer, unless time runs out before

    private final Path stage;
    private final Search search;

    /** For the stage in this folder, as it is compiled, and at most so many orders. */
    Explore(Path stage, int most) throws IOException {
        this.stage = stage;
        search = new Search(stage.resolve("target/classes"), Server.watched(stage), most);
    }

    /** All pairs that are tried on this stage. */
    List<Pair> pairs() {
        return Pair.of(Files.exists(stage.resolve("target/classes/chat/Hub.class")));
    }

    Found search(List<Pair> pairs) throws IOException {
        return search.search(pairs);
    }

    String tried() {
        return search.tried();
    }

    /** Does the same on a server that is steered line by line. Null if it doesn't come out the same. */
    Film film(Found found) throws IOException {
        try (var run = new Run(stage)) {
            for (String decision : found.decisions()) {
                run.decide(decision);
            }
            var facts = run.facts();
            var aims = new ArrayList<String>(found.broken() == null ? List.of() : found.aims());
            facts.stream().filter(it -> it.isThread() && found.stuck().contains(it.of())
                    && !it.text().startsWith("waits for a line")).map(Fact::toString).forEach(aims::add);
            if (aims.isEmpty() || !aims.stream().allMatch(it -> Film.isSo(it, facts))) {
                return null;
            }
            String claim = found.broken() == null ? "nobody waits for ever: " + String.join(", ", aims) : found.broken();
            var last = run.steps().getLast().seen();
            if (!last.isEmpty() && !aims.contains(last.getLast())) {
                aims.add(last.getLast()); // so the aim isn't reached before the end
            }
            var head = new LinkedHashMap<String, List<String>>();
            head.put("title", List.of(found.pair().title()));
            head.put("stage", List.of(String.valueOf(Film.number(stage))));
            head.put("claim", List.of(claim));
            head.put("goal", List.of("A claim is broken: " + claim + "."));
            head.put("aim", aims);
            return new Film("explore", head, List.copyOf(run.steps()), found.scene());
        } catch (Refusal e) {
            return null;
        }
    }

    /** What came of it, for the reader. The film of the order that was found is written into the stage's target. */
    private String report(Found found) throws IOException {
        String tried = tried();
        if (found == null) {
            return "Every claim holds in each of these orders.\n" + tried;
        }
        Film film = film(found);
        if (film != null) {
            Files.writeString(stage.resolve("target/explore.film"), film.text());
        }
        return """
                A claim is broken when %s:
                %s

                %s
                %s
                To go through it step by step: %s"""
                .formatted(found.pair().title(), film == null ? found.claim() : film.head().get("claim").getFirst(),
                        film == null ? "    " + found.story() : Table.of(film).text(), tried,
                        film != null ? "./mvnw -q -pl %s \"-Dsteer=target/explore.film\""
                                .formatted(stage.toRealPath().getFileName())
                                : found.movedOthers() ? Search.NO_FILM
                                : "not possible: a second time, this order came out otherwise");
    }

    /** Explores the stage in this folder. There is a file called explore.failed in its target unless all claims held. */
    static void main(String[] args) throws IOException {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        Path stage = Path.of(args[0]);
        Path failed = stage.resolve("target/explore.failed");
        Files.writeString(failed, "");
        System.setErr(Gate.NOWHERE); // for servers' threads die
        try {
            if (!Files.exists(stage.resolve("target/classes/chat/ChatRoom.class"))) {
                IO.println("There is nothing to explore in this stage, for it has no ChatRoom. Try stage 2.");
                Files.delete(failed);
                return;
            }
            Files.deleteIfExists(stage.resolve("target/explore.film"));
            var explore = new Explore(stage, MOST);
            Found found = explore.search(explore.pairs());
            IO.println(explore.report(found));
            if (found == null) {
                Files.delete(failed);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            IO.println("This can't be explored: " + e.getMessage());
        }
        System.exit(0); // a thread may wait for ever
    }
}
