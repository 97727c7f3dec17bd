package chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Whatever clients send, and however they go: the server serves on, and keeps nothing of them. */
@Tag("by-luck")
@Isolated("counts threads and file descriptors")
class FuzzTest {
    private static final int SEED = 20261121;
    private static final String[] WORDS = {
        "\n", "\r\n", "\r", "ada\n", "bob\n", "hello\n", "/quit\n", "/who\n", "/rooms\n", "/help\n",
        "/create den\n", "/join den\n", "/join lobby\n", "/send den hi\n", "/send\n", "/join\n",
        ":cr den\n", ":erm lobby x\n", "/", ":", "* \n", "[x]: ", "\u001b[2J",
        "\u0000", "漢字", "😀", "x".repeat(999), "x".repeat(1500), "\n\n\n\n"};

    @Test
    void randomBytesSplitsAndDisconnectsLeaveNothingBehind() throws Exception {
        var threads = new ThreadWatch();
        try (var server = TestClient.server()) {
            threads.awaitStarted(2, "the acceptor and the lobby");
            long descriptors = openDescriptors();
            try (var guests = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < 400; i++) {
                    var random = new Random(SEED + i);
                    guests.submit(() -> visit(server, random));
                }
            }
            threads.awaitStarted(2, "when all guests have gone, so have their threads, and the threads of their rooms");
            ThreadWatch.await(() -> openDescriptors() <= descriptors,
                    () -> "file descriptors: " + openDescriptors() + ", and before: " + descriptors);
            try (var ada = TestClient.join(server, "ada"); var bob = TestClient.join(server, "bob")) {
                ada.send("still there?");
                bob.awaitSaid("ada", "still there?", "the server serves on");
                ada.send("/rooms");
                ada.await("* Rooms: lobby (2)", "nobody is left behind in a room, and no room is left behind");
            }
        }
    }

    private static void visit(ChatServer server, Random random) {
        var client = TestClient.connect(server);
        try {
            for (int i = random.nextInt(60); i > 0; i--) {
                if (random.nextInt(4) == 0) {
                    byte[] noise = new byte[random.nextInt(200)];
                    random.nextBytes(noise);
                    client.sendRaw(noise);
                } else {
                    client.sendRaw(WORDS[random.nextInt(WORDS.length)]);
                }
                if (random.nextInt(4) == 0) {
                    client.trickle();
                }
            }
            switch (random.nextInt(3)) {
                case 0 -> client.reset();
                case 1 -> {
                    client.endInput();
                    client.awaitEnd("the end of input ends a client");
                }
                default -> { }
            }
        } catch (AssertionError | IOException gone) {
            // it said /quit on the way
        } finally {
            client.close();
        }
    }

    static long openDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount() : 0;
    }
}
