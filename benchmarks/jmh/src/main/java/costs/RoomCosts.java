package costs;

import module java.base;

import chat.Design;
import chat.SayBenchmark;
import costs.Figure.At;
import costs.Figure.Of;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What happens inside a room, by JMH, with one stage's classes at a time on the class path. */
final class RoomCosts {
    static final int WINDOW = SayBenchmark.WINDOW;
    static final List<Design> LOCKS = List.of(Design.REENTRANT_LOCK, Design.READ_WRITE_LOCK, Design.STAMPED_LOCK);
    static final Design WITHOUT_ORDER = Design.CONCURRENT_HASH_MAP;
    static final List<Design> QUEUES = List.of(Design.ARRAY_BLOCKING_QUEUE, Design.LINKED_BLOCKING_QUEUE,
            Design.LINKED_TRANSFER_QUEUE, Design.JCTOOLS_MPSC, Design.PLATFORM_THREADS);
    /** How often as many rounds those two have that the page compares pair by pair. */
    static final int PAIRS = 2;
    /** The stage without a guard: right with one thread only. */
    static final String NO_GUARD = "stage02";
    static final String LOCK = "stage03";

    private static final At MANY = At.room(10, 1, WINDOW);

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

    /** Each once: the stages in JVMs of their own, the rest in this one. */
    void once(List<Stage> stages) throws RunnerException {
        for (Stage stage : stages) {
            say(stage, List.of(Design.STAGE), MANY);
        }
        var others = EnumSet.complementOf(EnumSet.of(Design.STAGE));
        run(null, options("SayBenchmark", 1, Mode.AverageTime).param("design", names(others)).forks(0));
        run(null, options("Pitfalls", 2, Mode.AverageTime).forks(0));
    }

    /** One round of all measurements, each in a JVM of its own; those that are compared, one soon after the other. */
    void round(List<Stage> stages, int number) throws RunnerException {
        var pair = stages.stream().filter(stage -> stage.name().equals(NO_GUARD) || stage.name().equals(LOCK)).toList();
        for (round = PAIRS * (number - 1) + 1; round <= PAIRS * number; round++) {
            for (Stage stage : round % 2 == 0 ? pair : pair.reversed()) {
                say(stage, List.of(Design.STAGE), MANY);
            }
        }
        round = number;
        for (At at : List.of(MANY, At.room(100, 1, WINDOW), At.room(1000, 1, WINDOW), At.room(10, 1, 1),
                At.room(10, 2, WINDOW), At.room(10, 4, WINDOW))) {
            for (Stage stage : stages) {
                boolean isRight = at.speaking() == 1 || !stage.name().equals(NO_GUARD);
                boolean isDone = at.equals(MANY) && pair.contains(stage);
                if (isRight && !isDone) {
                    say(stage, List.of(Design.STAGE), at);
                }
            }
        }
        for (int speaking : List.of(1, 2, 4)) {
            say(null, List.of(WITHOUT_ORDER), At.room(10, speaking, WINDOW));
        }
        for (int speaking : List.of(1, 4)) {
            say(null, LOCKS, At.room(10, speaking, WINDOW));
        }
        say(null, QUEUES, MANY);
        say(null, QUEUES, At.room(10, 1, 1));

        pitfall("nothing", options("Pitfalls.nothing", 1, Mode.AverageTime));
        pitfall("deadCode", options("Pitfalls.deadCode", 1, Mode.AverageTime));
        pitfall("usedCode", options("Pitfalls.usedCode", 1, Mode.AverageTime));
        pitfall("unlocked", options("Pitfalls.unlocked", 1, Mode.AverageTime));
        pitfall("lockedByOne", options("Pitfalls.locked", 1, Mode.AverageTime));
        pitfall("lockedByFour", options("Pitfalls.locked", 4, Mode.Throughput));
        pitfall("notAwaited", options("SayBenchmark.notAwaited", 1, Mode.AverageTime)
                .param("design", QUEUES.getFirst().name()));
        pitfall("cold", options("SayBenchmark.manyOnTheWay", 1, Mode.SingleShotTime)
                .param("design", LOCKS.getFirst().name()).warmupIterations(0));
    }

    private void say(Stage stage, List<Design> designs, At at) throws RunnerException {
        var options = options(at.window() == 1 ? "SayBenchmark.oneOnTheWay" : "SayBenchmark.manyOnTheWay",
                at.speaking(), Mode.Throughput).timeUnit(TimeUnit.SECONDS)
                .param("design", names(designs)).param("receivers", Integer.toString(at.clients()));
        for (RunResult result : run(stage, options)) {
            var design = Design.valueOf(result.getParams().getParam("design"));
            String who = design == Design.STAGE ? stage.name() : design.name();
            findings.add(Of.ROOM, who, at, round, result.getPrimaryResult().getScore());
        }
    }

    /**
     * What an operation takes of its thread's time. For several threads that comes from their throughput: JMH's average
     * time is the mean of the threads' averages, which one thread that hardly ran can spoil.
     */
    private void pitfall(String name, ChainedOptionsBuilder options) throws RunnerException {
        for (RunResult result : run(null, options)) {
            double score = result.getPrimaryResult().getScore();
            boolean isRate = result.getParams().getMode() == Mode.Throughput;
            findings.add(Of.PITFALL, name, At.idle(0), round, isRate ? result.getParams().getThreads() / score : score);
        }
    }

    private static String[] names(Collection<Design> designs) {
        return designs.stream().map(Design::name).toArray(String[]::new);
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

    /** With this stage on the class path, or with the one that stands there anyhow, which the designs are built on. */
    private Collection<RunResult> run(Stage stage, ChainedOptionsBuilder options) throws RunnerException {
        System.setProperty("java.class.path", // which JMH hands to the JVMs that it starts
                stage == null ? ownClassPath : stage.classPath() + File.pathSeparator + ownClassPath);
        try {
            return new Runner(options.build()).run();
        } finally {
            System.setProperty("java.class.path", ownClassPath);
        }
    }
}
