package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What git prints can be shown on a page, and so can our own diff; and both change as many lines. */
class DiffsTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));

    @TestFactory
    Stream<DynamicTest> everyStep() {
        return StepTable.STEPS.stream().map(step -> dynamicTest(step.numbers(), () -> {
            assumeTrue(isGitThere(), "git is installed");
            for (String file : step.changed()) {
                List<String> git = git(step.before() + "/src/" + file, step.after() + "/src/" + file);
                List<String> ours = Diffs.unified(
                        Diffs.lines(WORKBOOK.root.resolve(step.before()).resolve("src").resolve(file)),
                        Diffs.lines(WORKBOOK.root.resolve(step.after()).resolve("src").resolve(file)));
                assertThat(problems(step, file, git)).isEmpty();
                assertThat(problems(step, file, ours)).isEmpty();
                assertThat(git.stream().filter(line -> line.matches("[+-].*"))).as("lines changed in " + file)
                        .hasSameSizeAs(ours.stream().filter(line -> line.matches("[+-].*")).toList());
            }
        }));
    }

    private static List<Problem> problems(StepTable.Step step, String file, List<String> diff) throws IOException {
        var page = new Page(WORKBOOK.root.resolve("docs/x.md"),
                "```diff %s %s src/%s\n%s\n```\n"
                        .formatted(step.before(), step.after(), file, String.join("\n", diff)));
        return Diffs.check(WORKBOOK.root, page, page.fences.getFirst());
    }

    /** The hunks that git prints, each below a line {@code @@}. */
    private static List<String> git(String before, String after) throws IOException {
        var git = start("diff", "--no-index", "--no-color", "--no-ext-diff", before, after);
        return git.inputReader().lines().skip(4).map(line -> line.replaceFirst("^@@ .*", "@@")).toList();
    }

    private static boolean isGitThere() {
        try {
            start("--version").destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(String... arguments) throws IOException {
        return new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
                .directory(WORKBOOK.root.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
