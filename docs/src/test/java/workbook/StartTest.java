package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Each command of a page that starts a server does so, here on any free port, with the classes that the build made. What
 * has options is tried with one stage. A film must have been made first.
 */
@EnabledIfSystemProperty(named = "thorough", matches = "true|all")
@Execution(CONCURRENT)
@ResourceLock("the machine")
@Timeout(900)
class StartTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    @TestFactory
    List<DynamicTest> everyStart() {
        var starts = WorkbookTest.commands().stream().map(command -> Commands.words(command.replace(".\\mvnw", "./mvnw")))
                .filter(words -> words.size() > 3 && words.subList(0, 3).equals(List.of("./mvnw", "-q", "-pl"))
                        && WORKBOOK.names.stages().contains(words.get(3))
                        && words.stream().skip(4).allMatch(word -> word.startsWith("-D") && !word.endsWith(".film")))
                .distinct().toList();
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Those without options are one Maven's work, which is much quicker.
            String plain = String.join(",",
                    starts.stream().filter(words -> words.size() == 4).map(words -> words.get(3)).toList());
            var withOptions = starts.stream().filter(words -> words.size() > 4) // one stage for each set of them
                    .collect(Collectors.toMap(words -> words.subList(4, words.size()),
                            words -> words.subList(3, words.size()), (first, _) -> first, LinkedHashMap::new));
            Stream.concat(Stream.of(List.of(plain)), withOptions.values().stream())
                    .forEach(words -> {
                        Future<String> said = threads.submit(() -> start(words.getFirst(), words));
                        tests.add(dynamicTest(String.join(" ", words),
                                () -> assertThat(said.get()).isEqualTo("all have started")));
                    });
        }
        return tests;
    }

    @Test
    void aServerThatDoesNotStartIsFoundOut() throws Exception {
        assertThat(start("stage06-slow-client-backpressure",
                List.of("stage06-slow-client-backpressure", "-Dargs=--outbox=10 --idle=often"))).contains("--idle");
    }

    /**
     * Starts these stages, one after another, and ends each when it says that it listens. Returns what they said if one
     * doesn't.
     */
    private static String start(String stages, List<String> words) throws Exception {
        var command = new ArrayList<>(List.of(
                WORKBOOK.root.resolve(OS.WINDOWS.isCurrentOs() ? "mvnw.cmd" : "mvnw").toString(), "-q", "-fn", "-pl"));
        command.addAll(words);
        command.addAll(List.of("-Daddress=0", "-Dmaven.main.skip", "-Dmaven.resources.skip"));
        if (System.getProperty("maven.repo.local") != null) { // as in the build around this
            command.add("-Dmaven.repo.local=" + System.getProperty("maven.repo.local"));
        }
        Process maven = Child.start(WORKBOOK.root, command);
        try {
            var output = new Window("Maven", null, maven.getInputStream(), new Object());
            var left = new ArrayList<>(Arrays.asList(stages.split(",")));
            var said = new ArrayList<String>();
            for (String line; (line = output.next(PATIENCE)) != null; ) {
                said.add(line);
                String now = line;
                if (left.removeIf(stage -> now.startsWith(stage + " listening on localhost:"))) {
                    maven.descendants().filter(it -> it.children().findAny().isEmpty())
                            .forEach(ProcessHandle::destroyForcibly); // the server; Maven goes on to the next
                }
                if (left.isEmpty()) {
                    return "all have started";
                } else if (line.equals(Window.END)) {
                    break;
                }
            }
            return left + " didn't start: " + String.join("\n", said);
        } finally {
            Child.end(maven);
        }
    }
}
