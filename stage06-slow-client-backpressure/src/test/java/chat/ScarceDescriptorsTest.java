package chat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server that has no file descriptor left for another client. */
@DisabledOnOs(OS.WINDOWS) // it has no such limit
class ScarceDescriptorsTest {
    @Test
    @Tag("stage06")
    void itSaysSoAndServesAgainWhenThereAreSome() throws Exception {
        var classes = Path.of(ChatServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder("sh", "-c", "ulimit -n 80 && exec \"$0\" -cp \"$1\" chat.ChatServer 0",
                        java, classes.toString())
                .redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly)); // also if this test is given up
        var clients = new ArrayList<TestClient>();
        try {
            var out = process.inputReader();
            String line = out.readLine();
            int port = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            var ada = TestClient.connect(port);
            ada.name("ada");
            while (!out.readLine().endsWith(" is ada")) {
                // it has only connected so far
            }
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
            do {
                line = out.readLine();
            } while (!line.startsWith("can't accept clients at the moment: "));
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
            process.destroyForcibly();
            clients.forEach(TestClient::close);
        }
    }
}
