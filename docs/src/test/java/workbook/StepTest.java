package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hunks of a step, all of them, make one stage of the other; and each comes where its chapter teaches it. */
class StepTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

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
    void theBlocksOfTheChapterComeFirstInItsOrderEachWithItsNote(int number) throws Exception {
        var blocks = step(number).hunks().stream().takeWhile(hunk -> !hunk.block().isEmpty()).toList();
        assertThat(step(number).hunks().stream().map(Step.Hunk::block).filter(block -> block.startsWith("diff ")))
                .isEqualTo(chapter(number).fences.stream().map(Page.Fence::info)
                        .filter(info -> info.startsWith("diff " + step(number).from())).toList())
                .isSubsetOf(blocks.stream().map(Step.Hunk::block).toList());
        assertThat(blocks).allSatisfy(hunk -> assertThat(hunk.note()).as(hunk.block()).startsWith("<p>"));
    }

    private static Step step(int number) {
        try {
            var stages = Site.stages(ROOT);
            Page chapter = chapter(number);
            return Step.of(ROOT, chapter, stages.get(number - 1), stages.get(number),
                    new Html(new Site(ROOT, Path.of("none")), chapter, "step.html")::of);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
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
