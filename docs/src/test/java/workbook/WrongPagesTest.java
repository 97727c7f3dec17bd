package workbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the tests: what isn't so on a page is found, by its line and in words that help. For sessions, see
 * {@link SessionsTest}.
 */
class WrongPagesTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));

    /** A page that is right, as {@link WorkbookTest} shows, is so too with the line ends of Windows. */
    @Test
    void lineEndsMakeNoDifference() throws Exception {
        String page = Site.text(WORKBOOK.root.resolve("docs/3-mutex-state.md")).replace("\r\n", "\n");
        assertThat(problems("3-mutex-state.md", page.replace("\n", "\r\n"))).isEmpty();
    }

    /** On which line of a page, in which words, and what is wrong with it; ↵ stands for a new line. */
    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '§', textBlock = """
            1 ¦ a block must be one of          ¦ ```go↵func main() {}↵```
            1 ¦ a block must be one of          ¦ ```↵plain↵```
            3 ¦ those that are only indented    ¦ Text.↵↵    code↵
            1 ¦ say what this shows             ¦ ```java↵int i;↵```
            1 ¦ say what this shows             ¦ ```diff stage02-thread-per-client stage03-mutex-state↵+x↵```
            1 ¦ there is no file stage03/No.java ¦ ```java stage03/No.java int i↵int i;↵```
            1 ¦ there is no file ../../passwd   ¦ ```text ../../passwd root↵root↵```
            1 ¦ there is no file stage09/src    ¦ ```diff stage09 stage03-mutex-state Client.java x↵+x↵```
            1 ¦ begins with `void say(`         ¦ ```java ROOM void say(↵void leave() {↵```
            1 ¦ after those shown before it     ¦ ```java ROOM synchronized void say( + synchronized boolean join(↵↵```
            2 ¦ this is out of date             ¦ ```java ROOM synchronized void leave(↵↵```
            3 ¦ where its source has↵        if (members.remove( ¦ ```java ROOM synchronized void leave( … }↵synchronized void leave(Client client) {↵    if (true) {↵```
            2 ¦ Run: ./mvnw                     ¦ ```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java void say(↵+    void say(↵```
            1 ¦ say what this shows             ¦ ```text film↵ada1 | ada2↵```
            1 ¦ there is no film 2-three-adas   ¦ ```text film 2-three-adas↵ada1 | ada2↵```
            1 ¦ no decision begins with `step eve` ¦ ```text film 2-two-adas step ada2 … step eve↵ada1 | ada2↵```
            2 ¦ this is out of date             ¦ ```text film 2-two-adas↵ada2 | ada1↵```
            1 ¦ looks only in docs/interleavings.md ¦ ```text lincheck↵| Thread 1 |↵```
            1 ¦ a diagram begins with           ¦ ```mermaid↵pie↵```
            1 ¦ after ```sh stands nothing      ¦ ```sh quickly↵./mvnw verify↵```
            1 ¦ there is no such file           ¦ [the next](8-nothing.md)
            1 ¦ no heading has this anchor      ¦ [there](#nowhere)
            1 ¦ no heading has this anchor      ¦ [there](../README.md#nowhere)
            2 ¦ leads out of the repository     ¦ Text,↵[a host's](/etc/hosts)
            1 ¦ leads out of the repository     ¦ [a neighbour](../../neighbour/README.md)
            1 ¦ neither a web page nor a file   ¦ [mail](mailto:ada@example.org)
            1 ¦ not a well-formed link          ¦ [it](<http://exa mple.org>)
            1 ¦ a link needs words              ¦ [](../README.md)
            1 ¦ an image needs words            ¦ ![](../README.md)
            3 ¦ there is no such file           ¦ | a | b |↵|---|---|↵| x | [y](z.md) |
            1 ¦ only pages have anchors         ¦ [the pom](../pom.xml#modules)
            1 ¦ there is no file                ¦ See `docs/nothing.md`.
            1 ¦ has a `NothingTest`             ¦ See `NothingTest`.
            1 ¦ has a `KnownFlawTest.allIsWell` ¦ See `KnownFlawTest.allIsWell`.
            1 ¦ has a `ChatRooms`               ¦ See `ChatRooms`.
            1 ¦ has a `ChatRoom.enter`          ¦ See `ChatRoom.enter(client)`.
            1 ¦ has a `BlockingQueue.receive`   ¦ See `BlockingQueue.receive()`.
            1 ¦ there is no stage stage3        ¦ Try `./mvnw test -pl stage3 -Dnext`.
            1 ¦ HTML other than                 ¦ A<br>B
            1 ¦ write <code>                    ¦ <details><summary>What is `x`?</summary>↵↵No.↵↵</details>
            1 ¦ </details> without <details>    ¦ </details>
            1 ¦ isn't closed                    ¦ <details><summary>What?</summary>↵↵No.↵
            2 ¦ a heading of level 4 below one of level 2 ¦ ## Two↵#### Four
            """)
    void wrong(int line, String message, String markdown) throws Exception {
        String room = "stage03-mutex-state/src/main/java/chat/ChatRoom.java";
        assertOne(problems("x.md", "# Title\n\n" + markdown.replace("ROOM", room).replace("↵", "\n") + "\n"),
                line + 2, message.replace("↵", "\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', textBlock = """
            no command like this ¦ $ ./mvnw verify
            no command like this ¦ ./mvnw verify # all of it
            no command like this ¦ gradle build
            no command like this ¦ ./mvnw --fast verify
            no command like this ¦ ./mvnw -q -pl stage03-mutex-state -Dports=9000
            no command like this ¦ java -jar target/stage03.jar
            there is no stage stage03 ¦ ./mvnw -q -pl stage03
            there is no test class OutboxTest in stage05 ¦ ./mvnw test -pl stage04-broadcaster-queue -Dnext -Dtest=OutboxTest
            there is no test class StoppedClientTest in stage03 ¦ ./mvnw test -pl stage03-mutex-state -Dtest=StoppedClientTest
            has no claim TwoNames ¦ ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=TwoNames
            has no claim RemovedRoom for stage 4 ¦ ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=RemovedRoom -Dstage=4
            there is no exercise 9.9 ¦ ./mvnw -q test -pl stage04-broadcaster-queue "-Dexercise=9.9"
            there is no stage3 ¦ git diff --no-index stage02-thread-per-client stage3
            """)
    void wrongCommand(String message, String command) throws Exception {
        assertOne(problems("x.md", "# Title\n\n```sh\n" + command + "\n```\n"), 4, message);
    }

    /** A prediction with choices, in which one thing is wrong at a time. */
    @Test
    void aPrediction() throws Exception {
        String right = """
                # X

                ## Predict

                **1.** What?

                - **a.** This.
                - **b.** That.

                <details><summary>Answer</summary>

                **b.** That.

                - **a.** No: REFUTATION.

                </details>
                """;
        String film = "../benchmarks/scheduler/src/main/resources/scheduler/films/2-two-adas.film";
        for (String runs : List.of("`KnownFlawTest.twoClientsGetOneName`", "`OneName`", "see [it](" + film + ")",
                "[2.4](2-thread-per-client.md#24-sleep-is-no-cure)", "[seen](2-thread-per-client.md#two-adas)",
                "<!--figure x-->")) {
            assertThat(problems("x.md", right.replace("REFUTATION", runs))).as(runs)
                    .noneMatch(problem -> problem.message().contains("refut"));
        }
        for (String doesNot : List.of("it isn't so", "`ChatRoom.join`", "[here](#predict)", "`KnownFlawTest`")) {
            assertOne(problems("x.md", right.replace("REFUTATION", doesNot)), 14, "names nothing that runs");
        }
        String page = right.replace("REFUTATION", "`OneName`");
        assertOne(problems("x.md", page.replace("**b.** That.\n\n- **a.** No", "That.\n\n- **a.** No")), 5,
                "begins with the letter of the right choice");
        assertOne(problems("x.md", page.replace("- **b.** That.", "- **b.** That.\n- **c.** Both.")), 9,
                "needs a refutation");
        assertOne(problems("x.md", page.replace("`OneName`.", "`OneName`.\n- **d.** `OneName`.")), 15,
                "no such wrong choice");
    }

    @Test
    void theListOfCommands() {
        assertThat(new Commands(WORKBOOK.names, """
                # right
                ./mvnw -q -pl {stage} -am test-compile "-Dtest={tests}" -Dpatience=3
                ./mvnw -pl stage7 --fast chek -Dports=1 -Daddress=0.0.0.0:1
                java docs/No.java
                """).wrongInList()).map(wrong -> wrong.replaceFirst(".*: (?=there|nei|Pow)", "")).containsExactly(
                        "PowerShell splits -D… at a dot or comma, so put it between quotes",
                        "neither Maven nor a pom nor any code knows stage7",
                        "neither Maven nor a pom nor any code knows --fast",
                        "neither Maven nor a pom nor any code knows chek",
                        "neither Maven nor a pom nor any code knows -Dports=1",
                        "there is no docs/No.java");
    }

    @Test
    void theShapeOfAPage() throws Exception {
        String right = "# 3. Who may?\n\n## Predict\n\n## Run\n\n## Investigate\n\n## Modify\n\n"
                + "## The step\n\n## Prove it and price it\n\n## Make\n";
        assertThat(problems("3-x.md", right)).isEmpty();
        assertOne(problems("3-x.md", right.replace("## Run\n\n## Investigate", "## Investigate\n\n## Run")), 1,
                "in this order");
        assertOne(problems("3-x.md", right.replace("## Run", "")), 1, "in this order");
        assertOne(problems("6-x.md", right), 1, "in this order"); // the last has no step
        assertOne(problems("3-x.md", right.replace("## Make", "It takes 7 ms.\n\n## Make")), 15,
                "a measured number needs its source");
        assertOne(problems("x.md", "# One\n\n# Two\n"), 1, "begins with its title");
    }

    @Test
    void aPageIsUpdatedAsItStands() {
        var page = new Page(Path.of("x.md"), "# X\r\n\r\none\r\ntwo\r\nthree\r\n");
        assertThat(page.newline).isEqualTo("\r\n");
        assertThat(Written.update(page, List.of(new Written(3, List.of("one"), List.of("1", "1½")),
                new Written(5, List.of("three"), List.of())))).containsExactly("# X", "", "1", "1½", "two");
    }

    private static void assertOne(List<Problem> problems, int line, String message) {
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(problem.line()).as("line of \"%s\"", problem.message()).isEqualTo(line);
        });
    }

    private static List<Problem> problems(String name, String markdown) throws Exception {
        return WORKBOOK.problems(new Page(WORKBOOK.root.resolve("docs").resolve(name), markdown));
    }
}
