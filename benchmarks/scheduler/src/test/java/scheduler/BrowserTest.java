package scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A scene is played through on the page, by mouse and by keyboard, and servers die. The pictures are in target. */
@Execution(ExecutionMode.SAME_THREAD) // one browser
class BrowserTest {
    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";

    private static Browser browser;

    private Steer steer;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.isInstalled(), "There is no /usr/bin/chromedriver (Debian's package chromium-driver).");
        browser = new Browser();
    }

    @AfterAll
    static void end() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        steer = new Steer(Film.stage(Path.of("../.."), 2), Path.of("src/main/resources/scheduler"));
        browser.open(steer.address());
        browser.shows("Connect a client");
    }

    @AfterEach
    void close() {
        steer.close();
    }

    @Test
    void byMouse() throws Exception {
        browser.click("#scenes option[value='2-two-adas']");
        browser.shows("Now steer");
        assertThat(browser.text()).contains("4 of 4").doesNotContain("a way to the aim", "Play the next");
        browser.click("#guess");
        browser.press(false, "n", "o");
        browser.click("#scene button");
        browser.shows("You thought");
        assertThat(browser.text()).contains("4 of 8", "a way to the aim", "Play the next");
        browser.click("#step-ada1");
        browser.shows("5 of 5");
        browser.click("#step-ada2");
        browser.shows("6 of 6");
        browser.click("#run-ada1");
        browser.shows("7 of 7");
        browser.picture(Path.of("target/mouse.png"));
        browser.click("#run-ada2");
        browser.shows("The aim is reached.");
        browser.click("#undo");
        browser.shows("7 of 8");
    }

    @Test
    void byKeyboard() throws Exception {
        browser.press(false, TAB, "t"); // the first that Tab comes to are the scenes: Two adas
        browser.shows("Now steer");
        browser.press(false, "n", "o", ENTER);
        browser.shows("You thought");
        browser.press(false, "1", "2");
        browser.press(true, "1", "2");
        browser.shows("The aim is reached.");
        browser.picture(Path.of("target/keyboard.png"));
        browser.press(false, "u");
        browser.shows("7 of 8");
        browser.press(false, "n");
        browser.shows("8 of 8");
    }

    @Test
    void aFilmWithoutAPredictionAsksForNone() throws Exception {
        browser.run("""
                return ask('open', `title: two join at once
                stage: 2
                goal: A claim is broken: one name.
                aim: name of ada: ada

                connect ada
                type ada ada
                ---
                run ada`)""");
        browser.shows("A claim is broken: one name.");
        assertThat(browser.text()).contains("two join at once").doesNotContain("Predict:", "Now steer");
        browser.picture(Path.of("target/film.png"));
        browser.click("#forward");
        browser.shows("The aim is reached.");
        assertThat(browser.text()).doesNotContain("what you thought", "Next scene");
    }

    @Test
    void aSteeredServerThatDiesIsShownAsDead() throws Exception {
        browser.click("#scenes option[value='2-two-adas']");
        browser.shows("Now steer");
        browser.press(false, "n", "o", ENTER);
        browser.shows("You thought");
        var server = steer.run.server().process();
        server.destroyForcibly();
        server.onExit().get(20, TimeUnit.SECONDS);
        browser.press(false, "1");
        browser.shows("The server has ended. Undo or reset starts a new one.");
        browser.picture(Path.of("target/steered-dead.png"));
        browser.click("#reset");
        browser.shows("15: if (members.containsKey(name)) {");
        browser.press(false, "1");
        browser.shows("5 of 5");
    }

    @Test
    void aWatchedServerThatDiesIsShownAsDead() throws Exception {
        Process server = WatchTest.process(Film.stage(Path.of("../.."), 3));
        try {
            browser.open(server.inputReader().readLine().replaceAll(".* ", ""));
            browser.shows("nobody is here yet");
            server.destroyForcibly();
            browser.shows("The server has ended.");
            browser.picture(Path.of("target/watched-dead.png"));
        } finally {
            server.destroyForcibly();
        }
    }
}
