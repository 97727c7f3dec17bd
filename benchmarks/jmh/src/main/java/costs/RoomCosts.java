package costs;

import module java.base;

import chat.Design;
import chat.SayBenchmark;
import costs.Figure.At;
import costs.Figure.Of;
import load.Contestant;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What happens inside a room, by JMH, with one stage's classes at a time on the class path. */
final class RoomCosts {
    /** The stage without a guard: right with one thread only. On its classes the other designs are built. */
    static final String NO_GUARD = "stage02";
    static final String LOCK = "stage03";
    /** All that have a room, in order. */
    static final List<String> STAGES = List.of(NO_GUARD, LOCK, "stage04", "stage05", "stage06");
    static final List<Design> LOCKS = List.of(Design.REENTRANT_LOCK, Design.READ_WRITE_LOCK, Design.STAMPED_LOCK);
    static final Design WITHOUT_ORDER = Design.CONCURRENT_HASH_MAP;
    static final List<Design> QUEUES = List.of(Design.ARRAY_BLOCKING_QUEUE, Design.LINKED_BLOCKING_QUEUE,
            Design.LINKED_TRANSFER_QUEUE, Design.JCTOOLS_MPSC, Design.PLATFORM_THREADS);
    static final At MANY = room(10, 1);
    static final At ONE = At.room(10, 1, 1);
    static final List<At> GROWING = List.of(MANY, room(100, 1), room(1000, 1));
    static final List<At> SPEAKING = List.of(MANY, room(10, 2), room(10, 4));
    /** How often as many rounds those two have that the page compares pair by pair. */
    private static final int PAIRS = 2;

    private final Findings findings;
    private final Path log;
    private final String ownClassPath = System.getProperty("java.class.path");
    private int round;

    RoomCosts(Findings findings, Path log) {
        this.findings = findings;
        this.log = log;
        // Two builds at once get into each other's way here, but JMH would let the second fail.
        System.setProperty("jmh.ignoreLock", "true");
    }

    private static At room(int receivers, int speaking) {
        return At.room(receivers, speaking, SayBenchmark.WINDOW);
    }

    /** Each once: the stages in JVMs of their own, the rest in this one. */
    void once() throws IOException, RunnerException {
        for (String stage : STAGES) {
            say(stage, List.of(Design.STAGE), MANY);
        }
        var others = EnumSet.complementOf(EnumSet.of(Design.STAGE));
        run(NO_GUARD, options("SayBenchmark", 1, Mode.AverageTime)
                .param("design", names(others).toArray(String[]::new)).forks(0));
        run(NO_GUARD, options("Pitfalls", 2, Mode.AverageTime).forks(0));
    }

    /** One round of all measurements, each in a JVM of its own; those that are compared, one soon after the other. */
    void round(int number) throws IOException, RunnerException {
        var pair = List.of(NO_GUARD, LOCK);
        for (round = PAIRS * (number - 1) + 1; round <= PAIRS * number; round++) {
            for (String stage : round % 2 == 0 ? pair : pair.reversed()) {
                say(stage, List.of(Design.STAGE), MANY);
            }
        }
        round = number;
        for (At at : Stream.of(GROWING, List.of(ONE), SPEAKING).flatMap(List::stream).distinct().toList()) {
            for (String stage : STAGES) {
                boolean isRight = at.speaking() == 1 || !stage.equals(NO_GUARD);
                boolean isDone = at.equals(MANY) && pair.contains(stage);
                if (isRight && !isDone) {
                    say(stage, List.of(Design.STAGE), at);
                }
            }
        }
        for (At at : SPEAKING) {
            say(NO_GUARD, List.of(WITHOUT_ORDER), at);
        }
        for (At at : List.of(SPEAKING.getFirst(), SPEAKING.getLast())) {
            say(NO_GUARD, LOCKS, at);
        }
        say(NO_GUARD, QUEUES, MANY);
        say(NO_GUARD, QUEUES, ONE);

        for (String name : List.of("nothing", "deadCode", "usedCode", "unlocked")) {
            pitfall(name, options("Pitfalls." + name, 1, Mode.AverageTime));
        }
        pitfall("lockedByOne", options("Pitfalls.locked", 1, Mode.AverageTime));
        pitfall("lockedByFour", options("Pitfalls.locked", 4, Mode.Throughput));
        pitfall("notAwaited", options("SayBenchmark.notAwaited", 1, Mode.AverageTime)
                .param("design", QUEUES.getFirst().name()));
        pitfall("cold", options("SayBenchmark.manyOnTheWay", 1, Mode.SingleShotTime)
                .param("design", LOCKS.getFirst().name()).warmupIterations(0));
    }

    /** Of these designs, on this stage's classes. */
    private void say(String stage, List<Design> designs, At at) throws IOException, RunnerException {
        var options = options(at.window() == 1 ? "SayBenchmark.oneOnTheWay" : "SayBenchmark.manyOnTheWay",
                at.speaking(), Mode.Throughput).timeUnit(TimeUnit.SECONDS)
                .param("design", names(designs).toArray(String[]::new))
                .param("receivers", Integer.toString(at.clients()));
        for (RunResult result : run(stage, options)) {
            var design = Design.valueOf(result.getParams().getParam("design"));
            String who = design == Design.STAGE ? stage : design.name();
            findings.add(Of.ROOM, who, at, round, result.getPrimaryResult().getScore());
        }
    }

    /**
     * What an operation takes of its thread's time. For several threads that comes from their throughput: JMH's average
     * time is the mean of the threads' averages, which one thread that hardly ran can spoil.
     */
    private void pitfall(String name, ChainedOptionsBuilder options) throws IOException, RunnerException {
        for (RunResult result : run(NO_GUARD, options)) {
            double score = result.getPrimaryResult().getScore();
            boolean isRate = result.getParams().getMode() == Mode.Throughput;
            findings.add(Of.PITFALL, name, At.idle(0), round, isRate ? result.getParams().getThreads() / score : score);
        }
    }

    static List<String> names(Collection<Design> designs) {
        return designs.stream().map(Design::name).toList();
    }

    /** Two warm-ups and one value, unless told otherwise: one value a JVM, and rather more of these. */
    private ChainedOptionsBuilder options(String benchmark, int threads, Mode mode) {
        int milliseconds = findings.effort().milliseconds;
        return new OptionsBuilder().include("chat\\." + benchmark + "\\b").threads(threads).forks(1)
                .mode(mode).timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(2).warmupTime(TimeValue.milliseconds(milliseconds))
                .measurementIterations(1).measurementTime(TimeValue.milliseconds(milliseconds))
                .timeout(TimeValue.seconds(30)).shouldFailOnError(true).output(log.toString())
                .jvmArgs("--sun-misc-unsafe-memory-access=allow", "-Xms1g", "-Xmx1g");
    }

    /** With this stage on the class path: its classes, and its tests' with the {@code chat.LocalChat} that knows it. */
    private Collection<RunResult> run(String stage, ChainedOptionsBuilder options) throws IOException, RunnerException {
        Path classes = Contestant.stageClasses(stage);
        Path tests = classes.resolveSibling("test-classes");
        System.setProperty("java.class.path", // which JMH hands to the JVMs that it starts
                classes + File.pathSeparator + tests + File.pathSeparator + ownClassPath);
        try {
            return new Runner(options.build()).run();
        } finally {
            System.setProperty("java.class.path", ownClassPath);
        }
    }
}
