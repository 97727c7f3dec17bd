package races;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;
import races.Declared.Run;
import races.Declared.Stage;

/**
 * A claim that nothing breaks shows nothing. No stage breaks these, so each is tried on a stage that is made wrong for
 * it, in a way that a student might, and must be seen broken there. ({@code EndsOnce} is broken by stage 2; but stage 6
 * ends a client in a way of its own. And stage 6 gets a wrong one for {@code InOrder}, too, since its room doesn't
 * handle events one by one.)
 */
@EnabledIfSystemProperty(named = "thorough", matches = "true|all")
@Isolated("counts what two threads do at once")
class WrongStagesTest {
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path HERE = Path.of("target/wrong-stages").toAbsolutePath();
    private static final int TRIES = 10;

    private final Lab lab = new Lab(Lab.Form.SHORT, HERE.resolve("reports"), Lab.PATIENCE);

    @Test
    void whoLeavesItToAThreadToPutAnEventIntoTheInboxMixesUpWhatOneClientSays() throws Exception {
        assertBroken(wrong(4, "ChatRoom", Map.of(
                "inbox.put(new Say(sender, text));",
                "Thread.startVirtualThread(() -> inbox.offer(new Say(sender, text)));")), "InOrder");
    }

    @Test
    void whoForgetsTheClientThatWasAcceptedLastLeavesItConnected() throws Exception {
        assertBroken(wrong(3, "ChatServer", Map.of(
                "threads.execute(() -> serve(socket));",
                "if (!Thread.currentThread().isInterrupted()) { threads.execute(() -> serve(socket)); }")),
                "CloseIsSeen");
    }

    @Test
    void whoCountsThoseThatHaveArrivedAndNotThoseOnTheWayLosesThem() throws Exception {
        assertBroken(wrong(5, "Hub", Map.of(
                "counts.merge(name, 1, Integer::sum);", "",
                "return add(name, 1);", "return add(name, 0);",
                "to.join(client);",
                "to.join(client); synchronized (this) { counts.merge(to.name(), 1, Integer::sum); }",
                "room.close();", "")), // else the room's thread ends, and who comes too late waits for ever
                "RemovedRoom", "CrossingMoves");
    }

    @Test
    void whoTellsOfALeaveWithoutLookingWhetherTheClientIsThereTellsItTwice() throws Exception {
        assertBroken(wrong(6, "ChatRoom", Map.of(
                "if (members.remove(client.name(), client)) {",
                "members.remove(client.name(), client); {")), "EndsOnce");
    }

    @Test
    void whoAnswersBeforeTellingTheOthersWhatWasSaidLetsThemHearALeaveBeforeTheWordsBeforeIt() throws Exception {
        assertBroken(wrong(6, "ChatRoom", Map.of(
                "relay(events); // first", "// wrong",
                "handle(event);\n                }", "handle(event);\n                }\n                relay(events);")),
                "InOrder");
    }

    private void assertBroken(Stage wrong, String... claims) throws Exception {
        var runs = Stream.of(claims).map(claim -> Run.claim(claim, wrong.number()).brokenIn(wrong.number())).toList();
        assertThat(new Races(lab, ROOT, TRIES).check(List.of(wrong), runs)).isEmpty();
    }

    /** A copy of this stage, with these texts in this class replaced. */
    private static Stage wrong(int number, String type, Map<String, String> replacements) throws IOException {
        var stage = Declared.STAGES.stream().filter(s -> s.number() == number).findFirst().orElseThrow();
        var copy = HERE.resolve(stage.module());
        for (String classes : List.of("target/classes/chat", "target/test-classes/chat")) {
            var to = Files.createDirectories(copy.resolve(classes));
            try (var files = Files.newDirectoryStream(ROOT.resolve(stage.module()).resolve(classes))) {
                for (Path file : files) {
                    Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
                }
            }
        }
        String source = Files.readString(ROOT.resolve(stage.module()).resolve("src/main/java/chat/" + type + ".java"));
        for (var replacement : replacements.entrySet()) {
            assertThat(source).containsOnlyOnce(replacement.getKey());
            source = source.replace(replacement.getKey(), replacement.getValue());
        }
        var file = Files.writeString(copy.resolve(type + ".java"), source);
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none",
                "-cp", copy.resolve("target/classes") + File.pathSeparator + System.getProperty("java.class.path"),
                "-d", copy.resolve("target/classes").toString(), file.toString());
        assertThat(exit).as("exit code of javac").isZero();
        return new Stage(number, ROOT.relativize(copy).toString());
    }
}
