package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests the tests: what isn't so on a page is found, by its line and in words that help. For sessions, see
 * {@link SessionsTest}.
 */
class WrongPagesTest {
    private static final Workbook WORKBOOK = new Workbook(Path.of(".."));

    private static final String RIGHT = """
            # A page with nothing wrong

            ## A heading with `code`, and (more) – it's long
            ## Twice
            ## Twice

            [One](#a-heading-with-code-and-more--its-long), [two](#twice-1), [three](../README.md#chat), [four](https://openjdk.org/jeps/444#Goals).
            `ChatRoom`, `ChatRoom.join`, `Command.Quit`, `Thread.join`, `BlockingQueue.put`, `@GuardedBy("this")`, `OneName`,
            `KnownFlawTest.aJoinDuringABroadcastBreaksTheBroadcast`, `stage03-mutex-state/pom.xml`, `races/Declared.java`, `target/threads.txt`,
            `./mvnw test -pl STAGE -Dnext`, `select`, `/quit`, `[time][ada]: hello`.

            ```java stage03-mutex-state/src/main/java/chat/ChatRoom.java synchronized void leave( … if ( + broadcast( … }
            synchronized void leave(Client client) {
                if (members.remove(client.name(), client)) {
                    broadcast("* " + client.name() + " has left the chat\\n", members.values(), client);
                }
            ```

            ```text stage03-mutex-state/src/main/java/chat/Message.java What a client said
            What a client said, and when. Immutable, so every thread may have it.
            ```

            ```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java boolean join( … if ( + void say(
            -    boolean join(Client client, String name) {
            +    synchronized boolean join(Client client, String name) {
                     if (members.containsKey(name)) {
            @@
            -    void say(Client sender, String text) {
            +    synchronized void say(Client sender, String text) {
            ```

            ```sh
            ./mvnw -q -pl stage06-slow-client-backpressure
            ./mvnw test -pl stage02-thread-per-client -Dnext -Dpatience=3 -Dtest=ChatRoomTest
            ./mvnw -q -pl benchmarks/jcstress -am process-classes -Dclaim=OneName -Dstage=2
            git diff --no-index --stat stage02-thread-per-client/src/main stage03-mutex-state/src/main
            java docs/Nc.java localhost 8989
            ```

            ```mermaid
            sequenceDiagram
                ada->>server: hello
            ```

            <details><summary>What does <code>join</code> return?</summary>

            `false`.

            </details>
            """;

