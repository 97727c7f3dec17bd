package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how transcripts are played: a right one passes, and one in which a line isn't so is found out. */
@Execution(CONCURRENT)
@Timeout(600)
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

    /**
     * The talk with one thing changed, here with / for a new line: what was there, what is there instead, on which line
     * of the transcript that is found, and in which words.
     */
    private static final String CHANGES = """
            ada    | * bob has joined the chat ¦ ada    | * bob has come ¦ 13 ¦ * bob has come
            ada    | * bob has joined the chat/ ¦ ¦ 16 ¦ but this came:/    * bob has joined the chat
            ada    | * bob has left the chat/ ¦ ¦ 24 ¦ at the end ada has received a line that the page doesn't show
            bob    ~ ^D/bob    ~ closed/ ¦ ada    > bye/ada    ~ nothing/bob    ~ ^C/ ¦ 23 ¦ before this, bob has received
            ada    ~ nothing/ ¦ bob    > are you there?/ada    ~ nothing/ ¦ 19 ¦ nothing should come to ada, but this did
            bob    > [ENTER YOUR NAME]: bob ¦ bob    > bob/bob    | * nothing ¦ 13 ¦ [ENTER YOUR NAME]:
            ada    | [2026-11-20 15:48:41] ¦ ada    | [2026-11-20 15:48] ¦ 17 ¦ [2026-11-20 15:48]
            bob    ~ ^D/ ¦ ada    > not yet/ ¦ 22 ¦ the connection is closed
            server | 127.0.0.1:50412 is ada ¦ server | 127.0.0.1:50412 is Ada ¦ 7 ¦ is Ada
            server | 127.0.0.1:50412 is ada ¦ server | Exception in thread "" java.lang.IllegalStateException ¦ 7 ¦ Illegal
            server | 127.0.0.1:50414 is bob ¦ server | 127.0.0.1:50412 is bob ¦ 20 ¦ 127.0.0.1:50412 is bob
            stage03-mutex-state listening ¦ stage04-broadcaster-queue listening ¦ 1 ¦ stage04-broadcaster-queue listening
            ada    > hi ¦ eve    > hi ¦ 14 ¦ eve isn't connected
            ada    > hi ¦ ada    $ nc localhost 8989 ¦ 14 ¦ ada is still connected
            """;

    @TestFactory
    List<DynamicTest> played() {
        var tests = new ArrayList<DynamicTest>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            Future<List<Problem>> right = threads.submit(() -> play("stage03-mutex-state", TALK));
            tests.add(dynamicTest("as it is", () -> assertThat(right.get()).isEmpty()));
            for (String line : CHANGES.lines().toList()) {
                String[] change = line.replace("/", "\n").split(" ?¦ ?");
                assertThat(TALK).contains(change[0]);
                String wrong = TALK.replace(change[0], change[1]);
                Future<List<Problem>> problems = threads.submit(() -> play("stage03-mutex-state", wrong));
                tests.add(dynamicTest(line, () -> assertThat(problems.get()).singleElement().satisfies(problem -> {
                    assertThat(problem.message()).contains(change[3]);
                    assertThat(problem.line() - 1).as(problem.message()).isEqualTo(Integer.parseInt(change[2].strip()));
                })));
            }
        }
        return tests;
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

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            stage03-mutex-state ¦ ada: hello               ¦ a line of a transcript is
            stage03-mutex-state ¦ ada ~ ^X                 ¦ after ~ comes one of
            stage03-mutex-state ¦ ada $ curl localhost:8989 ¦ after $ comes
            stage03-mutex-state ¦ server ~ flood           ¦ a server can only be ended
            stage03-mutex-state ¦ server $ ./mvnw -q       ¦ the server is started before
            stage03-mutex-state ¦ server > hello           ¦ a server reads nothing
                                ¦                          ¦ say whose server it is
            stage3              ¦                          ¦ there is no server
            stage06-slow-client-backpressure --idle=often ¦ ¦ the server doesn't start: --idle=often
            """)
    void whatCanNotBePlayed(String info, String transcript, String message) throws Exception {
        assertThat(play(info == null ? "" : info, transcript == null ? "" : transcript + "\n")).singleElement()
                .extracting(Problem::message).asString().contains(message);
    }

    private static List<Problem> play(String info, String transcript) throws Exception {
        Page page = new Page(WORKBOOK.root.resolve("docs").resolve("x.md"),
                "```text session " + info + "\n" + transcript + "```\n");
        return WORKBOOK.replay(page, page.fences.getFirst());
    }
}
