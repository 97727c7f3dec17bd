package races;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.HTMLReportPrinter;
import org.openjdk.jcstress.infra.grading.ReportUtils;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.util.Environment;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;
import races.Declared.Run;

/**
 * Runs jcstress tests in JVMs of their own, on any class path. It does what jcstress's own main program does, but
 * probes the machine once for many class paths, and reads the results themselves: the exit code of that program is 0
 * even when no test ran or no JVM could load one.
 */
final class Lab {
    /** How thoroughly: one JVM with its ordinary flags, or one each for interpreter, C1, C2 and C2 in random order. */
    enum Form {
        SHORT(1, 200), FULL(2, 500);

        final int iterations;
        final int milliseconds;

        Form(int iterations, int milliseconds) {
            this.iterations = iterations;
            this.milliseconds = milliseconds;
        }
    }

    /**
     * What came of one test: samples in all, those that must never be seen, and what went wrong with the test itself.
     */
    record Tally(long samples, long forbidden, List<String> errors) {
        static final Tally NONE = new Tally(0, 0, List.of("did not run"));

        Tally plus(Tally other) {
            return new Tally(samples + other.samples, forbidden + other.forbidden,
                    Stream.concat(errors.stream(), other.errors.stream()).toList());
        }
    }

    private static final List<String> JVM = List.of("--enable-native-access=ALL-UNNAMED");
    /** How much longer than it should a JVM may take before it is ended. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int CPUS = 2; // each test has two actors

    private final Form form;
    private final Path reports;
    private final Duration patience;
    private final PrintStream log;
    private final List<List<String>> modes = new ArrayList<>();
    private final Map<String, InProcessCollector> reported = new TreeMap<>();

    /**
     * A lab that writes reports and a log into this folder, and ends a JVM that takes so much longer than it should.
     */
    Lab(Form form, Path reports, Duration patience) throws IOException {
        this.form = form;
        this.patience = patience;
        this.reports = Files.createDirectories(reports);
        this.log = new PrintStream(new FileOutputStream(reports.resolve("jcstress.log").toFile()), true);
    }

