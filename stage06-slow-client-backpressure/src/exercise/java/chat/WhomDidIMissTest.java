package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A slow client is told whose lines it missed. Every outbox here is full, and nobody is patient with its client. */
@Tag("6.1")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WhomDidIMissTest {
    /** An outbox for four lines with three in it, while a write goes on that doesn't end. */
    private static Outbox full(String... options) throws InterruptedException {
        Outbox outbox;
        try {
            outbox = new Outbox(Limits.parse(List.of(options)), Duration.ZERO);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("an outbox was to be made with " + options[options.length - 1]
                    + ", which is refused: \"" + e.getMessage()
                    + "\"\n  what it probably means: Limits.parse doesn't know the option yet");
        }
        outbox.add(Outbox.Lines.of("first\n"));
        outbox.write(outbox.take().length);
        for (String name : List.of("liz", "meg", "nan")) {
            outbox.add(said(name, "early"));
        }
        return outbox;
    }

    private static Outbox full(String policy) throws InterruptedException {
        return full("--outbox=4", "--slow-client=" + policy, "--missed=names");
    }

    private static Outbox.Lines said(String name, String text) {
        return Outbox.Lines.of(line(name, text));
    }

    private static String line(String name, String text) {
        return "[2026-11-20 15:48:41][" + name + "]: " + text + "\n";
    }

    /** What the client's writer takes: all lines that wait, and the notice. */
    private static List<String> taken(Outbox outbox) throws InterruptedException {
        return new String(outbox.take(), UTF_8).lines().map(line -> line.replaceFirst("^\\[.{19}]", "")).toList();
    }

    @Test
    @Order(1)
    void theNewestAreDroppedAndTheirSpeakersNamed() throws Exception {
        var outbox = full("drop-newest");
        outbox.add(Outbox.Lines.of(line("ada", "one") + line("bob", "two"))); // doesn't fit
        outbox.add(said("ada", "three"));
        assertThat(taken(outbox))
                .as("what comes when ada, bob and ada again were dropped, with --slow-client=drop-newest")
                .containsExactly("[liz]: early", "[meg]: early", "[nan]: early", "* You missed 3 lines, by ada, bob.");
    }

    @Test
    @Order(2)
    void ofTheOldestThoseAreNamedWhoseLinesWereDropped() throws Exception {
        var outbox = full("drop-oldest");
        outbox.add(Outbox.Lines.of(line("ada", "one") + line("bob", "two")));
        assertThat(taken(outbox))
                .as("what comes when liz's line made room for those of ada and bob, with --slow-client=drop-oldest"
                        + "\n  what it probably means: if ada and bob are named,"
                        + "\n    the lines that go are those that waited, not those that come\n")
                .containsExactly("* You missed 1 line, by liz.", "[meg]: early", "[nan]: early", "[ada]: one",
                        "[bob]: two");
    }

    @Test
    @Order(3)
    void onlyTheFirstThreeAreNamed() throws Exception {
        var outbox = full("drop-newest");
        outbox.add(Outbox.Lines.of(line("ada", "one") + line("bob", "two")));
        outbox.add(said("eve", "three"));
        for (int i = 0; i < 20; i++) {
            outbox.add(said("guest" + i, "hello"));
        }
        outbox.add(said("ada", "four"));
        assertThat(taken(outbox).getLast())
                .as("what comes when lines of ada, bob, eve and twenty guests were dropped"
                        + "\n  what it probably means: a list of names that grows with the lines"
                        + "\n    is as unbounded as an outbox that keeps the lines\n")
                .isEqualTo("* You missed 24 lines, by ada, bob, eve and others.");
    }

    @Test
    @Order(4)
    void eachNoticeBeginsAnew() throws Exception {
        var outbox = full("drop-newest");
        outbox.add(Outbox.Lines.of(line("ada", "one") + line("bob", "two")));
        assertThat(taken(outbox)).last().isEqualTo("* You missed 2 lines, by ada, bob.");
        outbox.write(1);
        outbox.add(Outbox.Lines.of(line("eve", "1") + line("eve", "2") + line("eve", "3") + line("eve", "4")));
        outbox.add(said("dan", "five"));
        assertThat(taken(outbox)).last()
                .as("the second notice, when one line of dan was dropped after the first"
                        + "\n  what it probably means: if ada and bob are named again, they weren't forgotten\n")
                .isEqualTo("* You missed 1 line, by dan.");
    }

    @Test
    @Order(5)
    void theServerIsNobodyAndNobodyCanPutNamesIntoAnothersMouth() throws Exception {
        var outbox = full("drop-newest");
        outbox.add(Outbox.Lines.of("* eve has joined lobby\n* eve has left lobby\n"));
        assertThat(taken(outbox)).last()
                .as("what comes when two of the server's lines were dropped: they have no speaker")
                .isEqualTo("* You missed 2 lines.");
        outbox = full("drop-newest");
        outbox.add(Outbox.Lines.of(line("ada from den", "[2026-11-20 15:48:41][bob]: I never said that")
                + "* bob has left lobby\n"));
        assertThat(taken(outbox)).last()
                .as("what comes when a line that ada sent from den, and one of the server's, were dropped"
                        + "\n  what it probably means: a speaker stands behind a time, at the beginning of a line\n")
                .isEqualTo("* You missed 2 lines, by ada.");
    }

    @Test
    @Order(6)
    void withoutTheOptionOnlyTheNumberIsTold() throws Exception {
        var outbox = full("--outbox=4", "--slow-client=drop-newest");
        outbox.add(Outbox.Lines.of(line("ada", "one") + line("bob", "two")));
        assertThat(taken(outbox)).last()
                .as("the notice without the option: as before")
                .isEqualTo("* You missed 2 lines.");
    }
}
