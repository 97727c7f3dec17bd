package workbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Tab goes to what can be used; as each key comes, that to which the last one went is looked at. */
    private static final String WALK = """
            scrollTo(0, 0);
            document.querySelector('#nav').scrollTop = 0;
            const start = it => it.outerHTML.slice(0, 120);
            const stops = [...document.querySelectorAll('a[href], button, input, textarea, summary, [tabindex]')]
                .filter(it => it.checkVisibility({visibilityProperty: true}) && !it.disabled && it.tabIndex >= 0
                    && (it.type !== 'radio' || it === it.form.querySelector('[type=radio]'))); // a group is one stop
            const boxes = stops.map(it => it.getBoundingClientRect());
            window.wrong = [];
            for (let i = 2; i < stops.length; i++) { // the first is the link to the text, which comes from outside
              if (boxes[i].bottom <= boxes[i - 1].top + 1 && boxes[i].left < boxes[i - 1].right - 1) {
                wrong.push(`${start(stops[i])} comes after ${start(stops[i - 1])}, but stands before it`);
              }
            }
            const between = (low, high, end) => (Math.max(low, 0) + Math.min(high, end)) / 2;
            let at = -1;
            document.onkeydown = () => {
              const it = document.activeElement;
              if (at >= 0) {
                if (it !== stops[at]) wrong.push(`Tab went to ${start(it)} in place of ${start(stops[at])}`);
                const {outlineStyle, outlineWidth} = getComputedStyle(it);
                if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) wrong.push(`no focus is seen: ${start(it)}`);
                const {left, right, top, bottom} = it.getClientRects()[0];
                const seen = document.elementFromPoint(between(left, right, innerWidth), between(top, bottom, innerHeight));
                if (!it.contains(seen)) wrong.push(`has the focus and is out of sight: ${start(it)}`);
              }
              at++;
            };
            return stops.length;
            """;

    private static final ExecutorService BESIDE = Executors.newVirtualThreadPerTaskExecutor();
    private static Site site;
    private static Browser browser;
    private static Future<String> printed;

    @BeforeAll
    static void build() throws Exception {
        site = new Site(ROOT, SITE);
        site.build();
        printed = BESIDE.submit(site::print); // takes as long as many other tests
        assumeTrue(Browser.isInstalled(), "There is no /usr/bin/chromedriver (Debian's package chromium-driver).");
        browser = new Browser();
        browser.command("Network.enable", Map.of());
        browser.command("Network.emulateNetworkConditions",
                Map.of("offline", true, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    @AfterAll
    static void close() throws IOException {
        try (BESIDE) { // which waits for the printing browser
            if (browser != null) {
                browser.close();
            }
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
            assertThat(run("return document.querySelectorAll('.table .table').length").asInt())
                    .as("boxes that scroll in boxes that scroll, on %s", page).isZero();
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
    void aReaderWhoHasChangedTheStagesHasAllPagesAndIsToldWhichStepIsLeftOut(@TempDir Path folder) throws Exception {
        Path root = folder.resolve("workbook");
        for (Path file : Site.files(ROOT)) {
            Path copy = root.resolve(ROOT.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        Path room = root.resolve("stage02-thread-per-client/src/main/java/chat/ChatRoom.java");
        Files.writeString(room, Site.text(room).replace("    boolean join(", "    synchronized boolean join("));
        Files.delete(root.resolve("stage04-broadcaster-queue/src/main/java/chat/ChatRoom.java"));
        var changed = new Site(root, folder.resolve("site"));
        changed.build();
        assertThat(site.leftOut).isEmpty();
        assertThat(changed.leftOut).contains(
                "Left out: the step from stage 2 to stage 3, because the code of one of them has been changed.");
        assertThat(folder.resolve("site/step-2.html")).content()
                .contains("The code of stage 2 or stage 3 has been changed");
        assertThat(folder.resolve("site/step-5.html")).content().contains("window.step = ");
        assertThat(folder.resolve("site/3-mutex-state.html")).content().contains("synchronized boolean join(");
        for (String page : pages()) {
            if (!page.startsWith("source/")) {
                assertThat(folder.resolve("site/" + page)).isNotEmptyFile();
            }
        }
        Files.delete(root.resolve(Step.NOTES));
        assertThatThrownBy(changed::build).hasMessageContaining("steps.md");
        assertThat(folder.resolve("site/index.html")).as("the last site that was complete").isNotEmptyFile();
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
        look("screen", "light", 1280, 577);
        assertThat(run("const notes = document.querySelector('.notes'); notes.querySelector('details').open = true;"
                + "return notes.scrollHeight - notes.clientHeight").asInt())
                .as("pixels of the notes that are hidden in a low window").isZero();
        look("screen", "light", 1280);
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
        open("films.html");
        String film = """
                const film = document.querySelector('#film-2-lost-line');
                const seen = [...film.querySelectorAll('tbody tr')]
                    .filter(it => it.checkVisibility({visibilityProperty: true})).length;
                """;
        run(film + "film.scrollIntoView()");
        assertThat(run(film + "return seen").asInt()).isZero();
        browser.click("#film-2-lost-line .row button:nth-child(1)");
        await(film + "return seen >= 2");
        browser.click("#film-2-lost-line .row button:nth-child(2)"); // one back, and it goes on no longer by itself
        assertThat(run(film + "return film.querySelector('.row').innerText").asString()).startsWith("Play");
        assertThat(run(film + """
                const box = css => film.querySelector(css).getBoundingClientRect();
                const wrong = [];
                const {height} = document.body.getBoundingClientRect();
                const top = scrollY;
                while (!film.classList.contains('ended')) {
                  film.querySelector('.row button:nth-child(3)').click();
                  if (box('.at').top < box('thead').bottom - 1 || box('.at').bottom > box('.table').bottom + 1) {
                    wrong.push('a row out of sight: ' + film.querySelector('.at').innerText);
                  }
                }
                if (scrollY !== top) wrong.push('the page has been scrolled');
                if (document.body.getBoundingClientRect().height !== height) wrong.push('the page has grown');
                if (!film.querySelector('.table').scrollTop) wrong.push('all rows fit: scrolling was not tried');
                return wrong;
                """)).isEmpty();
        assertThat(run(film + "return film.innerText").asString()).contains("19 of 19", "dan sees: [time][ann]: coffee?",
                "The aim of this film is reached after step 16: history: 2 lines;");
        assertReadable("a film at its end");
        browser.click("#film-2-lost-line .row button:nth-child(2)");
        assertThat(run(film + "return film.innerText").asString()).contains("18 of 19").doesNotContain("The aim");
    }

    @ParameterizedTest
    @CsvSource({"1280, 720", "390, 800"})
    void aFilmInAChapterIsSeenWhileItPlays(int width, int height) throws IOException {
        look("screen", "light", width, height);
        open("3-mutex-state.html");
        String film = "const film = document.querySelector('#film-3-freeze');";
        run(film + "film.querySelector('.row').scrollIntoView({block: 'end'})");
        browser.click("#film-3-freeze .row button:nth-child(1)"); // Play
        await(film + "return !!film.querySelector('.at')");
        assertThat(run(film + """
                const box = css => film.querySelector(css).getBoundingClientRect();
                const wrong = [];
                const top = () => document.querySelector('body > header').getBoundingClientRect().bottom;
                do {
                  const row = film.querySelector('.at').innerText;
                  if (box('.at').top < box('thead').bottom - 1 || box('.at').bottom > box('.table').bottom + 1) {
                    wrong.push('out of sight in its box: ' + row);
                  }
                  for (const css of ['.at', '.row']) {
                    if (box(css).top < top() || box(css).bottom > innerHeight) {
                      wrong.push(`${css} is out of the window: ${row}`);
                    }
                  }
                } while (!film.classList.contains('ended')
                    && (film.querySelector('.row button:nth-child(3)').click(), true));
                return wrong;
                """)).isEmpty();
        browser.picture(Path.of("target/film-" + width + ".png"));
    }

    /** What a page shows of a film may be a part, whose steps are counted from its first. */
    @Test
    void aFilmInAChapterTellsWhichOfItsStepsReachesTheAim() throws IOException {
        assertThat(Files.readString(SITE.resolve("5-rooms-hub.html"))).contains(
                "after step 10:</b> <code>members of den: nobody</code>; <code>rooms: den (1), lobby (2)</code>.");
    }

    @Test
    void aPlotIsDarkInTheDarkAndWhiteOnPaper(@TempDir Path folder) throws IOException {
        open("costs.html");
        for (String look : List.of("screen light", "screen dark", "print dark")) {
            look(look.split(" ")[0], look.split(" ")[1], 1000);
            JsonNode box = run("const image = document.querySelector('img'); image.scrollIntoView({block: 'center'});"
                    + "const {x, y, width, height} = image.getBoundingClientRect(); return [x, y, width, height]");
            browser.picture(folder.resolve("plot.png"));
            BufferedImage plot = ImageIO.read(folder.resolve("plot.png").toFile()).getSubimage(box.get(0).asInt(),
                    box.get(1).asInt(), box.get(2).asInt(), box.get(3).asInt());
            var colours = Stream.iterate(0, i -> i < plot.getWidth() * plot.getHeight(), i -> i + 1).collect(
                    Collectors.groupingBy(i -> plot.getRGB(i % plot.getWidth(), i / plot.getWidth()),
                            Collectors.counting()));
            int back = plot.getRGB(plot.getWidth() / 2, 4);
            assertThat(light(back)).as("light of the background, " + look)
                    .matches(it -> look.equals("screen dark") ? it < 0.02 : it == 1);
            var marks = colours.entrySet().stream().filter(it -> it.getValue() > 300 && isBright(it.getKey())).toList();
            assertThat(marks).as("colours of marks, " + look).hasSize(3);
            assertThat(marks).as("contrast of marks, " + look).allMatch(it -> contrast(it.getKey(), back) >= 3);
        }
    }

    private static boolean isBright(int colour) {
        float[] hsb = Color.RGBtoHSB(colour >> 16 & 255, colour >> 8 & 255, colour & 255, null);
        return hsb[1] > 0.4;
    }

    /** As WCAG defines it. */
    private static double contrast(int one, int other) {
        double more = Math.max(light(one), light(other));
        double less = Math.min(light(one), light(other));
        return (more + 0.05) / (less + 0.05);
    }

    private static double light(int colour) {
        double[] linear = Stream.of(colour >> 16, colour >> 8, colour).mapToDouble(it -> (it & 255) / 255.0)
                .map(it -> it <= 0.04045 ? it / 12.92 : Math.pow((it + 0.055) / 1.055, 2.4)).toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
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
    @Timeout(300) // it prints beside other tests, and may take minutes on a busy machine
    void allPagesArePrintedAsOnePdf() throws Exception {
        String said = printed.get();
        assumeFalse(said.startsWith("No PDF: there is no"), said);
        assertThat(said).startsWith("As a PDF: file:///");
        assertThat(Files.readString(SITE.resolve("workbook.pdf"), StandardCharsets.ISO_8859_1)).startsWith("%PDF-")
                .containsPattern("/Count \\d{3}\\b").contains("/Outlines").doesNotContain("/URI (file:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "2-thread-per-client.html", "step-3.html", "films.html", "costs.html",
            "source/stage02-thread-per-client/src/main/java/chat/ChatRoom.java.html"})
    void nothingKeepsPeopleFromReadingIt(String page) throws IOException {
        open(page);
        assertFits(page + ", light");
        look("screen", "dark", 390);
        await("return document.querySelector('#theme').innerText === 'Light'"
                + " && 'ready' in document.documentElement.dataset"); // diagrams are drawn anew
        assertFits(page + ", dark");
        assertTabWalks(page);
    }

    private static void assertFits(String what) throws IOException {
        assertReadable(what);
        assertThat(run("const {scrollWidth, clientWidth} = document.documentElement;"
                + "return scrollWidth - clientWidth").asInt()).as("%s is wider than the window by", what).isZero();
    }

    @Test
    void tabWalksThroughAWidePage() throws IOException {
        open("step-3.html");
        assertTabWalks("step-3.html, wide");
    }

    /** Tab reaches all that can be used, in the order in which it stands, where it is seen; and then leaves the page. */
    private static void assertTabWalks(String what) throws IOException {
        String[] tabs = new String[run(WALK).asInt() + 1];
        Arrays.fill(tabs, TAB);
        assertThat(tabs).hasSizeGreaterThan(3);
        browser.press(false, tabs);
        assertThat(run("return wrong")).as("Tab on " + what).isEmpty();
        assertThat(run("return document.activeElement.matches('body, .skip')").asBoolean())
                .as("one Tab more leaves " + what).isTrue();
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
        look(media, theme, width, 800);
    }

    private static void look(String media, String theme, int width, int height) throws IOException {
        browser.command("Emulation.setEmulatedMedia", Map.of("media", media,
                "features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        browser.command("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
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
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (!run(script).asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + script + "\non " + run("return location.href")
                        + ", which shows\n" + run("return document.body.innerText.slice(0, 600)").asString());
            }
        }
    }
}