    @Test
    void aPageWithNothingWrong() throws Exception {
        assertThat(problems("x.md", RIGHT)).isEmpty();
        assertThat(problems("x.md", RIGHT.replace("\n", "\r\n"))).as("with CRLF").isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> blocks() {
        String room = "stage03-mutex-state/src/main/java/chat/ChatRoom.java ";
        String diff = "```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java ";
        return Stream.of(
                wrong(1, "a block must be one of", "```go\nfunc main() {}\n```"),
                wrong(1, "a block must be one of", "```\nplain\n```"),
                wrong(3, "an indented block isn't checked", "Text.\n\n    code\n"),
                wrong(1, "say what this shows", "```java\nint i;\n```"),
                wrong(1, "say what this shows", "```diff stage02-thread-per-client stage03-mutex-state\n+x\n```"),
                wrong(1, "there is no file stage03-mutex-state/No.java",
                        "```java stage03-mutex-state/No.java int\nint i;\n```"),
                wrong(1, "there is no file ../../etc/passwd", "```text ../../etc/passwd root\nroot\n```"),
                wrong(1, "there is no file stage09/src", "```diff stage09 stage03-mutex-state Client.java x\n+x\n```"),
                wrong(1, "begins with `void leave(`", "```java " + room + "void leave(\nvoid leave() {\n```"),
                wrong(1, "after those shown before it",
                        "```java " + room + "synchronized void say( + synchronized boolean join(\n\n```"),
                wrong(2, "this is out of date", "```java " + room + "synchronized void leave(\n\n```"),
                wrong(4, "where its source has\n            broadcast(", "```java " + room + "synchronized void leave(\n"
                        + "synchronized void leave(Client client) {\n"
                        + "    if (members.remove(client.name(), client)) {\n```"),
                wrong(3, "Run: ./mvnw", diff + "void say(\n-    void say(Client sender, String text) {\n"
                        + "+    synchronized void say(Client sender, String words) {\n```"),
                wrong(1, "looks only in docs/interleavings.md", "```text lincheck\n| Thread 1 |\n```"),
                wrong(1, "a diagram begins with", "```mermaid\npie\n```"));
    }

    @TestFactory
    Stream<DynamicTest> commands() {
        return Stream.of(
                wrong(1, "after ```sh stands nothing", "```sh quickly\n./mvnw verify\n```"),
                command("no command like this", "$ ./mvnw verify"),
                command("no command like this", "./mvnw verify # all of it"),
                command("no command like this", "gradle build"),
                command("no command like this", "./mvnw --fast verify"),
                command("no command like this", "./mvnw -q -pl stage03-mutex-state -Dports=9000"),
                command("no command like this", "java -jar target/stage03.jar"),
                command("there is no stage stage03", "./mvnw -q -pl stage03"),
                command("there is no test class OutboxTest in stage05-rooms-hub",
                        "./mvnw test -pl stage04-broadcaster-queue -Dnext -Dpatience=3 -Dtest=OutboxTest"),
                command("there is no test class StoppedClientTest in stage03-mutex-state",
                        "./mvnw test -pl stage03-mutex-state -Dtest=StoppedClientTest"),
                command("has no claim TwoNames",
                        "./mvnw -q -pl benchmarks/jcstress -am process-classes -Dclaim=TwoNames"),
                command("has no claim RemovedRoom for stage 4",
                        "./mvnw -q -pl benchmarks/jcstress -am process-classes -Dclaim=RemovedRoom -Dstage=4"),
                command("there is no stage3", "git checkout --no-overlay FETCH_HEAD -- stage3"),
                command("there is no stage3", "git diff --no-index stage02-thread-per-client stage3"));
    }

    @Test
    void theListOfCommands() {
        assertThat(new Commands(WORKBOOK.names, """
                # right
                ./mvnw -q -pl {stage} -am process-classes "-Dtest={tests}" -Dpatience=3
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

    @TestFactory
    Stream<DynamicTest> prose() {
        return Stream.of(
                wrong(1, "there is no such file", "[the next](8-nothing.md)"),
                wrong(1, "no heading has this anchor", "[there](#nowhere)"),
                wrong(1, "no heading has this anchor", "[there](../README.md#nowhere)"),
                wrong(2, "leads out of the repository", "Text,\n[a host's](/etc/hosts)"),
                wrong(1, "leads out of the repository", "[a neighbour](../../neighbour/README.md)"),
                wrong(1, "neither a web page nor a file", "[mail](mailto:ada@example.org)"),
                wrong(1, "not a well-formed link", "[it](<http://exa mple.org>)"),
                wrong(1, "a link needs words", "[](../README.md)"),
                wrong(1, "an image needs words", "![](../README.md)"),
                wrong(3, "there is no such file", "| a | b |\n|---|---|\n| x | [y](z.md) |"),
                wrong(1, "there is no file", "See `docs/nothing.md`."),
                wrong(1, "has a `NothingTest`", "See `NothingTest`."),
                wrong(1, "has a `KnownFlawTest.allIsWell`", "See `KnownFlawTest.allIsWell`."),
                wrong(1, "has a `ChatRooms`", "See `ChatRooms`."),
                wrong(1, "has a `ChatRoom.enter`", "See `ChatRoom.enter(client)`."),
                wrong(1, "has a `BlockingQueue.receive`", "See `BlockingQueue.receive()`."),
                wrong(1, "there is no stage stage3", "Try `./mvnw test -pl stage3 -Dnext`."),
                wrong(1, "HTML other than", "A<br>B"),
                wrong(1, "write <code>", "<details><summary>What is `x`?</summary>\n\nNo.\n\n</details>"),
                wrong(1, "</details> without <details>", "</details>"),
                wrong(1, "only pages have anchors", "[the pom](../pom.xml#modules)"),
                wrong(1, "isn't closed", "<details><summary>What?</summary>\n\nNo.\n"),
                dynamicTest("two titles",
                        () -> assertOne(problems("x.md", "# One\n\n# Two\n"), 1, "begins with its title")),
                dynamicTest("a level left out",
                        () -> assertOne(problems("x.md", "# One\n\n### Two\n"), 3,
                                "a heading of level 3 below one of level 1")));
    }

    @TestFactory
    Stream<DynamicTest> chapters() {
        String right = "# 3. Who may?\n\n## Where we stand\n\n## Predict\n\n## Run\n\n## Investigate\n\n## Modify\n\n"
                + "## The step\n\n## Prove it and price it\n\n## Make\n";
        return Stream.of(
                dynamicTest("as it should be", () -> assertThat(problems("3-x.md", right)).isEmpty()),
                dynamicTest("the order",
                        () -> assertOne(problems("3-x.md", right.replace("## Run\n\n## Investigate",
                                "## Investigate\n\n## Run")), 1, "in this order")),
                dynamicTest("a section left out",
                        () -> assertOne(problems("3-x.md", right.replace("## Run", "")), 1, "in this order")),
                dynamicTest("the last has no step",
                        () -> assertOne(problems("6-x.md", right), 1, "in this order")),
                dynamicTest("a number that is measured",
                        () -> assertOne(problems("3-x.md", right.replace("## Make", "It takes 7 ms.\n\n## Make")),
                                17, "a measured number needs its source")));
    }

    @Test
    void aPageIsUpdatedAsItStands() {
        var page = new Page(Path.of("x.md"), "# X\r\n\r\none\r\ntwo\r\nthree\r\n");
        assertThat(page.newline).isEqualTo("\r\n");
        assertThat(Written.update(page, List.of(new Written(3, List.of("one"), List.of("1", "1½")),
                new Written(5, List.of("three"), List.of())))).containsExactly("# X", "", "1", "1½", "two");
    }

    private static DynamicTest command(String problem, String command) {
        return wrong(2, problem, "```sh\n" + command + "\n```");
    }

    /** A page with one thing wrong, below its title. */
    private static DynamicTest wrong(int line, String problem, String markdown) {
        return dynamicTest(markdown,
                () -> assertOne(problems("x.md", "# Title\n\n" + markdown + "\n"), line + 2, problem));
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
