package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page's server: who gets an answer, and what its buttons do. */
class SteerTest {
    private Steer steer;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        steer = new Steer(Film.stage(Path.of("../.."), 2), Path.of("src/main/resources/scheduler"));
        address = URI.create(steer.address());
    }

    @AfterEach
    void stop() {
        steer.close();
    }

    private String post(String what, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.resolve(what)).POST(HttpRequest.BodyPublishers.ofString(body));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** What a request for this path gets, with these headers, line by line. */
    private String get(String path, String... headers) throws Exception {
        try (var socket = new Socket("127.0.0.1", address.getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String request = "GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return String.join("\n", in.lines().toList());
        }
    }

    @Test
    void onlyThePageItselfGetsAnAnswer() throws Exception {
        String page = address.getPath();
        String host = "Host: 127.0.0.1:" + address.getPort();
        assertThat(get(page, host)).startsWith("HTTP/1.1 200").contains("Be the scheduler");
        assertThat(get(page + "state", host, "Origin: http://127.0.0.1:" + address.getPort())).contains("\"threads\"");
        assertNothing(get("/", host));
        assertNothing(get(page.substring(0, page.length() - 2) + "/", host));
        assertNothing(get(page, "Host: example.org:" + address.getPort()));
        assertNothing(get(page + "state", host, "Origin: http://example.org"));
    }

    private static void assertNothing(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("scheduler", "threads");
    }

    @Test
    void aDecisionIsTakenBackAndPlayedAgain() throws Exception {
        post("do", "connect ada");
        assertThat(post("do", "type ada ada")).contains("\"line\":15").contains("\"later\":[]");
        assertThat(post("goto", "1")).doesNotContain("\"line\":15").contains("\"later\":[\"type ada ada\"]");
        assertThat(post("goto", "2")).contains("\"line\":15").contains("\"later\":[]");
        assertThat(post("reset", "")).contains("\"done\":[]").contains("\"later\":[\"connect ada\",\"type ada ada\"]");
    }

    @Test
    void aSavedRunIsOpenedAndPlayed() throws Exception {
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
        assertThat(post("scene", "2-two-adas")).contains("\"reached\":false");
        assertThat(post("goto", "8")).contains("\"reached\":true");
    }

    @Test
    void aSceneSaysWhenItsAimCantBeReachedAnyMore() throws Exception {
        post("scene", "2-two-adas");
        post("do", "run ada1");
        assertThat(post("do", "run ada2")).contains("\"reached\":false").contains("\"lost\":true");
        assertThat(post("goto", "4")).as("what was taken back").contains("\"way\":false");
        assertThat(post("reset", "")).as("the film").contains("\"way\":true").contains("\"step ada1\",\"step ada2\"");
    }

    @Test
    void aSceneInsideOfTheJdkIsTakenBackAndLeft() throws Exception {
        post("scene", "2-lost-line");
        assertThat(post("goto", "14")).contains("\"type\":\"java.util.ArrayList\"", "\"inside\":\"history.add\"");
        assertThat(post("goto", "19")).contains("\"reached\":false");
        assertThat(post("goto", "13")).contains("\"type\":\"java.util.ArrayList\"");
        assertThat(post("scene", "")).contains("\"done\":[]").doesNotContain("modCount");
    }

    @Test
    void aSceneInAVariantIsTakenBackAndPlayedInTheMendedOne() throws Exception {
        stop();
        steer = new Steer(Film.stage(Path.of("../.."), 3), Path.of("src/main/resources/scheduler"));
        address = URI.create(steer.address());
        assertThat(post("scene", "3-lost-signal")).contains("awaitJoin");
        assertThat(post("goto", "9")).contains("\"reached\":false");
        assertThat(post("goto", "10")).contains("\"reached\":true");
        assertThat(post("goto", "7")).contains("\"reached\":false");
        assertThat(post("goto", "10")).contains("\"reached\":true");
        assertThat(post("scene", "3-lost-signal mended")).doesNotContain("awaitJoin");
        post("do", "run ada");
        post("do", "type bob bob");
        assertThat(post("do", "go")).contains("ada sees: * You are not alone.").contains("\"lost\":true");
        assertThat(post("scene", "")).doesNotContain("awaitCompany");
    }

    @Test
    void whatCantBeDoneIsRefusedWithAReason() throws Exception {
        assertThat(post("do", "step ada")).contains("\"refusal\":\"there is no thread ada\"");
        assertThat(post("do", "jump ada")).contains("a decision is one of these");
        post("do", "connect ada");
        assertThat(post("do", "step ada")).contains("\"refusal\":\"ada can't go on: it waits for a line of ada\"");
    }

    @Test
    void aClientFromElsewhereIsSteeredToo() throws Exception {
        int port = Integer.parseInt(post("state", "").replaceAll("(?s).*\"port\":(\\d+).*", "$1"));
        try (var nc = new Socket("localhost", port)) {
            nc.getOutputStream().write("ada\n".getBytes(StandardCharsets.UTF_8));
            String state = "";
            while (!state.contains("\"line\":15")) {
                state = post("state", ""); // the test's time-out ends this
            }
            assertThat(post("do", "run nc1")).contains("members").contains("name of nc1");
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
