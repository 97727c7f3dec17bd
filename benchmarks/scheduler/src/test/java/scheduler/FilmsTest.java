package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each film comes out the same to the letter on its stage, and on the next stage it fails for its declared reason. One
 * of a variant of a stage does so in that variant, and in the mended one.
 */
class FilmsTest {
    private static final Path PROJECT = Path.of("../..");
    private static final String ANEW = "if it should be as it is now, write it anew: "
            + "./mvnw -q -pl benchmarks/scheduler -am process-classes -Drecord";

    static List<Path> films() throws IOException {
        return Film.files(Path.of("src/main/resources/scheduler/films"));
    }

    @ParameterizedTest
    @MethodSource("films")
    void comesOutTheSame(Path file) throws IOException {
        Film film = Film.read(file);
        var replay = film.replay(film.of(Film.stage(PROJECT, film.stage()), "variant"));
        assertThat(replay.refusal()).as("%s: a decision can't be carried out; %s", file, ANEW).isNull();
        assertThat(replay.aim()).as("the step of %s that reaches its aim", file).isNotNegative()
                .isEqualTo(film.reached());
        assertThat(replay.lost()).as("%s counts as lost on the way to its aim", file).isFalse();
        if (film.first("inside") == null || Files.exists(Source.jdk())) { // else the JDK's lines are shown by number
            assertThat(replay.film().text()).as("%s; %s", file, ANEW).isEqualTo(Files.readString(file));
        }
    }

    /** A film that names no reason shows what holds, and holds on. */
    @ParameterizedTest
    @MethodSource("films")
    void failsOnTheNextStageForTheDeclaredReason(Path file) throws IOException {
        Film film = Film.read(file);
        boolean fails = film.head().containsKey("next");
        boolean varies = film.first("variant") != null;
        var replay = film.replay(film.of(Film.stage(PROJECT, film.stage() + (varies ? 0 : 1)), "mended"));
        String seen = "%s on the next stage, or mended: %s%n%s".formatted(file, replay.refusal(), replay.film().text());
        assertThat(replay.aim() >= 0).as("the aim is reached by " + seen).isEqualTo(!fails);
        assertThat(replay.next()).as("the declared reason, by " + seen).isEqualTo(fails);
    }
}
