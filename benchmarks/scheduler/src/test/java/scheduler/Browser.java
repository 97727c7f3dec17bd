package scheduler;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium that nobody sees, driven as W3C's WebDriver says: Debian's packages chromium and chromium-driver. */
public final class Browser implements AutoCloseable {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String WIDTH_HEIGHT = "--window-size=1280,720";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    public static boolean isInstalled() {
        return Files.isExecutable(DRIVER);
    }

    public Browser() throws IOException {
        driver = new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
        String line = driver.inputReader().readLine();
        while (!line.contains("successfully on port")) {
            line = driver.inputReader().readLine();
        }
        String address = "http://localhost:" + line.replaceAll("\\D+(\\d+).*", "$1") + "/session";
        var options = Map.of("args", List.of("--headless", "--no-sandbox", "--disable-gpu", WIDTH_HEIGHT));
        String answer = send("POST", address,
                Map.of("capabilities", Map.of("alwaysMatch", Map.of("goog:chromeOptions", options,
                        "goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL")))));
        session = address + "/" + find("\"sessionId\":\"(.*?)\"", answer);
    }

    public void open(String url) throws IOException {
        send("POST", session + "/url", Map.of("url", url));
    }

    public void click(String css) throws IOException {
        String element = find("\"element-.*?\":\"(.*?)\"",
                send("POST", session + "/element", Map.of("using", "css selector", "value", css)));
        send("POST", session + "/element/" + element + "/click", Map.of());
    }

    /** Presses these keys one after the other, while Shift is held if that is asked for. */
    public void press(boolean shift, String... keys) throws IOException {
        var strokes = Stream.of(keys).flatMap(key -> Stream.of(key("keyDown", key), key("keyUp", key)));
        var actions = shift ? Stream.of(Stream.of(key("keyDown", "\uE008")), strokes,
                Stream.of(key("keyUp", "\uE008"))).flatMap(it -> it) : strokes;
        send("POST", session + "/actions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions.toList()))));
    }

    private static Map<String, String> key(String type, String key) {
        return Map.of("type", type, "value", key);
    }

    /** What stands in the page, as people see it. */
    public String text() throws IOException {
        return run("return document.body.innerText");
    }

    /** What a script returns, as JSON: {"value": …}. A promise is waited for. */
    public String run(String script) throws IOException {
        return send("POST", session + "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    /** Has Chromium do what a command of its DevTools protocol says. */
    public void command(String name, Map<String, ?> parameters) throws IOException {
        send("POST", session + "/goog/cdp/execute", Map.of("cmd", name, "params", parameters));
    }

    /** What has come since it was last asked for, as JSON: "browser" is the console, "performance" each request. */
    public String log(String type) throws IOException {
        return send("POST", session + "/se/log", Map.of("type", type));
    }

    /** Goes on in the window that was opened last. */
    public void goToLastWindow() throws IOException {
        String windows = send("GET", session + "/window/handles", null);
        send("POST", session + "/window", Map.of("handle", find(".*\"(\\w+)\"", windows)));
    }

    /** Waits until this stands there; the test's time-out ends it. */
    public void shows(String what) throws IOException {
        while (!text().contains(what)) {
            Thread.onSpinWait();
        }
    }

    public void picture(Path file) throws IOException {
        String answer = send("GET", session + "/screenshot", null);
        Files.write(file, Base64.getDecoder().decode(find("\"value\":\"(.*?)\"", answer)));
    }

    private String send(String method, String address, Object body) throws IOException {
        var publisher = body == null ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(Json.of(body));
        try {
            var response = http.send(HttpRequest.newBuilder(URI.create(address)).method(method, publisher).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(method + " " + address + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String find(String regex, String in) {
        var match = Pattern.compile(regex).matcher(in);
        if (!match.find()) {
            throw new IllegalStateException("no " + regex + " in " + in);
        }
        return match.group(1);
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", session, null);
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
            http.close();
        }
    }
}
