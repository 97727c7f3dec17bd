package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that changes more than the table says, or less, is found out. */
class StepTableTest {
    private static final String TABLE = """
            <!-- steps -->
            | step | servers' files | tests that change | lines | budget | the idea |
            |---|---|---|---|---|---|
            | 1 → 2 | ChatServer, Client | KnownFlawTest | +2 −1 | < 3 | an idea |
            <!-- /steps -->
            """;

    @TempDir
    Path root;

    @BeforeEach
    void aRightStep() throws IOException {
        write("stage01-a/src/main/java/chat/ChatServer.java", "one\ntwo\nthree\n");
        write("stage02-b/src/main/java/chat/ChatServer.java", "one\nzwei\nthree\n");
        write("stage02-b/src/main/java/chat/Client.java", "new\n");
        for (String stage : List.of("stage01-a", "stage02-b")) {
            write(stage + "/src/test/java/chat/LineTest.java", "test\n");
            write(stage + "/src/test/java/chat/KnownFlawTest.java", stage + "\n");
        }
        write("stage02-b/src/test/java/chat/NewTest.java", "new\n");
    }

    @Test
    void aRightTable() throws IOException {
        assertThat(wrong(TABLE)).isEmpty();
    }

    @Test
    void aStrayChange() throws IOException {
        write("stage02-b/src/test/java/chat/LineTest.java", "test \n");
        assertOne(TABLE, "x.md:4: this is out of date", "| KnownFlawTest, LineTest |");
    }

    @Test
    void aChangeThatIsNotThere() throws IOException {
        write("stage02-b/src/main/java/chat/ChatServer.java", "one\ntwo\nthree\n");
        assertOne(TABLE, "x.md:4: this is out of date", "| 1 → 2 | Client | KnownFlawTest | +1 −0 | < 3 | an idea |");
    }

    @Test
    void whatOnlyAnAuthorCanMend() throws IOException {
        assertOne(TABLE.replace("< 3", "< 2"), "x.md:1: step 1 → 2 takes 2 lines of main code");
        assertOne(TABLE.replace("an idea", ""), "x.md:1: step 1 → 2 needs a budget, `< 100`, and its idea");
        assertOne(TABLE.replace("< 3", ""), "x.md:1: step 1 → 2 needs a budget");
        assertOne("# Nothing\n", "x.md:1: here belongs the table of steps");
        assertThat(wrong(TABLE.replaceFirst("\\| 1 → 2.*\n", ""))).as("a row is missing").hasSize(2);
    }

    private void assertOne(String markdown, String... message) throws IOException {
        assertThat(wrong(markdown)).singleElement().asString().contains(message);
    }

    private List<Problem> wrong(String markdown) throws IOException {
        var page = new Page(Path.of("x.md"), markdown);
        var problems = new ArrayList<Problem>();
        StepTable.write(root, page, List.of("stage01-a", "stage02-b"), problems)
                .forEach(written -> problems.addAll(written.outOfDate(page)));
        return problems;
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