    /**
     * The class path of the claims with a stage's classes, which come before everything else. What is compiled against
     * on the build's class path, one stage, is left out.
     */
    static String classPath(Path... first) {
        var parts = new ArrayList<String>();
        for (Path path : first) {
            parts.add(path.toString());
        }
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Declared.STAGES.stream().noneMatch(stage -> part.contains(stage.module()))) {
                parts.add(Path.of(part).toAbsolutePath().toString());
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    /** Runs the tests, each so many times as long as the form says, and adds the results to the report of this name. */
    Map<String, Tally> run(String report, String classPath, Collection<Run> tests, int times) throws Exception {
        var tallies = new TreeMap<String, Tally>();
        var out = System.out;
        System.setOut(log); // jcstress talks a lot
        try {
            var options = options(report, times, isSmall(tests));
            probe(options);
            var configs = configs(options, classPath, tests);
            var results = new InProcessCollector();
            var done = new CountDownLatch(1);
            Thread.ofPlatform().daemon().start(() ->
                    endWhatHangs(done, patience.plusMillis(2L * times * form.milliseconds * form.iterations)));
            new TestExecutor(options.verbosity(), results, new Scheduler(Topology.get(), CPUS))
                    .runAll(new ArrayList<>(configs));
            done.countDown();
            results.getTestResults().forEach(result -> result.setEnv(Environment.getInstance()));
            var all = reported.computeIfAbsent(report, key -> new InProcessCollector());
            results.getTestResults().forEach(all::add);
            new HTMLReportPrinter(options, all, log).work();
            for (Run run : tests) {
                var planned = configs.stream().filter(config -> config.name.equals(run.test())).count();
                var came = results.getTestResults().stream()
                        .filter(result -> result.getName().equals(run.test()))
                        .toList();
                tallies.put(run.test(), tally(planned, came));
            }
            var text = new PrintWriter(Files.newBufferedWriter(reports.resolve(report).resolve("results.txt")));
            for (TestResult result : ReportUtils.mergedByName(all.getTestResults())) {
                ReportUtils.printResult(text, result, true);
            }
            text.close();
        } finally {
            System.setOut(out);
        }
        return tallies;
    }

    /** The report of this name, as text. */
    String text(String report) throws IOException {
        return Files.readString(reports.resolve(report).resolve("results.txt"));
    }

    /** jcstress bounds its measurement, but not the trials before it: there, a deadlock would last for ever. */
    private static void endWhatHangs(CountDownLatch done, Duration limit) {
        try {
            while (!done.await(1, TimeUnit.SECONDS)) {
                ProcessHandle.current().children()
                        .filter(jvm -> jvm.info().startInstant().orElse(Instant.MAX)
                                .isBefore(Instant.now().minus(limit)))
                        .forEach(ProcessHandle::destroyForcibly); // an error, then: "Failed with error code 137"
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many samples are made at once: a classic is a few fields, a claim a whole chat with its threads. */
    private static boolean isSmall(Collection<Run> tests) {
        return tests.stream().allMatch(run -> run.stages().contains(Declared.ALONE.number()));
    }

    private Options options(String report, int times, boolean small) throws IOException {
        var options = new Options(new String[] {
            "-r", reports.resolve(report).toString(), "-c", "" + CPUS, "-sc", "false",
            "-f", "1", "-fsm", "1", "-iters", "" + form.iterations, "-time", "" + times * form.milliseconds,
            "-strideSize", small ? "256" : "64", "-strideCount", small ? "40" : "4", "-pth", "false"});
        if (!options.parse()) {
            throw new IllegalStateException("jcstress wants 2 CPUs: see " + reports.resolve("jcstress.log"));
        }
        return options;
    }

    private void probe(Options options) {
        if (modes.isEmpty()) {
            OSSupport.init();
            VMSupport.initFlags(options);
            if (form == Form.SHORT) {
                modes.add(List.of());
            } else {
                VMSupport.detectAvailableVMConfigs(false, List.of(), List.of());
                VMSupport.getAvailableVMConfigs().forEach(config -> modes.add(config.args()));
            }
        }
    }

    private List<TestConfig> configs(Options options, String classPath, Collection<Run> tests) {
        var configs = new ArrayList<TestConfig>();
        var scheduler = new Scheduler(Topology.get(), CPUS);
        for (Run run : tests) {
            var info = TestList.getInfo(run.test());
            // One way to place the threads is enough: the last, which puts them on cores of their own.
            var placed = scheduler.scheduleClasses(info.threads(), CPUS, AffinityMode.LOCAL);
            for (List<String> mode : run.jvmArgs().isEmpty() ? modes : List.of(run.jvmArgs())) {
                // A JVM's last -cp is the one that counts: jcstress's own comes before it.
                var args = Stream.of(JVM, mode, List.of("-cp", classPath)).flatMap(List::stream).toList();
                configs.add(new TestConfig(options, info, 0, args, CompileMode.UNIFIED, placed.getLast()));
            }
        }
        return configs;
    }

    private static Tally tally(long planned, List<TestResult> results) {
        long samples = 0;
        long forbidden = 0;
        var errors = new ArrayList<String>();
        if (planned == 0 || results.size() != planned) {
            errors.add(results.size() + " of " + planned + " runs came to an end");
        }
        for (TestResult result : results) {
            if (result.status() != Status.NORMAL) {
                errors.add(result.status() + ": "
                        + Stream.of(result.getMessages(), result.getVmErr(), result.getVmOut())
                                .flatMap(List::stream).limit(4).map(String::strip).toList());
            } else if (result.getTotalCount() == 0) {
                errors.add("not one sample");
            }
            for (var grade : result.grading().gradingResults.values()) {
                samples += grade.count;
                if (grade.expect == Expect.FORBIDDEN || grade.expect == Expect.UNKNOWN) {
                    forbidden += grade.count;
                }
            }
        }
        return new Tally(samples, forbidden, errors);
    }
}
