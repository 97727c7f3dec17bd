package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import workbook.StepTable.Step;

/** A step that changes more than it says, or less, is found out; and so is a table that says something else. */
class StepTableTest {
    private static final Step STEP = Step.step("stage01-a", "stage02-b", 3, "main/java/chat/ChatServer.java");

    @TempDir
    Path root;

    @BeforeEach
    void aRightStep() throws IOException {
        write("stage01-a/src/main/java/chat/ChatServer.java", "one\ntwo\nthree\n");
        write("stage02-b/src/main/java/chat/ChatServer.java", "one\nzwei\nthree\n");
        write("stage02-b/src/main/java/chat/Client.java", "new\n");
        write("stage01-a/src/test/java/chat/LineTest.java", "test\n");
        write("stage02-b/src/test/java/chat/LineTest.java", "test\n");
    }

    @Test
    void aStepThatKeepsItsWord() throws IOException {
        assertThat(StepTable.wrong(root, STEP)).isEmpty();
        var change = StepTable.change(root, STEP);
        assertThat(change.mainFiles()).containsExactly("ChatServer", "Client");
        assertThat(change.added()).isEqualTo(2);
        assertThat(change.removed()).isEqualTo(1);
    }

    @Test
    void aStrayChange() throws IOException {
        write("stage02-b/src/test/java/chat/LineTest.java", "test \n");
        assertThat(StepTable.wrong(root, STEP))
                .singleElement()
                .asString()
                .contains("LineTest.java should be the same to the byte");
    }

    @Test
    void aChangeThatIsNotThere() throws IOException {
        write("stage02-b/src/main/java/chat/ChatServer.java", "one\ntwo\nthree\n");
        assertThat(StepTable.wrong(root, STEP))
                .singleElement()
                .asString()
                .contains("says that this step changes main/java/chat/ChatServer.java, but it doesn't");
    }

    @Test
    void moreThanTheBudget() throws IOException {
        write("stage02-b/src/main/java/chat/Client.java", "new\nand newer\n");
        assertThat(StepTable.wrong(root, STEP))
                .singleElement()
                .asString()
                .contains("takes 3 lines of main code", "fewer than 3");
    }

    @Test
    void theTableOfThePage() throws IOException {
        Path repository = Path.of("..").toAbsolutePath().normalize();
        String rows = String.join("", StepTable.rows(repository).stream().map(row -> row + " an idea |\n").toList());
        String table = "<!-- steps -->\n| step | files | lines | budget | the idea |\n|---|---|---|---|---|\n"
                + rows + "<!-- /steps -->\n";
        Path page = repository.resolve("docs/README.md");
        assertThat(StepTable.check(repository, new Page(page, table), true)).isEmpty();
        assertThat(StepTable.check(repository, new Page(page, table.replace("| < 10 |", "| < 11 |")), true))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains("the table of steps should be this",
                        rows.lines().findFirst().orElseThrow().replace("an idea", "…"));
        assertThat(StepTable.check(repository, new Page(page, table.replaceFirst(" an idea", "")), true))
                .as("a row without its idea")
                .hasSize(1);
        assertThat(StepTable.check(repository, new Page(page, table.replaceFirst("\\| 2 → 3.*\n", "")), true))
                .as("a row is missing")
                .hasSize(1);
        assertThat(StepTable.check(repository, new Page(page, "# Nothing\n"), true)).as("no table").hasSize(1);
        assertThat(StepTable.check(repository, new Page(page, "# Nothing\n"), false)).as("none is wanted").isEmpty();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
