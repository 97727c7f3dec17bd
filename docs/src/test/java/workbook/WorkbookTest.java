package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;

/**
 * All that the workbook shows is so: its code, commands, transcripts, links and numbers. {@link WrongPagesTest} tests
 * these tests.
 */
@Execution(CONCURRENT)
class WorkbookTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));

    @TestFactory
    Stream<DynamicTest> pages() {
        return WORKBOOK.pages().stream()
                .map(page -> dynamicTest(WORKBOOK.name(page), () -> assertNone(WORKBOOK.problems(page))));
    }

    @TestFactory
    @Timeout(600)
    List<DynamicTest> sessions() {
        var tests = new ArrayList<DynamicTest>();
        try (var quiet = Executors.newFixedThreadPool(6); var busy = Executors.newFixedThreadPool(2)) {
            for (Page page : WORKBOOK.pages()) {
                for (Page.Fence fence : page.fences.stream().filter(Session::isSession).toList()) {
                    String text = String.join("\n", fence.lines());
                    boolean canBePlayed = !OS.WINDOWS.isCurrentOs() || !text.matches("(?s).*server\\s+~ \\^C.*");
                    var threads = text.matches("(?s).*(yes \\w+ \\||~ flood).*") ? busy : quiet;
                    Future<List<Problem>> problems =
                            canBePlayed ? threads.submit(() -> WORKBOOK.replay(page, fence)) : null;
                    tests.add(dynamicTest(WORKBOOK.name(page) + ":" + fence.line(), () -> {
                        assumeFalse(problems == null, "on Windows, a process can't be told to end");
                        assertNone(problems.get());
                    }));
                }
            }
        }
        return tests;
    }

    @Test
    void theListOfCommandsIsTrue() {
        assertThat(WORKBOOK.commands.wrongInList()).isEmpty();
        var typed = commands();
        assertThat(WORKBOOK.commands.list).as("commands that some page uses").allMatch(
                like -> typed.stream().anyMatch(command -> Commands.match(like, command).isPresent()));
    }

    /** All that pages tell their readers to type. */
    static List<String> commands() {
        return WORKBOOK.pages().stream().flatMap(page -> Stream.concat(
                page.fences.stream().filter(fence -> fence.info().equals("sh")).flatMap(fence -> fence.lines().stream()),
                page.codes.stream().map(Page.Part::text))).map(String::strip).toList();
    }

    /** Whoever begins at the start page finds every page. */
    @Test
    void theStartPageLinksToAllOthers() {
        Page start = Page.read(WORKBOOK.root.resolve("docs/README.md"));
        assertThat(start.links).extracting(link -> link.target().replaceFirst("#.*", ""))
                .containsAll(WORKBOOK.pages().stream().map(page -> page.path.getFileName().toString())
                        .filter(file -> !file.equals("README.md")).toList());
    }

    private static void assertNone(List<Problem> problems) {
        assertThat(problems).withFailMessage(() -> problems.stream().sorted(Comparator.comparing(Problem::line))
                .map(Problem::toString).collect(Collectors.joining("\n\n", "\n", ""))).isEmpty();
    }
}
