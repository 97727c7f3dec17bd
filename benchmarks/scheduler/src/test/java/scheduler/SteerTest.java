package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the buttons of the page do, and who else may press them. */
class SteerTest {
    private static final HttpClient http = HttpClient.newHttpClient();

    private Steer steer;
    private URI address;

    private void start(int stage) throws Exception {
        steer = new Steer(Film.stage(Path.of("../.."), stage), Path.of("src/main/resources/scheduler"));
        address = URI.create(steer.address());
    }

    @AfterEach
    void stop() {
        if (steer != null) {
            steer.close();
        }
    }

    private String post(String what, String body) {
        return post(address, what, body);
    }

    private static String post(URI page, String what, String body) {
        var request = HttpRequest.newBuilder(page.resolve(what)).POST(HttpRequest.BodyPublishers.ofString(body));
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join().body();
    }

    @Test
    void onlyThePageItselfGetsAnAnswer() throws Exception {
        start(2);
        post("do", "connect ada");
        assertThat(PageTest.assertOnlyItselfGetsAnAnswer(address, "do", "connect eve"))
                .contains("\"decision\":\"connect ada\"", "\"text\":\"waits for a line of ada\"").doesNotContain("eve");
    }

    @Test
    void twoToolsAreUsedAtATime() throws Exception {
        start(2);
        var other = new Steer(Film.stage(Path.of("../.."), 3), Path.of("src/main/resources/scheduler"));
        try {
            URI there = URI.create(other.address());
            var decided = CompletableFuture.runAsync(() -> {
                post(there, "do", "connect bob");
                post(there, "do", "type bob bob");
            });
            post("do", "connect ada");
            post("do", "type ada ada");
            assertThat(post("do", "run ada")).contains("[\"members\",\"ada\"]").doesNotContain("connect bob");
            decided.get();
            assertThat(post(there, "state", "")).contains("stands before `if (members.containsKey(name)) {` in join",
                    "[\"lock of ChatRoom\",\"held by bob\"]").doesNotContain("connect ada");
            assertThat(post(there.resolve(address.getPath()), "do", "connect ada")).isEmpty();
            stop();
            assertThat(post(there, "do", "run bob")).contains("[\"members\",\"bob\"]").doesNotContain("connect ada");
        } finally {
            other.close();
        }
    }

    @Test
    void aServerThatDiesIsShownAsDeadAndUndoStartsAnother() throws Exception {
        start(4);
        post("do", "connect ada");
        post("do", "type ada ada");
        assertThat(post("do", "run ada")).contains("\"dead\":false", "\"name\":\"room\"");
        var server = steer.run.server().process();
        server.destroyForcibly();
        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(post("state", "")).contains("\"dead\":true", "\"facts\":[[\"server\",\"has ended\"]]",
                "\"threads\":[]");
        assertThat(post("do", "run room")).contains("\"dead\":true", "\"refusal\":\"the server has ended\"");
        assertThat(post("goto", "2")).contains("\"dead\":false", "[\"members\",\"nobody\"]", "\"later\":[\"run ada\"]");
    }

    @Test
    void aDecisionIsTakenBackAndPlayedAgain() throws Exception {
        start(2);
        post("do", "connect ada");
        assertThat(post("do", "type ada ada")).contains("\"line\":15").contains("\"later\":[]");
        assertThat(post("goto", "1")).doesNotContain("\"line\":15").contains("\"later\":[\"type ada ada\"]");
        assertThat(post("goto", "2")).contains("\"line\":15").contains("\"later\":[]");
        assertThat(post("reset", "")).contains("\"done\":[]").contains("\"later\":[\"connect ada\",\"type ada ada\"]");
    }

    @Test
    void aSavedRunIsOpenedAndPlayed() throws Exception {
        start(2);
        post("do", "connect ada");
        String film = post("film", "");
        assertThat(film).startsWith("title: A run of mine\nstage: 2\n\nconnect ada\n    ada waits for a line of ada\n");
        post("reset", "");
        assertThat(post("open", film)).contains("\"later\":[\"connect ada\"]");
        assertThat(post("goto", "1")).contains("\"later\":[]");
        assertThat(post("open", "something else")).contains("this is no film");
    }

    @Test
    void aSceneSaysWhenItsAimIsReached() throws Exception {
        start(2);
        assertThat(post("scene", "2-two-adas")).contains("\"reached\":false");
        assertThat(post("goto", "8")).contains("\"reached\":true", "\"why\":\"\"");
    }

    @Test
    void aSceneSaysWhenItsAimCantBeReachedAnyMore() throws Exception {
        start(2);
        post("scene", "2-two-adas");
        post("do", "run ada1");
        assertThat(post("do", "run ada2")).contains("\"reached\":false").contains("\"lost\":true");
        assertThat(post("goto", "4")).as("what was taken back").contains("\"way\":false");
        assertThat(post("reset", "")).as("the film").contains("\"way\":true").contains("\"step ada1\",\"step ada2\"");
    }

