package scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stages break the claims that they are declared to break, and wrong ones break those that are theirs. One test at a
 * time: there is one Gate in a JVM.
 */
@Execution(ExecutionMode.SAME_THREAD)
class ExploreTest {
    private static final boolean THOROUGH = System.getProperty("thorough") != null;
    private static final int ALL = Integer.MAX_VALUE;
    private static final int SOME = THOROUGH ? ALL : 300; // for stages 3 and 4 that is all with one delay, and more

    private static final int MANY = 2_000;
    private static final int FEW = 100; // these begin with all without a delay

    private static final String TWO_LINES = "one joins while another says two things";
    private static final String LINE_AND_END = "one joins while another says something and leaves";
    private static final String LINE_AND_MOVE =
            "one says something and goes to another room while another says something";
    private static final String POOL = "Executors.newVirtualThreadPerTaskExecutor()";

    @TempDir private Path folder;

    private static Explore explore(int stage) throws IOException {
        return new Explore(Film.stage(Path.of("../.."), stage), ALL);
    }

    @Test
    void stage2BreaksWhatItIsDeclaredToBreak() throws Exception {
        assertBreaksWhatStage2Does(Film.stage(Path.of("../.."), 2));
    }

    private static void assertBreaksWhatStage2Does(Path stage) throws Exception {
        var broken = new LinkedHashMap<String, String>();
        for (Pair pair : new Explore(stage, ALL).pairs()) {
            var found = new Explore(stage, ALL).search(List.of(pair));
            broken.put(pair.title(), found == null ? "holds" : found.broken());
        }
        assertThat(broken).containsExactly(
                Map.entry("two clients ask for one name", "one name: neither ada1 nor ada2 is refused"),
                Map.entry("one joins while another says something",
                        "exactly once: dan sees \"[time][eve]: hello\" twice"),
                Map.entry("two say something",
                        "in order: zoe sees \"[time][bob]: hi\" first, ann \"[time][eve]: hello\""),
                Map.entry("one joins while another leaves",
                        "exactly once: bob doesn't see \"* eve has left the chat\""),
                Map.entry("one leaves while another says something",
                        "exactly once: eve doesn't see \"[time][ann]: still here?\""),
                Map.entry("two leave", "exactly once: ivy doesn't see \"* bob has left the chat\""),
                Map.entry("one asks for the name of one who leaves", "holds"),
                Map.entry("two join", "exactly once: bob doesn't see \"[time][ann]: still here?\""),
                Map.entry(TWO_LINES, "exactly once: dan sees \"[time][eve]: hello\" twice"),
                Map.entry(LINE_AND_END, "exactly once: dan sees \"[time][eve]: bye\" twice"));
    }

    /** What a server with platform threads may use instead of virtual ones. */
    enum Threads {
        CACHED("Executors.newCachedThreadPool()"),
        FIXED("Executors.newFixedThreadPool(20)"),
        MADE_BY_ITS_OWN("new ThreadPoolExecutor(20, 20, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>())"),
        ONE_EACH("Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())"),
        STARTED_BY_IT("Executors.newThreadPerTaskExecutor(task -> new Thread(task))");

        final String made;

        Threads(String made) {
            this.made = made;
        }

        String in(String source) {
            return source.replace(POOL, made);
        }
    }

    @ParameterizedTest
    @EnumSource(Threads.class)
    void platformThreadsBreakTheSame(Threads threads) throws Exception {
        assertBreaksWhatStage2Does(Variant.of(folder, 2, "ChatServer", threads::in));
    }

