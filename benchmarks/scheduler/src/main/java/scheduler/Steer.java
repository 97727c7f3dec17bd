package scheduler;

import module java.base;
import scheduler.Server.Refusal;

/**
 * The page on which a stage's threads are steered: {@code ./mvnw -q -pl stage02-thread-per-client -Dsteer}.
 */
final class Steer {
    private static final String MENDED = " mended";

    private final Path stage;
    private final Path resources;
    private final Page page;
    Run run;
    private Film scene; // null: there is none
    private Path server; // what the run is of: the stage, or a variant of it
    private String key = "variant"; // under which the scene names its patch, if it has one, or "mended"
    private List<String> later = List.of(); // decisions that were taken back, or that a film has yet to come to
    private boolean reached; // the aim of the scene
    private boolean lost;
    private boolean next; // the reason why it can't be reached on this stage
    private String refusal;

    Steer(Path stage, Path resources) throws IOException {
        this.stage = stage.toRealPath();
        this.resources = resources;
        server = this.stage;
        run = new Run(server);
        page = new Page(resources.resolve("page.html"), this::answer);
    }

    String address() {
        return page.address();
    }

    void close() {
        run.close();
        page.close();
    }

    private Page.Answer answer(String what, String body) throws IOException {
        if (what.equals("film")) {
            return new Page.Answer("text/plain", film().text());
        }
        if (body != null) {
            refusal = null;
            try {
                act(what, body);
            } catch (IOException e) {
                refusal = e.getMessage();
            }
        }
        return Page.Answer.json(state());
    }

    private void act(String what, String body) throws IOException {
        var decisions = run.steps().stream().map(Run.Step::decision).toList();
        switch (what) {
            case "do" -> {
                if (decide(body)) {
                    later = List.of();
                }
            }
            case "goto" -> {
                var all = Stream.concat(decisions.stream(), later.stream()).toList();
                goTo(all, Math.clamp(Integer.parseInt(body), 0, all.size()));
            }
            case "reset" -> goTo(scene == null ? decisions : way(), scene == null ? 0 : scene.scene());
            case "scene" -> {
                String name = body.replace(MENDED, "");
                begin(name.isEmpty() ? null : Film.read(films().resolve(name + ".film")),
                        body.endsWith(MENDED) ? "mended" : "variant");
            }
            case "open" -> {
                if (body.startsWith("title: ") && body.contains("\nstage: ")) {
                    begin(Film.of("opened", body.lines().toList()), "variant");
                } else {
                    refusal = "this is no film";
                }
            }
            default -> refusal = "there is no " + what;
        }
    }

    /** Sets a scene. What the film does in it is yet to come. */
    private void begin(Film film, String key) throws IOException {
        server = film == null ? stage : film.of(stage, key);
        scene = film;
        this.key = key;
        goTo(way(), film == null ? 0 : film.scene());
    }

    /** The decisions of the scene's film, of which those that don't set the scene lead to its aim. */
    private List<String> way() {
        return scene == null ? List.of() : scene.steps().stream().map(Run.Step::decision).toList();
    }

    /** As many of these decisions, on a new server unless the run has come just so far. The rest is for later. */
    private void goTo(List<String> decisions, int count) throws IOException {
        var done = run.steps().stream().map(Run.Step::decision).toList();
        String inside = scene == null ? null : scene.first("inside");
        if (done.size() > count || !done.equals(decisions.subList(0, done.size())) || run.server().isDead()
                || !run.isOf(server, inside)) {
            run.close();
            run = new Run(server, inside);
            reached = lost = next = false;
        }
        later = decisions.subList(count, decisions.size());
        for (String decision : decisions.subList(run.steps().size(), count)) {
            if (!decide(decision)) {
                break;
            }
        }
    }

    private boolean decide(String decision) throws IOException {
        try {
            run.decide(decision);
            if (scene != null) {
                reached |= scene.holds("aim", run.facts());
                next |= scene.holds("next", run.facts());
                lost |= run.steps().size() > scene.scene() && scene.holdsOne("lost", run.facts());
            }
            return true;
        } catch (Refusal e) {
            refusal = e.getMessage();
            return false;
        }
    }

    private Path films() {
        return resources.resolve("films");
    }

    /** The run so far, to be saved. */
    private Film film() throws IOException {
        var head = new LinkedHashMap<String, List<String>>();
        head.put("title", List.of("A run of mine"));
        head.put("stage", List.of(String.valueOf(Film.number(stage))));
        if (scene != null) {
            head.putAll(scene.head());
            if (scene.head().containsKey(key)) {
                head.put("variant", scene.head().get(key));
            }
        }
        return new Film("my", head, run.steps(), scene == null ? 0 : scene.scene());
    }

