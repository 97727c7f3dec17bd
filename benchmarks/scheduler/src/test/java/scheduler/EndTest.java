package scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a tool ends, no process is left. */
class EndTest {
    enum Tool { STEER, WATCH, EXPLORE }

    /** What happens: a key that reaches all processes of a terminal, or the end of a single one that can't do anything. */
    enum Way { CTRL_C, TOOL_KILLED, MAVEN_KILLED }

    private static final List<String> JAVA = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp");
    private static final int PATIENCE = 20; // seconds, with a busy machine

    @TempDir private Path folder;

    /** Does with a tool what Maven does: starts it, and waits. */
    static void main(String[] command) throws Exception {
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    @ParameterizedTest
    @CsvSource({"STEER, CTRL_C", "STEER, TOOL_KILLED", "STEER, MAVEN_KILLED", "WATCH, CTRL_C", "WATCH, MAVEN_KILLED",
        "EXPLORE, CTRL_C", "EXPLORE, TOOL_KILLED", "EXPLORE, MAVEN_KILLED"})
    void noProcessIsLeft(Tool tool, Way way) throws Exception {
        if (way == Way.CTRL_C) {
            assumeFalse(System.getProperty("os.name").startsWith("Windows"), "Windows has no SIGINT to send.");
            assumeTrue(shell("kill -INT $$") != 0, "SIGINT is ignored here, as in a script's background job.");
        }
        Process maven = start(tool);
        var processes = new ArrayList<>(List.of(maven.toHandle()));
        try {
            untilItsServerRuns(tool, maven);
            ProcessHandle toolItself = maven.children().findFirst().orElseThrow();
            processes.add(toolItself);
            toolItself.children().forEach(processes::add);
            assertThat(processes).as("Maven, the tool, and its server, which is in the tool's process if it is watched")
                    .hasSize(tool == Tool.WATCH ? 2 : 3);
            switch (way) {
                case CTRL_C -> shell("kill -INT " + processes.stream().map(it -> String.valueOf(it.pid()))
                        .collect(Collectors.joining(" ")));
                case TOOL_KILLED -> toolItself.destroyForcibly();
                case MAVEN_KILLED -> maven.destroyForcibly();
            }
            for (ProcessHandle it : processes) {
                assertEnds(it, List.of("Maven", "the tool", "the server").get(processes.indexOf(it)));
            }
        } finally {
            processes.reversed().forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static int shell(String command) throws Exception {
        return new ProcessBuilder("sh", "-c", command).start().waitFor();
    }

    private Process start(Tool tool) throws Exception {
        String classes = Path.of(Steer.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        String tests = Path.of(EndTest.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        Path stage = Film.stage(Path.of("../.."), 2);
        var command = switch (tool) {
            case STEER -> List.of("scheduler.Steer", stage.toString(), "src/main/resources/scheduler", "true");
            case WATCH -> List.of("scheduler.Watch", "src/main/resources/scheduler/watch.html",
                    stage.resolve("target/classes").toString(), "localhost:0");
            case EXPLORE -> List.of("scheduler.Explore", // writes into the target of a stage
                    Variant.of(folder, 2, "ChatRoom", source -> source + "\n").toString());
        };
        return new ProcessBuilder(Stream.of(JAVA, List.of(tests, "scheduler.EndTest"), JAVA, List.of(classes), command)
                .flatMap(List::stream).toList()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Steered, it then holds a thread: such a server doesn't end by itself. Explore starts one to show what it found. */
    private static void untilItsServerRuns(Tool tool, Process maven) throws Exception {
        BufferedReader output = maven.inputReader();
        switch (tool) {
            case STEER -> {
                output.readLine();
                URI page = URI.create(output.readLine().replaceAll(".* ", ""));
                try (var http = HttpClient.newHttpClient()) {
                    for (String decision : List.of("connect ada", "type ada ada")) {
                        http.send(HttpRequest.newBuilder(page.resolve("do"))
                                .POST(HttpRequest.BodyPublishers.ofString(decision)).build(),
                                HttpResponse.BodyHandlers.discarding());
                    }
                }
            }
            case WATCH -> {
                output.readLine();
                assertThat(output.readLine()).contains(" listening on ");
            }
            case EXPLORE -> {
                while (maven.isAlive() && maven.descendants().count() < 2) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static void assertEnds(ProcessHandle process, String which) throws Exception {
        try {
            process.onExit().get(PATIENCE, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(which + " should have ended, but runs on after " + PATIENCE + " s", e);
        }
    }
}