    @ParameterizedTest
    @EnumSource(value = Threads.class, names = {"CACHED", "ONE_EACH"})
    void platformThreadsHoldWhatStage3Holds(Threads threads) throws Exception {
        var explore = new Explore(Variant.of(folder, 3, "ChatServer", threads::in), FEW);
        assertThat(explore.search(explore.pairs())).as("what is broken").isNull();
        assertThat(explore.tried()).contains(" in which one is,").doesNotContain(" 0 in which one is,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"new Thread(() -> serve(socket)).start()", "Thread.ofPlatform().start(() -> serve(socket))",
        "Thread thread = Thread.ofPlatform().unstarted(() -> serve(socket)); thread.setDaemon(false); thread.start()",
        "Executors.newSingleThreadExecutor().execute(() -> serve(socket))"})
    void oneThatIsStartedByItselfIsMovedToo(String start) throws Exception {
        Path stage = serving(start);
        var explore = new Explore(stage, ALL);
        var found = explore.search(explore.pairs());
        assertThat(found.broken()).isEqualTo("one name: neither ada1 nor ada2 is refused");
        assertThat(found.movedOthers()).isTrue();
    }

    /** Stage 2, which starts a client's thread in this way. */
    private Path serving(String start) throws IOException {
        return Variant.of(folder, 2, "ChatServer",
                source -> replaced(source, "threads.execute(() -> serve(socket))", start));
    }

    /** As Maven sees it, for which the file is. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "new Thread(() -> serve(socket)).start() | A claim is broken when two clients ask for one name:",
        "CompletableFuture.runAsync(() -> serve(socket)) | This can't be explored: the server has a thread that"})
    void whatCantBeShownStepByStepFailsAllTheSame(String start, String said) throws Exception {
        Path stage = serving(start);
        String classes = Path.of(Explore.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classes, "scheduler.Explore", stage.toString()).redirectErrorStream(true).start();
        String output;
        try {
            output = new String(process.getInputStream().readAllBytes());
        } finally {
            process.destroyForcibly(); // if the test's time-out ends this
        }
        assertThat(output).startsWith(said).doesNotContain("-Dsteer=target");
        assertThat(stage.resolve("target/explore.failed")).as("what fails the build, after: %s", output).exists();
        assertThat(stage.resolve("target/explore.film")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "CompletableFuture.runAsync(() -> serve(socket)) | ForkJoinPool.commonPool-worker-",
        "new Thread() { public void run() { serve(socket); } }.start() | class chat.ChatServer$1"})
    void aThreadThatCantBeHeldIsSaidSo(String start, String which) throws Exception {
        Path stage = serving(start);
        var explore = new Explore(stage, ALL);
        assertThatThrownBy(() -> explore.search(explore.pairs())).isInstanceOf(IOException.class)
                .hasMessageStartingWith("the server has a thread that can't be held").hasMessageContaining(which);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void theLaterStagesBreakNothing(int stage) throws Exception {
        var explore = new Explore(Film.stage(Path.of("../.."), stage), SOME);
        assertThat(explore.search(explore.pairs())).as("what stage %d breaks", stage).isNull();
        assertThat(explore.tried()).contains(" in which one is,").doesNotContain(" 0 in which one is,");
    }

    @Test
    void theSameCodeGivesTheSameAnswer() throws Exception {
        var explore = explore(2);
        var again = explore(2);
        assertThat(explore.search(explore.pairs()).decisions()).isEqualTo(again.search(again.pairs()).decisions());
    }

    /** Only this pair finds what is wrong with a stage. */
    private static void assertOnly(Path stage, String title) throws Exception {
        var explore = new Explore(stage, MANY);
        assertThat(explore.search(explore.pairs().stream().filter(it -> !it.title().equals(title)).toList()))
                .as("what other pairs find than: " + title).isNull();
    }

    /** Searches a stage that is made wrong, and shows what is found on a server that is steered. */
    private void assertBroken(int number, String type, UnaryOperator<String> change, String title, String claim)
            throws Exception {
        assertBroken(Variant.of(folder, number, type, change), title, claim);
    }

    private static void assertBroken(Path stage, String title, String claim) throws Exception {
        Film film = assertFound(stage, title, claim);
        if (THOROUGH) {
            assertPlays(film, stage);
            if (List.of(LINE_AND_END, LINE_AND_MOVE).contains(title)) {
                assertOnly(stage, title);
            }
        }
    }

