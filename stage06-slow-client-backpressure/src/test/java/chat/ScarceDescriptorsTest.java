package chat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that has no file descriptor left for another client. */
@DisabledOnOs(OS.WINDOWS) // it has no such limit
class ScarceDescriptorsTest {
    private static final List<String> FEW_DESCRIPTORS = List.of("sh", "-c", "ulimit -n 80 && exec \"$0\" \"$@\"");

    @Test
    @Tag("5.7")
    void itSaysSoAndServesAgainWhenThereAreSome() throws Exception {
        var clients = new ArrayList<TestClient>();
        try (var process = ServerProcess.start(FEW_DESCRIPTORS, "0")) {
            int port = process.port();
            var ada = TestClient.connect(port);
            ada.name("ada");
            await(process, ".* is ada", "ada is let in");
            var guest = TestClient.connect(port);
            // whatever a client needs the server to load is loaded now: that takes file descriptors too
            guest.name("guest");
            guest.send("hello");
            guest.send("/quit");
            ada.awaitSaid("guest", "hello", "the server serves");
            ada.expectLeft("guest");
            for (int i = 0; i < 100; i++) {
                clients.add(TestClient.connect(port)); // connected, which is the system's work, but not accepted
            }
            await(process, "can't accept clients at the moment: .*",
                    "an accept that fails is told in the log, and is not the end of the server");
            ada.send("/who");
            ada.expect("* In lobby: ada", "who was served before is served still");
            var waiting = clients.removeLast();
            clients.forEach(TestClient::close);
            waiting.name("bob");
            ada.expectJoined("bob");
            ada.send("/quit");
            ada.expectEnd("/quit ends it");
            waiting.close();
            guest.close();
            ada.close();
        } finally {
            clients.forEach(TestClient::close);
        }
    }

    @Test
    @Tag("5.7")
    void itEndsWhenItIsToldWhileThereAreNone() throws Exception {
        var clients = new ArrayList<TestClient>();
        try (var process = ServerProcess.start(FEW_DESCRIPTORS, "0")) {
            int port = process.port();
            for (String name : new String[] {"ada", "guest"}) {
                var client = TestClient.connect(port);
                clients.add(client);
                client.name(name); // whatever a client needs the server to load is loaded now, as above
                await(process, ".* is " + name, name + " is let in");
            }
            clients.getLast().send("/quit");
            await(process, ".* left: /quit", "/quit ends it");
            for (int i = 0; i < 100; i++) {
                clients.add(TestClient.connect(port));
            }
            await(process, "can't accept clients at the moment: .*",
                    "an accept that fails is told in the log, and is not the end of the server");
            process.stop();
            clients.getFirst().awaitEnd("a server that is told to end while it pauses before it accepts again "
                    + "must end: perhaps the pause swallows the interrupt");
            process.exitCode();
        } finally {
            clients.forEach(TestClient::close);
        }
    }

    /** Reads what the server prints, up to this line. */
    private static void await(ServerProcess process, String pattern, String probably) throws Exception {
        String line = "";
        while (!line.matches(pattern)) {
            line = process.line(probably);
            if (line == null) {
                throw new AssertionError("the server has ended\n  what it probably means: " + probably);
            }
        }
    }
}
