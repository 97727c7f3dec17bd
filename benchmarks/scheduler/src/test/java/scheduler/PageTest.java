package scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Who gets an answer: a page itself, and nobody who doesn't know the random part of its address or is from elsewhere. */
class PageTest {
    @Test
    void whoGetsNothingIsNotHeardEither() throws Exception {
        var heard = new CopyOnWriteArrayList<String>();
        try (var page = new Page(Path.of("src/main/resources/scheduler/page.html"), (what, body) -> {
            heard.add(what + " " + body);
            return Page.Answer.json(List.of("answered"));
        })) {
            assertThat(assertOnlyItselfGetsAnAnswer(URI.create(page.address()), "do", "connect eve")).contains("answered");
            assertThat(heard).containsExactly("state null");
        }
    }

    /**
     * Tries what a page elsewhere, or somebody who only knows the port, can send: the body, to what is asked of a page
     * or to the page. Returns what the page itself gets when it asks for the state after that.
     */
    static String assertOnlyItselfGetsAnAnswer(URI page, String what, String body) throws Exception {
        String path = page.getPath();
        String host = "Host: 127.0.0.1:" + page.getPort();
        String origin = "Origin: http://127.0.0.1:" + page.getPort();
        String other = path.substring(0, path.length() - 2) + (path.endsWith("0/") ? "1/" : "0/");
        String form = "Content-Type: application/x-www-form-urlencoded";
        for (String to : List.of("", "state", what)) {
            for (String method : List.of("GET", "POST")) {
                assertNothing(page, method, "/" + to, body, host);
                assertNothing(page, method, other + to, body, host);
                assertNothing(page, method, path + to, body, "Host: example.org:" + page.getPort());
                assertNothing(page, method, path + to, body, "Host: localhost:" + page.getPort());
                assertNothing(page, method, path + to, body, host, "Origin: http://example.org");
                assertNothing(page, method, path + to, body, host, "Origin: null", form);
                assertNothing(page, method, path + to, body, host, "Sec-Fetch-Site: cross-site");
                assertNothing(page, method, path + to, body, host, "Sec-Fetch-Site: same-site", form);
            }
            assertNothing(page, "POST", "/" + to, body, host, origin, "Sec-Fetch-Site: same-origin", form);
        }
        assertThat(request(page, "GET", path, "", host, "Sec-Fetch-Site: none"))
                .startsWith("HTTP/1.1 200").contains("<!DOCTYPE html>");
        String state = request(page, "GET", path + "state", "", host, origin, "Sec-Fetch-Site: same-origin");
        assertThat(state).startsWith("HTTP/1.1 200");
        return state;
    }

    private static void assertNothing(URI page, String method, String path, String body, String... headers)
            throws Exception {
        assertThat(request(page, method, path, body, headers))
                .as("what %s %s with %s gets", method, path, String.join(", ", headers))
                .matches("HTTP/1\\.1 404 Not Found\n(?s:Date: [^\n]+\n|Connection: close\n|Content-length: 0\n)*\n?");
    }

    /** The whole answer, line by line. */
    private static String request(URI page, String method, String path, String body, String... headers)
            throws Exception {
        try (var socket = new Socket("127.0.0.1", page.getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String sent = method.equals("POST") ? body : "";
            String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\nContent-Length: " + sent.length() + "\r\n\r\n" + sent;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return String.join("\n", in.lines().toList());
        }
    }
}