    private static void assertPlays(Film film, Path stage) throws Exception {
        assertThat(film.replay(stage).aim()).as("reaches its aim: %s", film.text()).isNotNegative();
    }

    private static Film assertFound(Path stage, String title, String claim) throws Exception {
        var explore = new Explore(stage, ALL);
        var found = explore.search(explore.pairs());
        assertThat(found).as("an order that breaks a claim; tried were " + explore.tried()).isNotNull();
        Film film = explore.film(found);
        assertThat(film).as("the film of %s", found).isNotNull();
        assertThat(film.title()).as("%s", film.text()).isEqualTo(title);
        assertThat(film.head().get("claim").getFirst()).as("%s", film.text()).startsWith(claim);
        return film;
    }

    private static String replaced(String text, String... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            assertThat(text).containsOnlyOnce(pairs[i]);
            text = text.replace(pairs[i], pairs[i + 1]);
        }
        return text;
    }

    @Test
    void whoTakesTheNameInOneStepIsAMemberTooEarly() throws Exception {
        assertBroken(2, "ChatRoom", source -> replaced(source, "new HashMap<>", "new ConcurrentHashMap<>",
                "new ArrayList<>", "new CopyOnWriteArrayList<>",
                "members.containsKey(name)", "members.putIfAbsent(name, client) != null",
                "        members.put(name, client);\n", ""),
                "one joins while another says something", "exactly once: dan sees \"[time][eve]: hello\" twice");
    }

    @Test
    void whoLocksTheLookAndTheActLetsTwoInBetween() throws Exception {
        assertBroken(3, "ChatRoom", source -> replaced(source, "synchronized boolean join", "boolean join",
                "        if (members.containsKey(name)) {\n            return false;\n        }\n", """
                        synchronized (this) {
                            if (members.containsKey(name)) {
                                return false;
                            }
                        }
                        synchronized (this) {
                """,
                "        return true;\n", "        return true;\n        }\n"),
                "two clients ask for one name", "one name: neither ada1 nor ada2 is refused");
    }

    @Test
    void whoTakesTwoLocksInTwoOrdersWaitsForEver() throws Exception {
        Path stage = Variant.withTwoLocks(folder);
        assertPlays(assertFound(stage, "one joins while another says something",
                "nobody waits for ever: eve waits for the lock of ArrayList, which dan holds, "
                + "dan waits for the lock of ChatRoom, which eve holds"), stage);
    }

    @Test
    void whoCountsThoseThatHaveArrivedRemovesARoomTooEarly() throws Exception {
        assertBroken(5, "Hub", source -> replaced(source, "        counts.merge(name, 1, Integer::sum);\n", "",
                "return add(name, 1);", "return add(name, 0);",
                "to.join(client);", "to.join(client);\ncount(to);", "return lobby;", "count(lobby);\nreturn lobby;",
                "private synchronized ChatRoom open", """
                        private synchronized void count(ChatRoom room) {
                            counts.merge(room.name(), 1, Integer::sum);
                        }

                        private synchronized ChatRoom open"""),
                "one goes to a room while its last member goes to another", "nobody is left behind: ann must be in den");
    }

    @Test
    void whoReleasesARoomBeforeItHasHeardWaitsForARoomThatHasEnded() throws Exception {
        assertBroken(5, "Hub", source -> replaced(source, "        from.leave(client);\n        release(from);\n",
                "        release(from);\n        from.leave(client);\n"),
                "one creates a room while the last member of the old one goes",
                "nobody waits for ever: bob waits for an answer of room den");
    }

    @Test
    void whoFreesANameBeforeTheRoomHasHeardGivesItAwayTooEarly() throws Exception {
        assertBroken(5, "Hub", source -> replaced(source, "            names.remove(client.name());\n", "",
                "            room.leave(client);\n",
                "            names.remove(client.name());\n            room.leave(client);\n"),
                "one asks for the name of one who leaves", "exactly once: ann doesn't see \"* bob has left lobby\"");
    }

    @Test
    void whoLooksForARoomAndThenCreatesItCreatesTwo() throws Exception {
        assertBroken(6, "Hub", source -> replaced(source, "private synchronized ChatRoom open", "private ChatRoom open",
                "if (rooms.containsKey(name)) {", """
                boolean is;
                synchronized (this) {
                    is = rooms.containsKey(name);
                }
                if (is) {"""),
                "two create one room", "one room of a name: neither ann nor bob is refused");
    }

    @Test
    void aClassOfTheReadersOwnIsExploredToo() throws Exception {
        Path members = Files.writeString(folder.resolve("Members.java"), """
                package chat;

                import module java.base;

                /** Those who are in. */
                final class Members {
                    private final Map<String, Client> map = new HashMap<>();

                    /** False if another has the name. */
                    boolean add(String name, Client client) {
                        synchronized (this) {
                            if (map.containsKey(name)) {
                                return false;
                            }
                        }
                        put(name, client);
                        return true;
                    }

                    private synchronized void put(String name, Client client) {
                        map.put(name, client);
                    }

                    synchronized boolean remove(String name, Client client) {
                        return map.remove(name, client);
                    }

                    synchronized Collection<Client> all() {
                        return List.copyOf(map.values());
                    }
                }
                """);
        Path stage = Variant.of(folder, 3, "ChatRoom", source -> replaced(source,
                "Map<String, Client> members = new HashMap<>()", "Members members = new Members()",
                "        if (members.containsKey(name)) {", "        if (!members.add(name, client)) {",
                "        members.put(name, client);\n", "", "synchronized boolean join", "boolean join")
                .replace("members.values()", "members.all()"), members);
        var explore = new Explore(stage, ALL);
        var found = explore.search(explore.pairs().subList(0, 1));
        assertThat(found.broken()).isEqualTo("one name: neither ada1 nor ada2 is refused");
        assertThat(explore.film(found).text()).contains("ada1 stands before `if (map.containsKey(name)) {` in add");
    }

    /** A learner's mistake may be in a session, which looks and then acts. */
    @Test
    void aCheckStopsInSessionTooAndSoDoesItsFilm() throws Exception {
        Path stage = Patched.of(Film.stage(Path.of("../.."), 3),
                Path.of("../../docs/solutions/3.5/wrong-looks-in-the-session.patch"));
        Path classes = stage.resolve("target/classes");
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            var server = loader.loadClass("chat.ChatServer");
            var pair = new Pair("two want one new name", Pair.setup("ada", "bob"),
                    Pair.deeds("type ada /name grace", "type bob /name grace"), _ -> List.of(),
                    seen -> seen.oneIsRefused("one name", "* That name is taken.", "ada", "bob"));
            assertThatThrownBy(() -> Search.check(server, "stage03-mutex-state", SOME, "it looks, then acts", pair))
                    .hasMessageStartingWith("one name: neither ada nor bob is refused");
        }
        assertThat(Film.read(classes.resolveSibling("explore.film")).replay(stage).film().text())
                .contains("ada stands before `String command = Text.strip(line);` in obey");
    }

    @Test
    void whoSendsTheHistoryOutsideTheLockSendsItAfterALaterLine() throws Exception {
        Path stage = Variant.of(folder, 3, "ChatRoom", source -> replaced(source,
                "synchronized boolean join", "boolean join",
                "        if (members.containsKey(name)) {\n            return false;\n        }\n"
                + "        client.send(history.stream().map(Message::line).collect(Collectors.joining()));\n", """
                        String past;
                        synchronized (this) {
                            if (members.containsKey(name)) {
                                return false;
                            }
                            past = history.stream().map(Message::line).collect(Collectors.joining());
                """,
                "        return true;\n", "        }\n        client.send(past);\n        return true;\n"));
        var explore = new Explore(stage, ALL);
        var found = explore.search(explore.pairs());
        assertThat(found.pair().title()).isEqualTo(TWO_LINES);
        assertThat(found.broken()).isEqualTo("in order: dan sees \"[time][eve]: bye\" before \"[time][eve]: hello\"");
    }

    @Test
    void whoLeavesPastTheInboxIsGoneBeforeItsLastLineIsHeard() throws Exception {
        assertBroken(4, "ChatRoom", source -> replaced(source,
                "members = new HashMap", "members = new ConcurrentHashMap",
                """
                        inbox.put(new Leave(client, reply));
                        reply.take(); // from now on the room sends the client nothing
                """, "        reply.add(remove(client));\n",
                "    boolean remove(Client client) throws InterruptedException {\n"
                + "        assert Thread.currentThread() == thread;\n",
                "    boolean remove(Client client) throws InterruptedException {\n"),
                LINE_AND_END, "in order: ann sees \"* eve has left the chat\" before \"[time][eve]: bye\"");
    }

    @Test
    void whoDoesntWaitUntilTheOldRoomHasHeardHearsItInTheNewOne() throws Exception {
        assertBroken(departing("inbox.put(new Leave(client, new ArrayBlockingQueue<>(1)));"), LINE_AND_MOVE,
                "in order: ann sees \"* You are alone in den.\" before \"[time][bob]: hello\"");
    }

    @Test
    void whoMovesPastTheInboxIsGoneBeforeItsLastLineIsHeard() throws Exception {
        assertBroken(departing("""
                if (members.remove(client.name(), client)) {
                    broadcast("* " + client.name() + " has left " + name + "\\n", members.values(), client);
                }"""), LINE_AND_MOVE, "in order: bob sees \"* ann has left lobby\" before \"[time][ann]: bye\"");
    }

    /** Stage 5, whose clients leave a room for another in this way. */
    private Path departing(String way) throws Exception {
        Path copy = Variant.of(folder, 5, "ChatRoom", source -> replaced(source,
                "new LinkedHashMap", "new ConcurrentHashMap", "    /** Ends the room's thread",
                "void depart(Client client) throws InterruptedException {\n" + way + "\n}\n/** Ends the room's thread"));
        return Variant.more(copy, "Hub", source -> replaced(source, "        from.leave(client);\n",
                "        from.depart(client);\n"));
    }

    @Test
    void whoHandsEachLineToAThreadOfItsOwnMixesThem() throws Exception {
        Path stage = Variant.of(folder, 4, "Session", source -> replaced(source,
                "            room.say(client, line);", """
                            lines.submit(() -> {
                                room.say(client, line);
                                return null;
                            });""",
                "        room.leave(client);", "        lines.close(); // what was said before isn't lost\n"
                + "        room.leave(client);",
                "    private final String peer;",
                "    private final ExecutorService lines = " + POOL + ";\n    private final String peer;"));
        assertPlays(assertFound(stage, TWO_LINES,
                "in order: ann sees \"[time][eve]: bye\" before \"[time][eve]: hello\""), stage);
        if (THOROUGH) {
            assertOnly(stage, TWO_LINES);
        }
    }

    @Test
    void aLambdaIsExploredToo() throws Exception {
        assertBroken(2, "ChatRoom", source -> replaced(source,
                "        if (members.containsKey(name)) {", """
                        return inTurn(() -> {
                        if (members.containsKey(name)) {""",
                "        return true;\n    }\n", """
                        return true;
                        });
                    }

                    private static boolean inTurn(BooleanSupplier work) {
                        return work.getAsBoolean();
                    }
                """),
                "two clients ask for one name", "one name: neither ada1 nor ada2 is refused");
    }

    @Test
    void whatCantBeLoadedIsSaidSo() throws Exception {
        Path stage = Files.createDirectories(folder.resolve("stage02-mine"));
        Files.createDirectories(stage.resolve("target/classes/chat"));
        Files.createDirectories(stage.resolve("src/main/java/chat"));
        var explore = new Explore(stage, ALL);
        assertThatThrownBy(() -> explore.search(explore.pairs())).isInstanceOf(IOException.class)
                .hasMessageStartingWith("the server's classes can't be used: java.lang.ClassNotFoundException");
    }
}
