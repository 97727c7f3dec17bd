package workbook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scheduler.Table;
import workbook.Page.Fence;

/**
 * What a block shows of a film of the scheduler: {@code text film 2-two-adas} shows all that comes after the scene is
 * set, {@code text film 3-freeze paste eve … type dan} goes from one decision to another, which begin so, and
 * {@code A … B … C} by way of a third.
 */
final class FilmTable {
    static final String FILMS = "benchmarks/scheduler/src/main/resources/scheduler/films";

    private FilmTable() {}

    /** The lines that this block should have. */
    static List<String> of(Path root, Fence fence) throws Excerpt.Unclear {
        return read(root, fence).text().lines().toList();
    }

    static Table read(Path root, Fence fence) throws Excerpt.Unclear {
        String[] words = fence.info().split(" ", 4);
        Path file = root.resolve(FILMS).resolve(fence.info(2) + ".film");
        if (words.length < 3) {
            throw new Excerpt.Unclear("say what this shows: ```text film NAME, or ```text film NAME DECISION … DECISION");
        } else if (!Files.isRegularFile(file)) {
            throw new Excerpt.Unclear("there is no film " + words[2] + " in " + FILMS);
        }
        try {
            return words.length == 3 ? Table.read(file) : Table.read(file, List.of(words[3].split(" … ")));
        } catch (IllegalArgumentException e) {
            throw new Excerpt.Unclear(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
