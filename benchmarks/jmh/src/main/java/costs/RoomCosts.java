package costs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import load.Load;
import tools.jackson.databind.JsonNode;

/** What happens inside a room, by JMH: each job in a process of its own, with one stage's classes on its class path. */
final class RoomCosts {
    static final List<String> LOCKS = List.of("REENTRANT_LOCK", "READ_WRITE_LOCK", "STAMPED_LOCK");
    static final List<String> WITHOUT_ORDER = List.of("SHARED_READ_LOCK", "CONCURRENT_HASH_MAP", "COPY_ON_WRITE");
    static final List<String> QUEUES = List.of("ARRAY_BLOCKING_QUEUE", "LINKED_BLOCKING_QUEUE",
            "LINKED_TRANSFER_QUEUE", "JCTOOLS_MPSC", "PLATFORM_THREADS", "DRAINING");
    private static final int MINUTES_FOR_A_JOB = 5;

    /**
     * Some benchmarks that share their circumstances.
     *
     * @param of the figures' name; a benchmark's own name is part of the circumstances
     */
    record Job(String of, Stage stage, String benchmarks, List<String> options) {}

    private final Effort effort;
    private final Path directory;
    private final Map<List<String>, Figure> figures = new LinkedHashMap<>();

    RoomCosts(Effort effort, Path directory) {
        this.effort = effort;
        this.directory = directory;
    }

    List<Figure> figures() {
        return List.copyOf(figures.values());
    }

    /** Every job, as often as it is to be run, those of the stages in turns. */
    List<Job> jobs(List<Stage> stages) {
        var jobs = new ArrayList<Job>();
        Stage locks = stages.stream().filter(stage -> stage.name().equals("stage03")).findFirst().orElseThrow();
        if (effort == Effort.ONCE) {
            for (Stage stage : stages) {
                jobs.add(job("once", stage, "(Say|Join|Mix)Benchmark", 1, "design=STAGE", "listening=10"));
            }
            jobs.add(job("once", locks, "(Say|Join|Mix)Benchmark", 2,
                    "design=" + join(LOCKS, WITHOUT_ORDER) + "," + String.join(",", QUEUES), "listening=10"));
            jobs.add(job("once", locks, "Queue|Pitfalls", 0));
            return jobs;
        }
        boolean full = effort == Effort.FULL;
        for (int fork = 0; fork < effort.forks; fork++) {
            for (Stage stage : stages) {
                jobs.add(job("say", stage, "SayBenchmark.manyOnTheWay", 1,
                        "design=STAGE", full ? "listening=1,10,100,1000" : "listening=10,1000"));
                jobs.add(job("say", stage, "SayBenchmark.oneOnTheWay", 1,
                        "design=STAGE", full ? "listening=10,1000" : "listening=10"));
                if (full) {
                    jobs.add(job("join", stage, "JoinBenchmark", 1, "design=STAGE", "listening=10,1000"));
                }
            }
            for (int threads : full ? List.of(1, 2, 4, 8) : List.of(1, 4)) {
                for (Stage stage : stages) {
                    if (!stage.name().equals("stage02")) { // which is right with one thread only
                        jobs.add(job("threads", stage, "SayBenchmark.manyOnTheWay", threads,
                                "design=STAGE", "listening=10"));
                    }
                }
                jobs.add(job("threads", locks, "SayBenchmark.manyOnTheWay", threads,
                        "design=" + join(LOCKS, WITHOUT_ORDER), "listening=10"));
            }
            for (Stage stage : stages) {
                if (!stage.name().equals("stage02")) {
                    jobs.add(mix(stage, "design=STAGE"));
                }
            }
            jobs.add(job("queues", locks, full ? "SayBenchmark" : "SayBenchmark.manyOnTheWay", 1,
                    "design=" + String.join(",", QUEUES), "listening=10"));
            if (full) {
                jobs.add(mix(locks, "design=" + join(LOCKS, WITHOUT_ORDER)));
                jobs.add(job("handover", locks, "QueueBenchmark.bursts", 1, "virtual=true", "drains=true"));
                jobs.add(job("handover", locks, "QueueBenchmark.bursts", 4, "virtual=true", "drains=false"));
                jobs.add(job("handover", locks, "QueueBenchmark.oneAtATime", 1, "drains=false"));
            }
            jobs.add(job("handover", locks, "QueueBenchmark.bursts", 1, "virtual=true", "drains=false"));
            jobs.add(job("pitfalls", locks, "Pitfalls.(deadCode|oneThread|noWarmupRight|unequal)", 0));
            jobs.add(cold(locks));
        }
        return jobs;
    }

