package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import workbook.Page.Fence;

/** What the workbook shows is so: its code, its transcripts. */
class WorkbookTest {
    private static final Workbook WORKBOOK = workbook();

    private static Workbook workbook() {
        try {
            return new Workbook(Path.of(".."));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> pages() {
        return WORKBOOK.pages().stream().map(page -> dynamicTest(page.path.getFileName().toString(), () -> assertNone(WORKBOOK.problems(page))));
    }

    @TestFactory
    Stream<DynamicTest> sessions() {
        return WORKBOOK.pages().stream().flatMap(page -> page.fences.stream().filter(Session::isSession)
                .map(fence -> dynamicTest(page.path.getFileName() + ":" + fence.line(), () -> assertNone(WORKBOOK.replay(page, fence)))));
    }

    static void assertNone(List<Problem> problems) {
        assertThat(problems).withFailMessage(() -> "\n" + String.join("\n\n", problems.stream().sorted().map(Problem::toString).toList())).isEmpty();
    }
}