    @Test
    void aSceneInsideOfTheJdkIsTakenBackAndLeft() throws Exception {
        start(2);
        post("scene", "2-lost-line");
        assertThat(post("goto", "14")).contains("\"type\":\"java.util.ArrayList\"", "\"inside\":\"history.add\"");
        assertThat(post("goto", "19")).contains("\"reached\":false");
        assertThat(post("goto", "13")).contains("\"type\":\"java.util.ArrayList\"");
        assertThat(post("scene", "")).contains("\"done\":[]").doesNotContain("modCount");
    }

    @Test
    void aSceneInAVariantIsTakenBackAndPlayedInTheMendedOne() throws Exception {
        start(3);
        assertThat(post("scene", "3-lost-signal")).contains("awaitJoin");
        assertThat(post("goto", "9")).contains("\"reached\":false");
        assertThat(post("goto", "10")).contains("\"reached\":true");
        assertThat(post("goto", "7")).contains("\"reached\":false");
        assertThat(post("goto", "10")).contains("\"reached\":true");
        assertThat(post("scene", "3-lost-signal mended")).doesNotContain("awaitJoin");
        assertThat(post("goto", "9")).contains("\"why\":\"Ada looks and goes to wait");
        post("reset", "");
        post("do", "run ada");
        post("do", "type bob bob");
        assertThat(post("do", "go")).contains("ada sees: * You are not alone.").contains("\"lost\":true");
        assertThat(post("scene", "")).doesNotContain("awaitCompany");
    }

    @Test
    void aSignalThatWakesAdaIsNoLostOne() throws Exception {
        start(3);
        post("scene", "3-lost-signal");
        for (String decision : List.of("step ada", "step ada", "step ada", "type bob bob", "run ada")) {
            assertThat(post("do", decision)).as("after " + decision).contains("\"lost\":false", "\"refusal\":null");
        }
        assertThat(post("do", "run bob")).contains("[\"members\",\"bob, ada\"]", "\"lost\":true");
    }

    @Test
    void whatCantBeDoneIsRefusedWithAReason() throws Exception {
        start(2);
        assertThat(post("do", "step ada")).contains("\"refusal\":\"there is no thread ada\"");
        assertThat(post("do", "jump ada")).contains("a decision is one of these");
        post("do", "connect ada");
        assertThat(post("do", "step ada")).contains("\"refusal\":\"ada can't go on: it waits for a line of ada\"");
    }

    @Test
    void aThreadThatWaitsHasItsLine() throws Exception {
        start(3);
        post("scene", "3-freeze");
        String state = post("goto", "14");
        assertThat(state).contains("\"eve waits for the socket of bob\"", "\"chat.ChatRoom\":{");
        assertThat(line(state, "eve")).isEqualTo("member.send(line);");
        assertThat(line(state, "ann")).as("the first of the method whose lock she waits for")
                .isEqualTo("var message = new Message(sender.name(), text);");
        assertThat(thread(state, "bob")).as("he waits in Client").contains("\"waits\":\"\"");
    }

    private static String thread(String state, String name) {
        var thread = Pattern.compile("\\{[^{}]*\"name\":\"" + name + "\"[^{}]*}").matcher(state);
        assertThat(thread.find()).as("the thread of " + name + " in " + state).isTrue();
        return thread.group();
    }

    /** The line in which a thread waits. */
    private static String line(String state, String name) throws Exception {
        String number = thread(state, name).replaceAll(".*\"waits\":\"chat.ChatRoom:(\\d+)\".*", "$1");
        Path source = Film.stage(Path.of("../.."), 3).resolve("src/main/java/chat/ChatRoom.java");
        return Files.readAllLines(source).get(Integer.parseInt(number) - 1).strip();
    }

    @Test
    void aSuspendedClientIsShownAsSuch() throws Exception {
        start(2);
        post("do", "connect bob");
        assertThat(post("do", "suspend bob")).contains("\"suspended\":[\"bob\"]");
        assertThat(post("do", "resume bob")).contains("\"suspended\":[]");
    }

    @Test
    void aClientFromElsewhereIsSteeredToo() throws Exception {
        start(2);
        int port = Integer.parseInt(post("state", "").replaceAll("(?s).*\"port\":(\\d+).*", "$1"));
        try (var nc = new Socket("localhost", port)) {
            nc.getOutputStream().write("ada\n".getBytes(StandardCharsets.UTF_8));
            String state = "";
            while (!state.contains("\"line\":15")) {
                state = post("state", ""); // the test's time-out ends this
            }
            assertThat(post("do", "run nc1")).contains("members").contains("name of nc1");
            assertThat(post("goto", "0")).as("after undo").contains("\"threads\":[]");
            assertThat(nc.getInputStream().readAllBytes()).as("until its connection ends").isNotEmpty();
        }
    }

    @Test
    void withoutItsFilmTheToolSaysSoAndEnds() throws Exception {
        Path classes = Path.of(Steer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var tool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classes.toString(), "scheduler.Steer", Film.stage(Path.of("../.."), 2).toString(),
                "src/main/resources/scheduler", "target/none.film").redirectErrorStream(true).start();
        try {
            assertThat(tool.waitFor(30, TimeUnit.SECONDS)).as("the tool has ended").isTrue();
            assertThat(tool.exitValue()).isEqualTo(1);
            assertThat(new String(tool.getInputStream().readAllBytes())).startsWith("There is no film ");
        } finally {
            tool.destroyForcibly();
        }
    }
}
