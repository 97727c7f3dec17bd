package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may touch what, as the sources say. */
class MarksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** The idea of each stage is in how this changes. */
    @ParameterizedTest
    @CsvSource({
        "2, ChatRoom, members, NOTHING", "3, ChatRoom, members, LOCK", "4, ChatRoom, members, ALONE",
        "4, ChatRoom, inbox, SAFE", "5, Hub, rooms, LOCK", "5, Hub, names, SAFE", "5, Session, room, ALONE",
        "6, ChatRoom, history, ALONE", "6, Outbox, waiting, LOCK", "6, Outbox, writing, SAFE", "6, Outbox, owed, ALONE",
        "6, Outbox, capacity, FIXED", "4, Client, name, SAID", "6, ChatServer, log, FIXED"})
    void aFieldSaysWhoMayTouchIt(int stage, String type, String field, Marks.Who who) throws Exception {
        assertThat(Marks.of(ROOT.resolve(Site.stages(ROOT).get(stage - 1)))).filteredOn(it -> it.type().equals(type))
                .flatMap(Marks::fields).filteredOn(it -> it.name().equals(field)).extracting(Marks.Field::who)
                .containsExactly(who);
    }

    @Test
    void fromStageThreeOnNothingIsSharedWithoutAMark() throws Exception {
        for (String stage : Site.stages(ROOT).subList(2, 6)) {
            assertThat(Marks.of(ROOT.resolve(stage))).flatMap(Marks::fields).extracting(Marks.Field::who)
                    .as(stage).doesNotContain(Marks.Who.NOTHING);
        }
    }

    @Test
    void noFieldIsOverlooked() throws Exception {
        for (String stage : Site.stages(ROOT)) {
            for (Marks marks : Marks.of(ROOT.resolve(stage))) {
                Path source = ROOT.resolve(stage).resolve("src/main/java/chat/" + marks.type() + ".java");
                long fields = Site.text(source).lines().filter(line -> line.matches("    (@\\w.* )?private [^({]*[;=].*")
                        && !line.matches(".* [A-Z][A-Z_]+ =.*")).count();
                assertThat(marks.fields()).as("%s of %s", marks.type(), stage).hasSize((int) fields);
            }
        }
    }
}
