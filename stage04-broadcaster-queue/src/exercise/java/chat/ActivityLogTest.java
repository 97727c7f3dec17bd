package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A log in a file: what others have heard is in it, even if the server is killed the moment after. */
@Tag("4.7")
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActivityLogTest {
    @TempDir
    private Path folder;

    @AfterEach
    void clear() {
        System.clearProperty("log");
    }

    @Test
    @Order(1)
    void whatOthersHaveHeardOutlivesAKilledServer() throws Exception {
        var file = folder.resolve("chat.log");
        try (var server = ChildServer.start("-Dlog=" + file);
                var ada = TestClient.connect(server.port()).join("ada");
                var bob = TestClient.connect(server.port()).join("bob", ada)) {
            ada.send("Grüße").send("and bye");
            String heard = bob.line("a line reaches all the others");
            bob.expectSaid("ada", "and bye", "a line reaches all the others"); // so the first is done with
            server.kill();
            assertThat(lines(file))
                    .as("the first lines of the log\n  what was done: the server was started with -Dlog=" + file
                            + "; ada said two lines, bob heard both, and the server was killed\n  what it probably "
                            + "means: the lines were still in a buffer of the process, and are lost with it. Write"
                            + "\n    each to the file before it is told to anybody")
                    .startsWith(heard);
        }
    }

    @Test
    @Order(2)
    void whatWasInTheFileStays() throws Exception {
        var file = Files.writeString(folder.resolve("chat.log"), "from yesterday\n");
        System.setProperty("log", file.toString());
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("today");
            bob.expectSaid("ada", "today", "a line reaches all the others");
            assertThat(lines(file).getFirst())
                    .as("the first line of the log\n  what was done: there was a log with a line in it when the "
                            + "server started\n  what it probably means: it was opened for writing from its "
                            + "beginning, and what an earlier server had\n    logged is lost. Open it to append")
                    .isEqualTo("from yesterday");
        }
    }

    @Test
    @Order(3)
    void aLineIsInTheFileBeforeAnybodyHearsIt() throws Exception {
        var file = folder.resolve("chat.log");
        System.setProperty("log", file.toString());
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            server.holdAny("of ChatRoom, where it calls Client.send");
            ada.send("hello");
            server.awaitHeld("the room's thread sends a line to the members");
            var lines = lines(file);
            server.release();
            bob.expectSaid("ada", "hello", "a line reaches all the others");
            assertThat(lines)
                    .as("the lines of the log\n  what was done: the room's thread was held just before it put ada's "
                            + "line into bob's outbox\n  what it probably means: the line is logged after it is "
                            + "sent. Were the server killed in between, bob\n    would have heard what isn't in the "
                            + "log")
                    .hasSize(1);
        }
    }

    @Test
    @Order(4)
    void theLogHasTheOrderInWhichAllHearTheLines() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            var file = folder.resolve("chat" + place + ".log");
            System.setProperty("log", file.toString());
            try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                    var eve = server.join("eve", ada, bob)) {
                server.hold(ada, place);
                var where = server.send(ada, "one");
                more = where.isPresent();
                server.send(bob, "two");
                server.goOn(ada, bob);
                ada.send("three");
                var heard = new String[] {eve.line("all lines reach eve"), eve.line("all lines reach eve")};
                eve.expectSaid("ada", "three", "all lines reach eve"); // so the first two are done with
                assertThat(lines(file))
                        .as("the first two lines of the log, beside what eve heard"
                                + "\n  what was done: ada's thread, saying \"one\", was held in "
                                + where.orElse("no place") + ";\n    then bob said \"two\""
                                + "\n  what it probably means: the readers' threads write the log, each when it likes."
                                + "\n    The room's thread alone knows the order: let it write, too")
                        .startsWith(heard);
            }
        }
    }

    private static List<String> lines(Path file) throws Exception {
        assertThat(file)
                .as("the log\n  what it probably means: a server that is started with -Dlog=FILE writes that file")
                .exists();
        return Files.readAllLines(file);
    }
}
