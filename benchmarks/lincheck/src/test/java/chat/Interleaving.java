package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jetbrains.lincheck.LincheckAssertionError;

/** The tables that Lincheck prints, and those that the workbook shows. */
final class Interleaving {
    private static final Path PAGE = Path.of("../../docs/interleavings.md");

    private Interleaving() {}

    /** Fails unless the check finds what the page shows below this heading, step by step. */
    static void assertShown(String heading, ThrowingCallable check) throws IOException {
        var error = catchThrowableOfType(LincheckAssertionError.class, check);
        assertThat(error).as("Lincheck should find an interleaving that goes wrong").isNotNull();
        String found = found(error.getMessage());
        assertThat(steps(shown(heading)))
                .as("%s, below \"%s\", should show this:%n%s", PAGE, heading, found)
                .isEqualTo(steps(found));
    }

    /** What went wrong and the steps to it: Lincheck says the same again with line numbers, which change. */
    private static String found(String message) {
        String steps = message.substring(message.indexOf("= "), message.indexOf("Detailed trace:"));
        return steps.replaceAll("\n(?=\"[^|\n]*\\|)", "\u21b5") // a newline in what is sent
                .replaceAll("\n\n\n+", "\n\n")
                .strip();
    }

    private static String shown(String heading) throws IOException {
        String page = Files.readString(PAGE);
        int at = page.indexOf("\n## " + heading + "\n");
        assertThat(at).as("heading \"%s\" in %s", heading, PAGE).isNotNegative();
        int start = page.indexOf("```text lincheck\n", at) + "```text lincheck\n".length();
        return page.substring(start, page.indexOf("\n```", start));
    }

    /**
     * Its lines without what may differ from run to run and machine to machine: the numbers of objects, and the width.
     */
    private static List<String> steps(String table) {
        return table.replaceAll("[#$]\\d+", "").lines()
                .map(line -> line.replaceAll("-+", "-").replaceAll("[ \t]+", " ").strip())
                .toList();
    }
}
