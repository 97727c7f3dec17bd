package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What /stats says is exact, however many threads count. */
@Tag("6.3")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StatisticsTest {
    /** One line is one piece: so each room counts as often as it can. */
    private static final Limits LIMITS = Limits.parse(List.of("--outbox=1"));

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        threads.forEach(Thread::interrupt);
    }

    private Hub hub(Limits limits) {
        return new Hub(task -> threads.add(Thread.startVirtualThread(task)), limits);
    }

    /** A client that nobody writes to: all it is sent waits in its outbox. */
    private static Client client(String outbox) {
        return new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream(),
                new Outbox(Limits.parse(List.of(outbox)), Duration.ofHours(1)), 1000, milliseconds -> { });
    }

    /** What a client is answered that comes, and sends /stats. */
    private String stats(Hub hub) throws Exception {
        var screen = new ByteArrayOutputStream();
        var client = new Client(new ByteArrayInputStream("asker\n/stats\n/quit\n".getBytes(UTF_8)), screen);
        new Session("asker", client, hub, Limits.DEFAULT, client("--outbox=99")).run();
        client.write();
        return screen.toString(UTF_8).lines()
                .filter(line -> line.startsWith("* Lines") || line.startsWith("* Unknown"))
                .findFirst()
                .orElse("nothing that begins with \"* Lines\", but " + screen.toString(UTF_8).replace("\n", "\\n"));
    }

    @Test
    @Order(1)
    void aLineIsDeliveredToEachMemberButItsSender() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada")) {
            ada.send("is anybody there?\n/who\n/who\n/stats");
            ada.await("* In lobby: ada", "/who is answered when all that was said before has been handled");
            ada.await("* In lobby: ada", "/who is answered when all that was said before has been handled");
            ada.expect("* Lines said: 1, delivered: 0.", "ada is alone, and a sender isn't sent its own line");
            try (var bob = TestClient.join(server, "bob", ada);
                    var eve = TestClient.join(server, "eve", ada)) {
                eve.send("/create den");
                ada.expectLeft("eve");
                eve.await("* You are alone in den.", "who creates a room goes there");
                bob.send("one\n/send den two\n/who");
                bob.await("* In lobby: ada, bob", "/who is answered when all that was said before has been handled");
                eve.expectSaid("bob from lobby", "two", "what is sent to den is heard there");
                eve.send("three\n/who\n/who\n/stats");
                eve.await("* In den: eve", "/who is answered when all that was said before has been handled");
                eve.await("* In den: eve", "/who is answered when all that was said before has been handled");
                eve.expect("* Lines said: 4, delivered: 2.", "one was delivered to ada, two to eve, three to nobody;\n"
                        + "    what the server says itself, as that somebody has joined, isn't counted");
                eve.send("/join lobby\n/stats");
                eve.await("* Lines said: 4, delivered: 2.", "den has gone, and what was said there counts still.\n"
                        + "    If less is counted, each room counts for itself, and its numbers went with it");
            }
        }
    }

    /** The room is held by sam, whose outbox is full, while two lines wait: then it sends them in one piece. */
    @Test
    @Order(2)
    void linesAreCountedNotPieces() throws Exception {
        var hub = hub(Limits.DEFAULT);
        var ada = client("--outbox=999999");
        var sam = client("--outbox=1");
        var room = hub.enter(ada, "ada");
        hub.enter(sam, "sam"); // the list of the members is in his outbox
        room.say(ada, "one");
        room.say(ada, "two");
        room.say(ada, "three");
        threads.add(Thread.startVirtualThread(sam::write));
        room.who(ada);
        room.who(ada);
        assertThat(stats(hub))
                .as("what /stats says when three lines were delivered to sam, two or three of them in one piece"
                        + "\n  what it probably means: a piece may have many lines\n")
                .isEqualTo("* Lines said: 3, delivered: 3.");
    }

    /** Four rooms count at the same time, 25,000 times each. */
    @Test
    @Order(3)
    void fourRoomsCountAtOnceAndNothingIsLost() throws Exception {
        var hub = hub(LIMITS);
        var sayers = new ArrayList<FutureTask<Void>>();
        for (int i = 0; i < 4; i++) {
            var listener = client("--outbox=999999");
            var sayer = client("--outbox=999999");
            var lobby = hub.enter(sayer, "sayer" + i);
            var room = hub.create(sayer, lobby, "room" + i);
            hub.move(listener, hub.enter(listener, "listener" + i), room.name());
            sayers.add(new FutureTask<>(() -> {
                for (int line = 0; line < 25_000; line++) {
                    room.say(sayer, "hello");
                }
                room.who(sayer);
                room.who(sayer); // the room has handled all that came before
                return null;
            }));
        }
        sayers.forEach(sayer -> threads.add(Thread.ofPlatform().start(sayer)));
        for (var sayer : sayers) {
            sayer.get();
        }
        assertThat(stats(hub))
                .as("what /stats says when four rooms have had 25,000 lines each, and one that hears them"
                        + "\n  what it probably means: if some are missing, the threads of two rooms read the same"
                        + "\n    number, each added to it, and the second wrote over what the first had written."
                        + "\n    A volatile field is no help: it is still read, and then written\n")
                .isEqualTo("* Lines said: 100000, delivered: 100000.");
    }
}