    private static String join(List<String> some, List<String> others) {
        return String.join(",", some) + "," + String.join(",", others);
    }

    private Job job(String of, Stage stage, String benchmarks, int threads, String... parameters) {
        var options = new ArrayList<String>(List.of("-wi", "" + effort.warmups, "-i", "" + effort.iterations,
                "-w", 2 * effort.milliseconds + "ms", "-r", effort.milliseconds + "ms"));
        if (threads > 0) { // 0: as the benchmark says
            options.addAll(List.of("-t", "" + threads));
        }
        return new Job(of, stage, benchmarks, with(options, parameters));
    }

    private Job mix(Stage stage, String design) {
        return new Job("mix", stage, "MixBenchmark",
                with(List.of("-wi", "10", "-i", "10", "-t", "4"), design, "listening=10"));
    }

    private static Job cold(Stage stage) {
        return new Job("pitfalls", stage, "Pitfalls.noWarmupWrong", List.of("-wi", "0", "-i", "1"));
    }

    private static List<String> with(List<String> options, String... parameters) {
        return Stream.concat(options.stream(),
                Arrays.stream(parameters).flatMap(parameter -> Stream.of("-p", parameter))).toList();
    }

    /** Runs a job and keeps its figures. */
    void run(Job job) throws IOException, InterruptedException {
        Path json = directory.resolve("jmh.json");
        Path log = directory.resolve("jmh.log");
        Files.deleteIfExists(json);
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow", "-Xmx1g", "-cp",
                job.stage.classPath() + File.pathSeparator + System.getProperty("java.class.path"),
                "org.openjdk.jmh.Main", "chat\\." + job.benchmarks,
                "-f", effort == Effort.ONCE ? "0" : "1", "-foe", "true", "-to", "30s",
                "-jvmArgsAppend", "--sun-misc-unsafe-memory-access=allow -Xms1g -Xmx1g",
                "-rf", "json", "-rff", json.toString()));
        command.addAll(job.options);
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(MINUTES_FOR_A_JOB, TimeUnit.MINUTES) || process.exitValue() != 0
                    || !Files.exists(json)) {
                throw new IOException("%s, %s failed:%n%s"
                        .formatted(job.benchmarks, job.stage.name(), Files.readString(log)));
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (JsonNode result : Load.JSON.readTree(json.toFile())) {
            keep(job, result);
        }
    }

    private void keep(Job job, JsonNode result) {
        String benchmark = result.get("benchmark").asString().replaceFirst(".*\\.(?=.*\\.)", "");
        var at = new ArrayList<String>();
        String who = job.stage.name();
        at.add(benchmark.substring(benchmark.indexOf('.') + 1));
        at.add(result.get("threads").asInt() + " threads");
        if (result.has("params")) {
            for (var parameter : result.get("params").properties()) {
                String value = parameter.getValue().asString();
                if (parameter.getKey().equals("queue")
                        || parameter.getKey().equals("design") && !value.equals("STAGE")) {
                    who = value;
                } else if (!parameter.getKey().equals("design")) {
                    at.add(parameter.getKey() + " " + value);
                }
            }
        }
        var metric = result.get("primaryMetric");
        var key = List.of(job.of, who, String.join(", ", at));
        var figure = figures.computeIfAbsent(key, k ->
                new Figure(k.get(0), k.get(1), k.get(2), metric.get("scoreUnit").asString(), new ArrayList<>()));
        for (JsonNode fork : metric.get("rawData")) {
            for (JsonNode value : fork) {
                figure.values().add(value.asDouble());
            }
        }
    }
}
