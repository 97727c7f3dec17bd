package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scheduler.Browser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The site, read from disk in a browser that has no network. */
class SiteTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SITE = Path.of("target/site-test").toAbsolutePath();
    private static final String TAB = "\uE004";
    private static final String SPACE = " ";
    private static final String ENTER = "\uE007";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Site site;
    private static Browser browser;

    @BeforeAll
    static void build() throws Exception {
        site = new Site(ROOT, SITE);
        site.build();
        assumeTrue(Browser.isInstalled(), "There is no /usr/bin/chromedriver (Debian's package chromium-driver).");
        browser = new Browser();
        browser.command("Network.enable", Map.of());
        browser.command("Network.emulateNetworkConditions",
                Map.of("offline", true, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void asOnADesk() throws IOException {
        look("screen", "light", 1280);
        browser.log("browser");
        browser.log("performance");
    }

    @Test
    void everyPageLoadsWithoutARequestOrAComplaint() throws IOException {
        var pages = new ArrayList<>(pages());
        var sources = pages.stream().filter(page -> page.startsWith("source/")).toList();
        pages.removeAll(sources.subList(5, sources.size())); // they are all alike
        assertThat(pages).hasSizeGreaterThan(30);
        for (String page : pages) {
            open(page);
            assertThat(value(browser.log("browser"))).as("console of %s", page).isEmpty();
            var urls = new ArrayList<String>();
            for (JsonNode entry : value(browser.log("performance"))) {
                JsonNode message = JSON.readTree(entry.get("message").asString()).get("message");
                if (message.get("method").asString().equals("Network.requestWillBeSent")) {
                    urls.add(message.get("params").get("request").get("url").asString());
                }
            }
            assertThat(urls).as("requests of %s", page).isNotEmpty()
                    .allMatch(url -> url.startsWith(Site.url(SITE)) || url.startsWith("data:"));
        }
    }

    @Test
    void everyLinkLeadsToAnAnchor() throws IOException {
        var broken = new ArrayList<String>();
        for (String page : pages()) {
            var link = Pattern.compile("href=\"(?!https?:|data:)([^\"#]*)(?:#([^\"]*))?\"")
                    .matcher(Files.readString(SITE.resolve(page)).replace("\\\"", "\"")); // a step has notes in JSON
            while (link.find()) {
                Path from = SITE.resolve(page);
                Path file = link.group(1).isEmpty() ? from : from.resolveSibling(link.group(1));
                String anchor = link.group(2);
                if (!Files.exists(file) || anchor != null && !anchor.matches("L?\\d+|content|")
                        && !Files.readString(file).contains("id=\"" + anchor + "\"")) {
                    broken.add(page + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void searchFinds() throws IOException {
        open("index.html");
        browser.press(false, "/");
        type("head-of-line blocking");
        shows("Why it freezes");
        assertThat(run("return document.querySelectorAll('#results mark').length").asInt()).isPositive();
        assertReadable("what was found");
        browser.press(false, ENTER);
        await("return location.pathname.endsWith('.html') && !location.pathname.endsWith('index.html')");
    }

    @Test
    void aStepIsWalkedByKeys() throws IOException {
        open("step-2.html");
        assertThat(run("return document.querySelectorAll('.plus').length").asInt()).isEqualTo(3);
        browser.press(false, "j");
        shows("2 of ");
        assertThat(run("return [...document.querySelectorAll('.plus')].map(it => it.textContent.trim())").toString())
                .contains("@GuardedBy(\\\"this\\\") private final Map");
        assertThat(run("const box = lines => document.querySelector(lines).getBoundingClientRect();"
                + "return box('.plus').top > box('#lines').top && box('.plus').bottom < box('#lines').bottom")
                .asBoolean()).as("the hunk can be seen").isTrue();
        browser.press(false, "k");
        shows("1 of ");
        browser.picture(Path.of("target/step.png"));
        look("screen", "dark", 390);
        assertThat(run("return document.querySelector('#lines').getBoundingClientRect().top").asInt())
                .as("where the code begins on a telephone, of 800 pixels").isBetween(1, 300);
        browser.picture(Path.of("target/step-narrow.png"));
    }

    @Test
    void aClassSeesTheCodeAndItsTeacherTheNotes() throws IOException {
        open("step-2.html");
        browser.press(false, "i");
        await("return document.documentElement.classList.contains('teach')");
        assertThat(run("return document.querySelector('.notes').checkVisibility()").asBoolean()).isFalse();
        browser.goToLastWindow();
        shows("1 of ");
        browser.press(false, "j");
        shows("the compiler now refuses an access to these two fields");
        assertThat(run("return document.body.innerText").asString())
                .contains("Lesson 3, from 0:25 to 0:45: the step 2 → 3",
                        "broadcast isn't synchronized. Is that a mistake?", "What does the lock now hold up?");
        assertReadable("a teacher's notes");
        browser.picture(Path.of("target/notes.png"));
        run("window.close()");
        browser.goToLastWindow();
        await("return location.hash === '#2'");
    }

    @Test
    void aFilmPlays() throws IOException {
        open("2-thread-per-client.html");
        String film = "const film = document.querySelector('#film-2-two-adas');"
                + "const seen = [...film.querySelectorAll('tbody tr')].filter(it => it.checkVisibility()).length;";
        assertThat(run(film + "return seen").asInt()).isZero();
        browser.click("#film-2-two-adas .row button:nth-child(1)");
        await(film + "return seen >= 1");
        for (int i = 0; i < 4; i++) {
            browser.click("#film-2-two-adas .row button:nth-child(3)");
        }
        await(film + "return seen === 4 && film.innerText.includes('4 of 4')");
        assertThat(run(film + "return film.innerText").asString()).contains("members: ada (ada2)");
        assertReadable("a film at its end");
    }

    @Test
    void aPredictionIsAnsweredWronglyThenRightly() throws IOException {
        open("2-thread-per-client.html");
        run("localStorage.clear()");
        open("2-thread-per-client.html");
        String first = ".prediction:nth-of-type(1) ";
        assertThat(visible(first + "> ul")).as("the choices, before anything is written").isFalse();
        write(first, "one of them");
        assertThat(visible(first + "details")).as("the answer, before a choice").isFalse();
        browser.click(first + "> ul > li:nth-child(2) button");
        await("return !!document.querySelector('" + first + ".refutation')");
        assertThat(run("return document.querySelector('" + first + ".refutation a').getAttribute('href')").asString())
                .startsWith("source/stage02-thread-per-client/src/test/java/chat/KnownFlawTest.java.html#L");
        assertReadable("a prediction that was answered wrongly");
        browser.picture(Path.of("target/prediction.png"));
        browser.click(first + "> ul > li:nth-child(3) button");
        await("return document.querySelector('" + first + "details').open");
        open("2-thread-per-client.html");
        assertThat(visible(first + "details p")).as("the answer, when the page is opened again").isTrue();
        assertThat(run("return document.querySelector('.report textarea').value").asString())
                .contains(": 1 b c! (a guess), 2 –");
    }

    private void write(String prediction, String text) throws IOException {
        browser.click(prediction + "textarea");
        type(text);
        browser.press(false, TAB, SPACE, TAB, ENTER);
        await("return document.querySelector('" + prediction + "> ul').checkVisibility()");
    }

    @Test
    void theAnswersOfATestAreShownWhenTheyAreAskedFor() throws IOException {
        open("twelve-questions.html");
        run("localStorage.clear()");
        open("twelve-questions.html");
        String first = ".prediction:nth-of-type(1) ";
        String line = "return document.querySelector('.report textarea').value";
        write(first, "always right");
        browser.click(first + "> ul > li:nth-child(1) button");
        await("return document.querySelector('" + first + "> ul').innerText.includes('You chose this.')");
        assertThat(visible(first + "details")).as("the answer").isFalse();
        assertThat(run("return document.querySelectorAll('.refutation').length").asInt()).isZero();
        assertThat(run(line).asString()).contains(": 1 a (a guess), 2 –").doesNotContain("!");
        browser.click("#show");
        await("return !!document.querySelector('" + first + ".refutation')");
        run("scrollTo(0, 0)"); // else the header may stand before the choice
        browser.click(first + "> ul > li:nth-child(2) button");
        await("return document.querySelector('" + first + "details').open");
        browser.click(".report summary");
        browser.click(".report button:last-child");
        await("return document.querySelector('" + first + "textarea')?.checkVisibility()");
        assertThat(run(line).asString()).contains(": 1 a b! (a guess), 2 –").endsWith("12 –").contains("\n")
                .containsPattern("\n.*: 1 –");
        run("localStorage.clear()");
    }

    @Test
    void linesOfStudentsAreCountedMostMissedFirst() throws IOException {
        open("what-a-class-missed.html");
        String title = Page.read(ROOT.resolve("docs/2-thread-per-client.md")).headings.getFirst().text();
        var rights = Prediction.of(Page.read(ROOT.resolve("docs/2-thread-per-client.md"))).stream()
                .map(Prediction::right).toList();
        String others = IntStream.rangeClosed(3, rights.size()).mapToObj(i -> ", " + i + " –")
                .collect(Collectors.joining());
        String right = rights.getFirst();
        String wrong = right.equals("a") ? "b" : "a";
        String second = rights.get(1);
        String all = String.join("\n",
                "ada: " + title + ": 1 " + wrong + " " + right + "! (certain), 2 " + second + "! (a guess)" + others,
                title + ": 1 " + wrong + " (a guess), 2 –" + others, "",
                title + ": 1 " + right + "! (certain), 2 written (certain)" + others,
                title + ": 1 " + right + "! (certain)",
                title + ": 1 z (certain), 2 –" + others,
                "I was ill.");
        run("const field = document.getElementById('pasted'); field.value = " + JSON.writeValueAsString(all)
                + "; field.oninput()");
        shows("Lines counted: 3. Lines that can't be read: 3.");
        assertThat(run("return [...document.querySelectorAll('#missed tbody tr')].map(row => [...row.cells]"
                + ".slice(1).map(it => it.textContent).join('; '))").valueStream().map(JsonNode::asString))
                .containsExactly("2 of 3; 1; 0; 1; %s: 2, %s (right): 1".formatted(wrong, right),
                        "0 of 1; 0; 0; 0; %s (right): 1".formatted(second));
        assertThat(run("return [...document.querySelectorAll('#unread li')].map(it => it.textContent)").valueStream()
                .map(JsonNode::asString)).satisfiesExactly(
                        it -> assertThat(it).contains("Line 5 isn't counted: it has 1 answers"),
                        it -> assertThat(it).contains("Line 6 isn't counted: “1 z (certain)” is no answer to"),
                        it -> assertThat(it).contains("Line 7 isn't counted: it names no page").endsWith("I was ill."));
        assertReadable("the table of what was missed");
        browser.picture(Path.of("target/missed.png"));
    }

    @Test
    void anExerciseIsDoneOrNotYet(@TempDir Path folder) throws IOException {
        open("2-thread-per-client.html");
        assertThat(run("return document.querySelectorAll('.badge').length").asInt())
                .isEqualTo(Files.exists(ROOT.resolve(".progress")) ? 7 : 0);
        String before = Files.readString(SITE.resolve("progress.js"));
        Files.writeString(folder.resolve(".progress"), "#What ./mvnw -q -Dprogress shows.\n2.1=done\n2.2=not yet\n");
        Files.writeString(SITE.resolve("progress.js"), Site.progress(folder.resolve(".progress")));
        open("2-thread-per-client.html");
        assertThat(run("return [...document.querySelectorAll('h3 .badge')].map(it => it.textContent)").valueStream()
                .map(JsonNode::asString)).startsWith("done", "not yet").hasSize(7);
        Files.writeString(SITE.resolve("progress.js"), before);
    }

    @Test
    void printHasEveryAnswer() throws IOException {
        long predictions = 0;
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
                predictions += Prediction.of(Page.read(page)).size();
            }
        }
        assertThat(predictions).isGreaterThan(25);
        open("all.html");
        look("print", "light", 1000);
        assertThat(run("return [...document.querySelectorAll('.prediction > details > p')]"
                + ".map(it => it.checkVisibility() && it.offsetHeight > 0)").valueStream().map(JsonNode::asBoolean))
                .hasSizeGreaterThanOrEqualTo((int) predictions).containsOnly(true);
        assertThat(run("return document.querySelectorAll('.prediction').length").asLong()).isEqualTo(predictions);
        assertThat(run("return [...document.querySelectorAll('details > *, .film tr')]"
                + ".filter(it => !it.closest('.report') && !it.checkVisibility()).length").asInt()).isZero();
    }

    @Test
    void allPagesArePrintedAsOnePdf() throws Exception {
        String said = site.print();
        assumeFalse(said.startsWith("No PDF: there is no"), said);
        assertThat(said).startsWith("As a PDF: file:///");
        assertThat(Files.readString(SITE.resolve("workbook.pdf"), StandardCharsets.ISO_8859_1)).startsWith("%PDF-")
                .containsPattern("/Count \\d{3}\\b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "2-thread-per-client.html", "step-3.html", "films.html", "costs.html",
            "source/stage02-thread-per-client/src/main/java/chat/ChatRoom.java.html"})
    void nothingKeepsPeopleFromReadingIt(String page) throws IOException {
        for (String theme : List.of("light", "dark")) {
            look("screen", theme, theme.equals("light") ? 1280 : 390);
            open(page);
            assertReadable(page + ", " + theme);
            assertThat(run("const {scrollWidth, clientWidth} = document.documentElement;"
                    + "return scrollWidth - clientWidth").asInt()).as("%s is wider than the window by", page).isZero();
        }
    }

    /** axe-core finds nothing against WCAG's levels A and AA and good practice: contrast, names, order, headings. */
    private static void assertReadable(String what) throws IOException {
        try (var in = SiteTest.class.getResourceAsStream("/axe.min.js")) {
            run("window.eval(" + JSON.writeValueAsString(new String(in.readAllBytes())) + ")");
        }
        assertThat(run("return axe.run({resultTypes: ['violations']}).then(found => found.violations"
                + ".map(it => it.impact + ' ' + it.id + ': ' + it.help + ': ' + it.nodes.slice(0, 3)"
                + ".map(node => node.html + ' ' + node.any.map(why => why.message)).join(' | ')))")).as(what).isEmpty();
    }

    private static List<String> pages() throws IOException {
        try (var files = Files.walk(SITE)) {
            return files.map(file -> SITE.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(".html") && !file.equals("notes.html")).sorted().toList();
        }
    }

    private static void look(String media, String theme, int width) throws IOException {
        browser.command("Emulation.setEmulatedMedia", Map.of("media", media,
                "features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        browser.command("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
    }

    private static void open(String page) throws IOException {
        browser.open(Site.url(SITE.resolve(page)));
        await("return 'ready' in document.documentElement.dataset");
    }

    private static boolean visible(String css) throws IOException {
        return run("return document.querySelector('" + css + "').checkVisibility()").asBoolean();
    }

    private static void type(String text) throws IOException {
        browser.press(false, text.split(""));
    }

    private static JsonNode run(String script) throws IOException {
        return value(browser.run(script));
    }

    private static JsonNode value(String answer) {
        return JSON.readTree(answer).get("value");
    }

    private static void shows(String text) throws IOException {
        await("return document.body.innerText.includes(" + JSON.writeValueAsString(text) + ")");
    }

    private static void await(String script) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!run(script).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + script + "\non " + run("return location.href")
                        + ", which shows\n" + run("return document.body.innerText.slice(0, 600)").asString());
            }
        }
    }
}
