package races;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import races.Declared.Run;

/**
 * Runs jcstress in a process of its own, on any stage's classes, and reads the results that it prints. Its exit code
 * won't do: that is 0 even when no test ran, or when no JVM could load one.
 */
final class Lab {
    /**
     * How thoroughly. jcstress begins with trials, several dozen for each sample of a stride, so that in the stages with
     * threads most samples come from them. {@code FULL} has a JVM each for the interpreter, C1, C2, and C2 in random
     * order; the others have one with its ordinary flags.
     */
    enum Form {
        SHORT(1, 200, 16, 5), THOROUGH(1, 200, 32, 20), FULL(2, 500, 64, 120);

        final int iterations;
        final int milliseconds;
        final int stride; // how many samples a thread takes before it waits for the other
        final int seconds; // that a test may take in all its JVMs

        Form(int iterations, int milliseconds, int stride, int seconds) {
            this.iterations = iterations;
            this.milliseconds = milliseconds;
            this.stride = stride;
            this.seconds = seconds;
        }
    }

    /**
     * What came of a test: how many JVMs have run it, the samples, those of them that must never be seen, what went
     * wrong with the test itself, and the histograms.
     */
    record Tally(int jvms, long samples, long forbidden, List<String> errors, List<String> histogram) {
        static final Tally NONE = new Tally(0, 0, 0, List.of(), List.of());

        Tally plus(Tally other) {
            return new Tally(jvms + other.jvms, samples + other.samples, forbidden + other.forbidden,
                    join(errors, other.errors), join(histogram, other.histogram));
        }

        private static List<String> join(List<String> some, List<String> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }
    }

    /** How much longer than all its tests together a process may take, for a machine may be busy. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CPUS = 2; // each test has two actors, who must run at once

    // ......... [FAILED] chat.OneName
    private static final Pattern TEST = Pattern.compile("[. ]*\\[(.+)] (\\S+)");
    //    true, true    4,068   48.01%   Forbidden  both are let in under one name
    private static final Pattern ROW = Pattern.compile(" .* ([\\d,]+) +\\S+% +(\\w+) .*");

    // (Results: 11 planned; 6 passed, 0 failed, 0 soft errs, 0 hard errs)
    private static final Pattern PLANNED = Pattern.compile("\\(Results: (\\d+) planned; .*");

    private final Form form;
    private final Path reports;
    private final Duration patience;

    Lab(Form form, Path reports, Duration patience) {
        int cpus = Runtime.getRuntime().availableProcessors();
        if (cpus < CPUS) {
            throw new IllegalStateException(
                    "Races need %d CPUs, for two threads to run at once, and this JVM has %d.".formatted(CPUS, cpus));
        }
        this.form = form;
        this.reports = reports;
        this.patience = patience;
    }

    /** Runs the tests, each in so many times as many JVMs as the form says, on the stage with these folders of classes. */
    Map<String, Tally> run(String report, List<Path> stage, List<Run> runs, int times) throws Exception {
        var folder = Files.createDirectories(reports.resolve(report));
        var log = folder.resolve("jcstress.log");
        var jcstress = new ProcessBuilder(command(stage, runs, times))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        jcstress.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        var limit = patience.plusSeconds((long) form.seconds * times * runs.size());
        var process = jcstress.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            var lines = Files.readString(log, UTF_8).lines().filter(line -> !line.isBlank()).toList();
            return results(lines, runs, "%s, see %s; the last line there: %s".formatted(
                    ended ? "jcstress ended" : "jcstress hung and was ended after " + limit.toSeconds() + " s",
                    log, lines.isEmpty() ? "none" : lines.getLast()));
        } finally {
            var jvms = process.descendants().toList();
            process.destroyForcibly();
            jvms.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
            jvms.forEach(jvm -> jvm.onExit().join());
        }
    }

    private List<String> command(List<Path> stage, List<Run> runs, int times) {
        // The stage on our own class path, which we were compiled against, gives way to the one that we run against.
        var classPath = Stream.concat(stage.stream().map(Path::toString),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .filter(part -> Declared.STAGES.stream().noneMatch(s -> part.contains(s.module())))
                                .map(part -> Path.of(part).toAbsolutePath().toString()))
                .collect(Collectors.joining(File.pathSeparator));
        var tests = runs.stream().map(Run::test).collect(Collectors.joining("|", "^(", ")$"));
        boolean small = runs.stream().allMatch(run -> run.stages().contains(Declared.ALONE.number())); // a few fields
        var jvmArgs = new ArrayList<>(List.of("--enable-native-access=ALL-UNNAMED", "-ea:chat..."));
        jvmArgs.addAll(runs.getFirst().jvmArgs());
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en", "-Duser.country=US", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED", "-cp", classPath, "org.openjdk.jcstress.Main",
                "-t", tests, "-r", ".", "-v", "-c", "" + CPUS, "-sc", "false", "-pth", "false",
                "-f", "" + times, "-fsm", "1", "-iters", "" + form.iterations, "-time", "" + form.milliseconds,
                "-strideSize", "" + (small ? 256 : form.stride), "-strideCount", "" + (small ? 40 : 4),
                form == Form.FULL && runs.getFirst().jvmArgs().isEmpty() ? "-jvmArgsPrepend" : "-jvmArgs",
                String.join(" ", jvmArgs));
    }

    /** The results of the tests, each printed when it comes; after "RUN RESULTS:" they are only printed again. */
    private static Map<String, Tally> results(List<String> lines, List<Run> runs, String how) {
        var tallies = new HashMap<String, Tally>();
        runs.forEach(run -> tallies.put(run.test(), Tally.NONE));
        int planned = 0;
        for (int i = 0; i < lines.size() && !lines.get(i).equals("RUN RESULTS:"); i++) {
            var test = TEST.matcher(lines.get(i));
            var plan = PLANNED.matcher(lines.get(i));
            if (test.matches()) {
                var result = lines.stream().skip(i + 1).takeWhile(line -> !line.startsWith("(ETA")).toList();
                tallies.merge(test.group(2), tally(test.group(1), result), Tally::plus);
            } else if (plan.matches()) {
                planned = Math.ceilDiv(Integer.parseInt(plan.group(1)), runs.size());
            }
        }
        int each = planned;
        tallies.replaceAll((test, tally) -> tally.jvms > 0 && tally.jvms >= each ? tally : tally.plus(new Tally(0, 0, 0,
                List.of("%d of %d results came; %s".formatted(tally.jvms, each, how)), List.of())));
        return tallies;
    }

    private static Tally tally(String status, List<String> lines) {
        long samples = 0;
        long forbidden = 0;
        var histogram = new ArrayList<String>();
        for (String line : lines) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                long count = Long.parseLong(row.group(1).replace(",", ""));
                samples += count;
                forbidden += row.group(2).matches("Acceptable|Interesting") ? 0 : count;
                histogram.add(line);
            } else if (line.contains(" SAMPLES ")) {
                histogram.add(line);
            }
        }
        boolean agrees = status.equals(forbidden > 0 ? "FAILED" : "OK"); // with what we have read
        var why = lines.stream().map(String::strip).dropWhile(line -> !line.startsWith("Fork:")).skip(1)
                .limit(5).collect(Collectors.joining(" | "));
        var errors = agrees && samples > 0 ? List.<String>of() : List.of(status + ": " + why);
        return new Tally(1, samples, forbidden, errors, histogram);
    }
}
