package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Tests how transcripts are played: a right one passes, and one in which a line isn't so is found out. */
class SessionsTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));

    private static final String TALK = """
            server | stage03-mutex-state listening on localhost:8989, port 8989. Try: nc localhost 8989
            ada    $ nc localhost 8989
            server | 127.0.0.1:50412 connected
            ada    | …
            ada    | Welcome to the chat!
            ada    > [ENTER YOUR NAME]: ada
            server | 127.0.0.1:50412 is ada
            bob    $ nc localhost 8989
            bob    | …
            bob    > [ENTER YOUR NAME]: ada
            bob    | * That name is taken.
            bob    > [ENTER YOUR NAME]: bob
            ada    | * bob has joined the chat
            ada    > hi
            bob    | [2026-11-20 15:48:41][ada]: hi
            bob    > hello, ada
            ada    | [2026-11-20 15:48:41][bob]: hello, ada
            ada    ~ nothing
            server | 127.0.0.1:50414 connected
            server | 127.0.0.1:50414 is bob
            bob    ~ ^D
            bob    ~ closed
            ada    | * bob has left the chat
            server | 127.0.0.1:50414 left: end of input
            ada    > good night
            """;

    private static final String FREEZE = """
            ada    $ nc localhost 8989
            ada    | …
            ada    > [ENTER YOUR NAME]: ada
            bob    $ nc localhost 8989
            bob    | …
            bob    > [ENTER YOUR NAME]: bob
            ada    | * bob has joined the chat
            bob    ~ ^Z
            hello  $ yes hello | nc localhost 8989
            hello  | …
            ada    | * hello has joined the chat
            ada    | …
            ada    ~ nothing
            dave   $ nc localhost 8989
            dave   | …
            dave   > [ENTER YOUR NAME]: dave
            dave   ~ nothing
            dave   | …
            bob    ~ fg
            bob    | …
            bob    | [2026-11-20 15:48:41][hello]: hello
            bob    | …
            ada    | [2026-11-20 15:48:41][hello]: hello
            ada    | …
            hello  ~ ^C
            ada    | * hello has left the chat
            """;

    /** A transcript, and what is wrong with it, on which line of it; nothing, if there is no message. */
    private record Sample(String transcript, int line, String message) {}

    @TestFactory
    @Timeout(300)
    List<DynamicTest> played() {
        var samples = new LinkedHashMap<String, Sample>();
        samples.put("a talk", new Sample(TALK, 0, null));
        samples.put("a freeze, and a thaw", new Sample(FREEZE, 0, null));
        samples.put("a line that doesn't come", wrong("ada    | * bob has joined the chat", "ada    | * bob has come"));
        samples.put("a line that isn't shown", wrong("ada    | * bob has joined the chat\n", "",
                "ada    | [2026-11-20 15:48:41][bob]: hello, ada", "but this came:\n    * bob has joined the chat"));
        samples.put("a line that isn't shown at the end", wrong("ada    | * bob has left the chat\n", "",
                "ada    > good night", "at the end ada has received a line that the page doesn't show"));
        samples.put("a line that isn't shown before the end of a window", wrong("bob    ~ ^D\nbob    ~ closed\n",
                "ada    > bye\nada    ~ nothing\nbob    ~ ^C\n", "bob    ~ ^C",
                "before this, bob has received a line that the page doesn't show"));
        samples.put("something comes after all", wrong("ada    ~ nothing\n",
                "bob    > are you there?\nada    ~ nothing\n", "ada    ~ nothing",
                "nothing should come to ada, but this did"));
        samples.put("a prompt that isn't shown", wrong("bob    > [ENTER YOUR NAME]: bob",
                "bob    > bob\nbob    | * nothing", "bob    | * nothing", "[ENTER YOUR NAME]:"));
        samples.put("a time that isn't one", wrong("ada    | [2026-11-20 15:48:41]", "ada    | [2026-11-20 15:48]"));
        samples.put("a connection that isn't closed", wrong("bob    ~ ^D\n", "bob    > not yet\n",
                "bob    ~ closed", "the connection is closed"));
        samples.put("a server that says something else",
                wrong("server | 127.0.0.1:50412 is ada", "server | 127.0.0.1:50412 is Ada"));
        samples.put("another exception", wrong("server | 127.0.0.1:50412 is ada",
                "server | Exception in thread \"\" java.lang.IllegalStateException"));
        samples.put("one client's port for another's",
                wrong("server | 127.0.0.1:50414 is bob", "server | 127.0.0.1:50412 is bob"));
        samples.put("another stage", wrong("stage03-mutex-state listening", "stage04-broadcaster-queue listening"));
        samples.put("nobody connected", wrong("ada    > hi", "eve    > hi", "eve    > hi", "eve isn't connected"));
        samples.put("connected twice", wrong("ada    > hi", "ada    $ nc localhost 8989",
                "ada    $ nc localhost 8989\nbob    |", "ada is still connected"));

        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(4)) {
            samples.forEach((name, sample) -> {
                Future<List<Problem>> problems = threads.submit(() -> play("stage03-mutex-state", sample.transcript));
                tests.add(dynamicTest(name, () -> assertFound(problems.get(), sample)));
            });
        }
        return tests;
    }

    @Test
    void aServerTakesArguments() throws Exception {
        assertThat(play("stage06-slow-client-backpressure --idle=1s", """
                ada    $ nc localhost 8989
                ada    | …
                ada    > [ENTER YOUR NAME]: ada
                ada    | …
                ada    | * You were idle for 1 second. Goodbye.
                ada    ~ closed
                """)).isEmpty();
    }

    /** When ada goes bob would be served, and be sent what the transcript doesn't show. */
    @Test
    void whoIsNeverServedIsNotServedAtTheEnd() throws Exception {
        assertThat(play("stage01-single-client", """
                ada    $ nc localhost 8989
                ada    | …
                ada    > [ENTER YOUR NAME]: ada
                bob    $ nc localhost 8989
                bob    ~ nothing
                """)).isEmpty();
    }

    @TestFactory
    List<DynamicTest> whatCanNotBePlayed() {
        return List.of(
                unplayable("a line of a transcript is", "ada: hello"),
                unplayable("after ~ comes one of", "ada ~ ^X"),
                unplayable("after $ comes", "ada $ curl localhost:8989"),
                unplayable("a server can only be ended", "server ~ flood"),
                unplayable("the server is started before", "server $ ./mvnw -q"),
                unplayable("a server reads nothing", "server > hello"),
                dynamicTest("no stage", () -> assertThat(play("", ""))
                        .singleElement()
                        .extracting(Problem::message)
                        .asString()
                        .contains("say whose server it is")),
                dynamicTest("unknown stage", () -> assertThat(play("stage3", ""))
                        .singleElement()
                        .extracting(Problem::message)
                        .asString()
                        .contains("there is no server")),
                dynamicTest("wrong arguments",
                        () -> assertThat(play("stage06-slow-client-backpressure --idle=often", ""))
                                .singleElement()
                                .extracting(Problem::message)
                                .asString()
                                .contains("the server doesn't start", "--idle")));
    }

    private static DynamicTest unplayable(String message, String transcript) {
        return dynamicTest(transcript, () -> assertThat(play("stage03-mutex-state", transcript + "\n")).singleElement()
                .extracting(Problem::message).asString().contains(message));
    }

    private static Sample wrong(String right, String wrong) {
        return wrong(right, wrong, wrong, wrong.replaceFirst("\\S+\\s+. ", ""));
    }

    /** The talk with one thing changed, and where in it, and in which words, that is found. */
    private static Sample wrong(String right, String wrong, String where, String message) {
        assertThat(TALK).contains(right);
        String transcript = TALK.replace(right, wrong);
        assertThat(transcript).contains(where);
        return new Sample(transcript,
                (int) transcript.substring(0, transcript.indexOf(where)).chars().filter(c -> c == '\n').count() + 1,
                message);
    }

    private static void assertFound(List<Problem> problems, Sample sample) {
        if (sample.message == null) {
            assertThat(problems).isEmpty();
        } else {
            assertThat(problems).singleElement().satisfies(problem -> {
                assertThat(problem.message()).contains(sample.message);
                // the block's first line is the fence
                assertThat(problem.line() - 1).as("line of \"%s\"", problem.message()).isEqualTo(sample.line);
            });
        }
    }

    private static List<Problem> play(String info, String transcript) throws Exception {
        Page page = new Page(WORKBOOK.root.resolve("docs").resolve("x.md"),
                "```text session " + info + "\n" + transcript + "```\n");
        return WORKBOOK.replay(page, page.fences.getFirst());
    }
}
