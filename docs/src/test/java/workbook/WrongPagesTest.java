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

            ```java stage03-mutex-state/src/main/java/chat/ChatRoom.java
            synchronized void leave(Client client) {
                if (members.remove(client.name(), client)) {
                    // …
                }
            }
            ```

            ```text stage03-mutex-state/src/main/java/chat/Message.java
            What a client said, and when. Immutable, so every thread may have it.
            ```

            ```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java
            -    boolean join(Client client, String name) {
            +    synchronized boolean join(Client client, String name) {
                     if (members.containsKey(name)) {
            @@
            -    void say(Client sender, String text) {
            +    synchronized void say(Client sender, String text) {
            ```

            ```sh
            ./mvnw -q -pl stage06-slow-client-backpressure -Dport=9000 -Dargs="--outbox=10 --history=5"
            ./mvnw -B test -pl stage02-thread-per-client -Dnext -Dtest=ChatRoomTest
            ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=OneName -Dstage=2
            git diff --no-index --stat stage02-thread-per-client/src/main stage03-mutex-state/src/main
            java docs/Nc.java localhost 8989
            yes hello | nc localhost 8989
            java -jar stage03-mutex-state/target/stage03-mutex-state.jar 8989
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
        String java = "```java stage03-mutex-state/src/main/java/chat/ChatRoom.java\n";
        String diff = "```diff stage02-thread-per-client stage03-mutex-state ChatRoom.java\n";
        return Stream.of(
                wrong(1, "a block must be one of", "```go\nfunc main() {}\n```"),
                wrong(1, "a block must be one of", "```\nplain\n```"),
                wrong(3, "an indented block isn't checked", "Text.\n\n    code\n"),
                wrong(1, "name the file", "```java\nint i;\n```"),
                wrong(1, "there is no file stage03-mutex-state/No.java",
                        "```java stage03-mutex-state/No.java\nint i;\n```"),
                wrong(1, "there is no file ../../etc/passwd", "```text ../../etc/passwd\nroot\n```"),
                wrong(1, "an excerpt of nothing", java + "\n```"),
                wrong(3, "has another line here",
                        java + "    /** Takes the client out and tells the others; "
                                + "does nothing if it isn't a member. */\n"
                                + "    void leave(Client client) {\n```"),
                wrong(1, "not with this indentation",
                        java + "synchronized void leave(Client client) {\n"
                                + "if (members.remove(client.name(), client)) {\n```"),
                wrong(3, "what is left out needs a line `// …`",
                        java + "synchronized void leave(Client client) {\n    }\n```"),
                wrong(4, "has no such line after those above",
                        java + "synchronized void leave(Client client) {\n    // …\n"
                                + "    if (members.remove(client.name(), client)) {\n```"),
                wrong(4, "has no such line after those above",
                        java + "        client.send(history.stream().map(Message::line)"
                                + ".collect(Collectors.joining()));\n"
                                + "        // …\n"
                                + "        if (members.containsKey(name)) {\n```"),
                wrong(2, "has no such line",
                        "```text stage03-mutex-state/src/main/java/chat/Message.java\n"
                                + "What a client said. Immutable.\n```"),
                wrong(1, "say what is compared", "```diff\n-a\n+b\n```"),
                wrong(1, "there is no stage stage99",
                        "```diff stage02-thread-per-client stage99 ChatRoom.java\n+a\n```"),
                wrong(1, "has a file", "```diff stage02-thread-per-client stage03-mutex-state Hub.java\n+a\n```"),
                wrong(1, "is the same in",
                        "```diff stage02-thread-per-client stage03-mutex-state Client.java\n+a\n```"),
                wrong(2, "a line of a diff begins with", diff + "boolean join(Client client, String name) {\n```"),
                wrong(3, "what was removed before",
                        diff + "+    synchronized void leave(Client client) {\n-    void leave(Client client) {\n```"),
                wrong(1, "shows no change", diff + "         if (members.containsKey(name)) {\n```"),
                wrong(2, "has no such line", diff + "+    synchronized boolean leave(Client client) {\n```"),
                wrong(3, "there is\n    +    synchronized void leave(Client client) {",
                        diff + "-    void leave(Client client) {\n"
                                + "     synchronized void leave(Client client) {\n```"),
                wrong(1, "not in this order",
                        diff + "-    boolean join(Client client, String name) {\n"
                                + "+    synchronized void leave(Client client) {\n```"),
                wrong(1, "not in this order",
                        diff + "-    void leave(Client client) {\n"
                                + "+    synchronized void leave(Client client) {\n@@\n"
                                + "-    void say(Client sender, String text) {\n"
                                + "+    synchronized void say(Client sender, String text) {\n```"),
                wrong(1, "looks only in docs/interleavings.md", "```text lincheck\n| Thread 1 |\n```"),
                wrong(1, "a diagram begins with", "```mermaid\npie\n```"));
    }

    @TestFactory
    Stream<DynamicTest> commands() {
        return Stream.of(
                wrong(1, "after ```sh stands nothing", "```sh quickly\n./mvnw verify\n```"),
                command("no prompt and no comment", "$ ./mvnw verify"),
                command("no prompt and no comment", "./mvnw verify # all of it"),
                command("a command is one of", "gradle build"),
                command("a command is one of", "yes hello | cat"),
                command("Maven would say: Unrecognized option: --fast", "./mvnw --fast verify"),
                command("there is no module stage03", "./mvnw -q -pl stage03"),
                command("there is no phase check", "./mvnw -B check"),
                command("-Dports", "./mvnw -q -pl stage03-mutex-state -Dports=9000"),
                command("there is no test class OutboxTest",
                        "./mvnw test -pl stage04-broadcaster-queue -Dnext -Dtest=OutboxTest"),
                command("has no claim TwoNames",
                        "./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=TwoNames"),
                command("has no claim RemovedRoom for stage 4",
                        "./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=RemovedRoom -Dstage=4"),
                command("there is no test class StoppedClientTest",
                        "./mvnw test -pl stage03-mutex-state -Dtest=StoppedClientTest"),
                command("there is no stage3", "git checkout main -- stage3"),
                command("an option of git diff that isn't",
                        "git diff --no-index --minimal stage02-thread-per-client stage03-mutex-state"),
                command("there is no stage3", "git diff --no-index stage02-thread-per-client stage3"),
                command("compares two", "git diff --no-index --stat stage02-thread-per-client"),
                command("of git, only", "git push --force origin main"),
                command("java with a file", "java Chat.java"),
                command("no module makes", "java -jar target/stage03.jar"));
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
                wrong(1, "there is no test `NothingTest`", "See `NothingTest`."),
                wrong(1, "there is no test", "See `KnownFlawTest.allIsWell`."),
                wrong(1, "has a `ChatRooms`", "See `ChatRooms`."),
                wrong(1, "has a `ChatRoom.enter`", "See `ChatRoom.enter(client)`."),
                wrong(1, "has a `BlockingQueue.receive`", "See `BlockingQueue.receive()`."),
                wrong(1, "there is no module stage3", "Try `./mvnw test -pl stage3 -Dnext`."),
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
        String question = "<details><summary>What?</summary>\n\nThat.\n\n</details>\n\n";
        String right = "# 3. Who may?\n\n## Where we stand\n\n## Predict\n\n" + question.repeat(3)
                + "## Run\n\n## Investigate\n\n## Modify\n\n## The step\n\n## Prove it and price it\n\n## Make\n";
        return Stream.of(
                dynamicTest("as it should be", () -> assertThat(problems("3-x.md", right)).isEmpty()),
                dynamicTest("its number",
                        () -> assertOne(problems("4-x.md", right), 1, "the title of this chapter is: # 4.")),
                dynamicTest("the order",
                        () -> assertOne(problems("3-x.md", right.replace("## Run\n\n## Investigate",
                                "## Investigate\n\n## Run")), 1, "in this order")),
                dynamicTest("a section left out",
                        () -> assertOne(problems("3-x.md", right.replace("## Run", "")), 1, "in this order")),
                dynamicTest("the last has no step",
                        () -> assertOne(problems("6-x.md", right.replace("3.", "6.")), 1, "What is left")),
                dynamicTest("too few questions",
                        () -> assertOne(problems("3-x.md", right.replaceFirst("(?s)<details>.*?</details>", "")),
                                1, "three to five")),
                dynamicTest("too many questions",
                        () -> assertOne(problems("3-x.md", right.replace("## Run", question.repeat(3) + "## Run")),
                                1, "three to five")),
                dynamicTest("a number that is measured",
                        () -> assertOne(problems("3-x.md", right.replace("## Make", "It takes 7 ms.\n\n## Make")),
                                35, "a measured number needs its source")));
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
