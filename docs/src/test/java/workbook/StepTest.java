package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hunks of a step make one stage of the other; each comes where its chapter teaches it, and has a note. */
class StepTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Map<Integer, Step> STEPS = new HashMap<>();

    private static Site site;

    @BeforeAll
    static void readPages() throws Exception {
        site = new Site(ROOT, Path.of("none"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theSumOfItsHunksIsTheStep(int number) throws Exception {
        Step step = step(number);
        assertThat(step.hunks()).isNotEmpty();
        for (Step.Source source : step.sources()) {
            assertThat(source.lines()).as(source.path()).allMatch(line -> line.mark().equals(" ") ? line.hunk() == -1
                    : line.hunk() >= 0 && line.hunk() < step.hunks().size());
            assertThat(step.after(source, 0)).as("%s, before the first hunk", source.path())
                    .isEqualTo(text(step.from(), source.path()));
            assertThat(step.after(source, step.hunks().size())).as("%s, after the last hunk", source.path())
                    .isEqualTo(text(step.to(), source.path()));
        }
        var changed = step.sources().stream().map(Step.Source::path).toList();
        for (String stage : List.of(step.from(), step.to())) {
            for (Path file : Site.files(ROOT.resolve(stage).resolve("src"))) {
                String path = Site.relative(ROOT.resolve(stage).resolve("pom.xml"), file);
                boolean isSame = Objects.equals(text(step.from(), path), text(step.to(), path));
                assertThat(isSame || path.startsWith("src/exercise/") || changed.contains(path))
                        .as("the step has what changes in %s", path).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void theBlocksOfTheChapterComeFirstInItsOrder(int number) throws Exception {
        var blocks = step(number).hunks().stream().map(Step.Hunk::block).toList();
        var shown = chapter(number).fences.stream().map(Page.Fence::info)
                .filter(info -> info.startsWith("diff " + step(number).from())).toList();
        assertThat(blocks.stream().filter(block -> block.startsWith("diff "))).isEqualTo(shown).isNotEmpty();
        assertThat(blocks.stream().takeWhile(block -> !block.isEmpty())).containsAll(shown);
    }

    @Test
    void everyHunkHasANoteOfOneToThreeSentences() {
        for (int number = 1; number <= 5; number++) {
            assertThat(step(number).hunks()).as("step %s", number).allSatisfy(hunk ->
                    assertThat(hunk.note().replaceAll("<[^>]*>", "").strip().split("(?<=[.?!])\\s+")).as(hunk.note())
                            .hasSizeBetween(1, 3));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            - **ChatRoom.** A note.                     | needs notes for ChatRoomTest, `+package chat;`; KnownFlaw
            - **ChatRom.** It isn''t there.             | the step changes nothing in ChatRom that has no note yet
            - **ChatRoom, `int join(`.** It neither.    | no line of ChatRoom that begins with `int join(`
            - **ChatRoom.** It leads to what follows:   | of ChatRoom is whole sentences: It leads to what follows:
            - **ChatRoom.**                             | of ChatRoom is whole sentences:
            - ChatRoom. It has no name.                 | a note begins with **CLASS
            - **ChatRoom, `synchronized void say(`.** A. | has a note already
            """)
    void aNoteThatIsWrongOrMissingIsNamed(String item, String problem) {
        String notes = "# Steps\n\n## 2 → 3\n\n" + item + "\n" + (problem.endsWith("already") ? item + "\n" : "");
        assertThatThrownBy(() -> Step.of(ROOT, chapter(2), new Page(Path.of("steps.md"), notes),
                Site.stages(ROOT).get(1), Site.stages(ROOT).get(2), _ -> "<p>A.</p>")).hasMessageContaining(problem)
                .hasMessageContaining("steps.md:");
    }

    private static Step step(int number) {
        return STEPS.computeIfAbsent(number, _ -> {
            try {
                var stages = Site.stages(ROOT);
                Page notes = Page.read(ROOT.resolve(Step.NOTES));
                return Step.of(ROOT, chapter(number), notes, stages.get(number - 1), stages.get(number),
                        new Html(site, notes, "step.html")::of);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Page chapter(int number) throws Exception {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return Page.read(files.filter(it -> it.getFileName().toString().startsWith(number + "-")).findFirst()
                    .orElseThrow());
        }
    }

    private static String text(String stage, String path) {
        Path file = ROOT.resolve(stage).resolve(path);
        return Files.exists(file) ? Site.text(file).replace("\r\n", "\n") : null;
    }
}
