package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * All that the workbook shows is so: its code, commands, transcripts, links and numbers. {@link WrongPagesTest} tests
 * these tests.
 */
class WorkbookTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));
    /** Most of the time, a transcript waits. */
    private static final int SESSIONS_AT_ONCE = 3;

    @TestFactory
    Stream<DynamicTest> pages() {
        return WORKBOOK.pages().stream()
                .map(page -> dynamicTest(WORKBOOK.name(page), () -> assertNone(WORKBOOK.problems(page))));
    }

    @TestFactory
    @Timeout(600)
    List<DynamicTest> sessions() {
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(SESSIONS_AT_ONCE)) {
            for (Page page : WORKBOOK.pages()) {
                for (Page.Fence fence : page.fences.stream().filter(Session::isSession).toList()) {
                    boolean canBePlayed = !OS.WINDOWS.isCurrentOs()
                            || fence.lines().stream().noneMatch(line -> line.matches("server\\s+~ \\^C"));
                    Future<List<Problem>> problems = canBePlayed
                            ? threads.submit(() -> WORKBOOK.replay(page, fence))
                            : null;
                    tests.add(dynamicTest(WORKBOOK.name(page) + ":" + fence.line(), () -> {
                        assumeFalse(problems == null, "on Windows, a process can't be told to end");
                        assertNone(problems.get());
                    }));
                }
            }
        }
        return tests;
    }

    /** Each command of any page that starts a server does so, here on any free port. */
    @TestFactory
    @Timeout(600)
    List<DynamicTest> startCommands(@TempDir Path copy) throws Exception {
        var starts = new LinkedHashSet<StartCommand.Start>();
        for (Page page : WORKBOOK.pages()) {
            page.fences.stream().filter(fence -> fence.info(0).equals("sh")).flatMap(fence -> fence.lines().stream())
                    .forEach(line -> WORKBOOK.commands.starts(line).ifPresent(starts::add));
        }
        StartCommand.copy(WORKBOOK.root, copy);
        var tests = new ArrayList<DynamicTest>();
        for (StartCommand.Start start : starts) {
            var complaint = StartCommand.fails(copy, start);
            tests.add(dynamicTest(start.toString(), () -> assertThat(complaint).isEmpty()));
        }
        return tests;
    }

    @TestFactory
    Stream<DynamicTest> stepsChangeWhatTheySay() {
        return StepTable.STEPS.stream()
                .map(step -> dynamicTest(step.numbers(),
                        () -> assertThat(StepTable.wrong(WORKBOOK.root, step)).isEmpty()));
    }

    /** Whoever begins at the start page finds every page. */
    @TestFactory
    Stream<DynamicTest> theStartPageLinksToAllOthers() {
        var pages = WORKBOOK.pages().stream().filter(page -> page.path.getParent().endsWith("docs")).toList();
        return pages.stream()
                .filter(page -> page.path.endsWith("README.md"))
                .flatMap(start -> pages.stream()
                        .filter(page -> page != start)
                        .map(page -> dynamicTest(WORKBOOK.name(page), () -> assertThat(start.links)
                                .extracting(link -> link.target().replaceFirst("#.*", ""))
                                .contains(page.path.getFileName().toString()))));
    }

    private static void assertNone(List<Problem> problems) {
        assertThat(problems)
                .withFailMessage(() -> "\n"
                        + String.join("\n\n", problems.stream().sorted().map(Problem::toString).toList()))
                .isEmpty();
    }
}