    /** A scene as the page lists it: of this stage; of the one before; or of a variant, or a mended one. */
    private static Map<String, Object> listed(Film film, String name, String of) {
        return Map.of("name", name, "title", film.title() + of);
    }

    /** Why the aim can't be reached here: in the film's words, or by what was seen. */
    private String why() {
        return scene.head().containsKey("why") ? String.join(" ", scene.head().get("why"))
                : "Seen: " + String.join("; ", scene.head().get("next")) + ".";
    }

    private Map<String, Object> state() throws IOException {
        var state = new LinkedHashMap<String, Object>();
        var facts = run.facts();
        state.put("stage", stage.getFileName());
        state.put("variant", scene == null ? null : scene.first(key));
        state.put("inside", scene == null ? null : scene.first("inside"));
        state.put("port", run.server().port());
        state.put("limited", Jvm.isLimited(stage));
        state.put("dead", run.server().isDead());
        state.put("complaints", run.server().complaints());
        state.put("refusal", refusal);
        state.put("done", run.steps().stream()
                .map(it -> Map.of("decision", it.decision(), "seen", it.seen())).toList());
        state.put("later", later);
        state.put("way", !later.isEmpty() && way().equals(Stream.concat(
                run.steps().stream().map(Run.Step::decision), later.stream()).toList()));
        state.put("sources", run.server().sources());
        var lines = run.server().lines();
        var waits = run.server().waits();
        state.put("threads", facts.stream().filter(Look.Fact::isThread).map(it -> {
            var at = lines.get(it.of());
            var wait = waits.get(it.of());
            return Map.of("name", it.of(), "text", it.text(), "type", at == null ? "" : at.declaringType().name(),
                    "line", at == null ? 0 : at.lineNumber(),
                    "waits", wait == null ? "" : wait.declaringType().name() + ":" + wait.lineNumber());
        }).toList());
        state.put("suspended", run.server().suspended());
        state.put("facts", facts.stream().filter(it -> !it.isThread()).map(it -> List.of(it.of(), it.text())).toList());
        int number = Film.number(stage);
        var scenes = new ArrayList<Map<String, Object>>();
        var films = new ArrayList<Film>();
        for (Path file : Film.files(films())) {
            films.add(Film.read(file));
        }
        films.sort(Comparator.comparing((Film it) -> it.stage()).thenComparing(it -> it.steps().size())); // short first
        for (Film film : films) {
            boolean varies = film.head().containsKey("variant");
            if (film.stage() == number) {
                scenes.add(listed(film, film.name(), varies ? " (in a variant of the stage)" : ""));
            } else if (film.stage() == number - 1 && !varies) {
                scenes.add(listed(film, film.name(), " (of the stage before: can it still be done?)"));
            }
            if (film.stage() == number && varies) {
                scenes.add(listed(film, film.name() + MENDED, " (in the variant, mended: can it still be done?)"));
            }
        }
        state.put("scenes", scenes);
        if (scene != null) {
            state.put("scene", Map.of("name", scene.name() + (key.equals("mended") ? MENDED : ""),
                    "title", scene.title(),
                    "predict", scene.head().getOrDefault("predict", List.of()),
                    "goal", scene.head().getOrDefault("goal", List.of()),
                    "aim", scene.head().getOrDefault("aim", List.of()).stream()
                            .map(it -> List.of(it, Film.isSo(it, facts))).toList(),
                    "reached", reached, "lost", lost,
                    "next", next ? scene.head().get("next") : List.of(), "why", next ? why() : ""));
        }
        return state;
    }

    static void main(String[] args) throws IOException {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(1)));
        if (!Files.exists(Path.of(args[0], "src/main/java/chat/ChatRoom.java"))) {
            IO.println("There is nothing to steer in this stage, for it has no ChatRoom. Try stage 2.");
            System.exit(0);
        }
        Path film = args[2].equals("true") ? null : Path.of(args[0]).resolve(args[2]);
        if (film != null && !Files.exists(film)) {
            IO.println("There is no film " + film.toAbsolutePath().normalize() + ". -Dexplore makes one when it finds an"
                    + " order that breaks a claim.");
            System.exit(1);
        }
        var steer = new Steer(Path.of(args[0]), Path.of(args[1]));
        if (film != null) {
            steer.begin(Film.read(film), "variant");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(steer::close));
        IO.println(steer.run.server().greeting());
        IO.println("Steer the threads of this stage at " + steer.address());
        if (Jvm.isLimited(Path.of(args[0]))) {
            IO.println("Its time limits for idle and nameless clients are raised to 1000 hours. Its patience with a"
                    + " client that doesn't read is not: 1.25 seconds of it go by while you think.");
        }
        try {
            Thread.sleep(Long.MAX_VALUE); // until Ctrl-C
        } catch (InterruptedException e) {
            steer.close();
        }
    }
}
