package chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What all members of a room are to hear is held once, in a class RoomLog that the learner writes: first this class
 * alone, then a room that uses it, and at last a server with sockets.
 */
@Tag("6.6")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RoomLogTest {
    private static final String STUCK = "the room's thread waits: for a client, or for a lock that another thread has";
    private static final String TEXT = "x".repeat(900) + " ";

    private final List<Thread> threads = new ArrayList<>();
    private ChatServer server; // null: none was started
    private final Client ada = client(OutputStream.nullOutputStream());
    private final Client bob = client(OutputStream.nullOutputStream());
    private final Client eve = client(OutputStream.nullOutputStream());

    /** One whose writer nobody has started, and with which a room would be patient for a day. */
    private static Client client(OutputStream out) {
        var outbox = new Outbox(Limits.DEFAULT, Duration.ofDays(1));
        return new Client(InputStream.nullInputStream(), out, outbox, Limits.DEFAULT.maxLine(), milliseconds -> { });
    }

    private static RoomLog.Line line(Client speaker, String text) {
        return new RoomLog.Line(Outbox.Lines.of(text + "\n"), speaker);
    }

    private static void say(RoomLog log, Client speaker, String... texts) {
        log.append(List.of(texts).stream().map(text -> line(speaker, text)).toList());
    }

    private static List<String> taken(RoomLog.Cursor cursor) {
        return cursor.take().stream().map(lines -> new String(lines.bytes(), UTF_8).stripTrailing()).toList();
    }

    private static void mustBe(String what, List<String> came, String probably, String... expected) {
        if (!came.equals(List.of(expected))) {
            throw new AssertionError(what + "\n  expected: " + String.join(" | ", expected) + "\n  but got:  "
                    + String.join(" | ", came) + "\n  what it probably means: " + probably);
        }
    }

    private static Limits limits(String... options) {
        try {
            return Limits.parse(List.of(options));
        } catch (IllegalArgumentException e) {
            throw new AssertionError(options[0] + " was to be an option, and is refused: \"" + e.getMessage()
                    + "\"\n  what it probably means: Limits.parse doesn't know the option yet");
        }
    }

    /** A room on its thread. */
    private ChatRoom room(String name, String... options) {
        var room = new ChatRoom(name, limits(options));
        start(room);
        return room;
    }

    private Thread start(Runnable work) {
        var thread = Thread.startVirtualThread(work);
        threads.add(thread);
        return thread;
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Does it on another thread, and waits for its end. */
    private void promptly(String what, Step step, String probably) throws Exception {
        var task = new FutureTask<Void>(() -> {
            step.run();
            return null;
        });
        var thread = start(task);
        try {
            task.get(TestClient.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(what + " hasn't ended in " + TestClient.patience().toSeconds()
                    + " seconds\n  what it probably means: " + probably + ThreadWatch.at(thread));
        }
    }

    private void join(ChatRoom room, Client client, String name) throws Exception {
        client.name(name);
        promptly("a join", () -> room.join(client), STUCK);
    }

    /** What the client is sent, without times, when all that was sent so far is written at once. */
    private List<String> written(Client client, Gate gate) throws Exception {
        client.end();
        promptly("the client's writer", client::write, "when the outbox is closed and empty, take returns null");
        return gate.text().lines().map(line -> line.replaceFirst("^\\[.{19}]", "")).toList();
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.forEach(Thread::interrupt);
        if (server != null) {
            Thread.ofPlatform().daemon().start(server::close).join(TestClient.patience()); // if it ends at all
        }
    }

    @Test
    @Order(1)
    void aLineIsHeldOnceForAll() {
        var log = new RoomLog(4);
        var cursors = List.of(log.open(ada, () -> { }), log.open(bob, () -> { }));
        var line = line(eve, "hello");
        log.append(List.of(line));
        for (var cursor : cursors) {
            var taken = cursor.take();
            assertThat(taken).as("what take returns when eve has said one line").hasSize(1);
            if (taken.getFirst() != line.text()) {
                throw new AssertionError("take was to return the very object that was appended, and returns another one"
                        + "\n  what it probably means: the line is copied for each client;"
                        + "\n    who shares what nobody changes needs no copy");
            }
        }
    }

    @Test
    @Order(2)
    void eachGetsInOrderWhatOthersSay() {
        var log = new RoomLog(100);
        say(log, eve, "before they came");
        var toAda = log.open(ada, () -> { });
        var toBob = log.open(bob, () -> { });
        log.append(List.of(line(ada, "1"), line(bob, "2"), line(ada, "3")));
        String each = "each gets what others say from when it came, once, and in order";
        mustBe("ada said 1, bob 2, ada 3. What ada gets:", taken(toAda), each, "2");
        say(log, bob, "4");
        say(log, eve, "* eve has joined den");
        mustBe("Then bob said 4, and eve joined. What ada gets:", taken(toAda), each, "4", "* eve has joined den");
        mustBe("Then nobody said anything. What ada gets:", taken(toAda), each);
        mustBe("What bob gets of all that:", taken(toBob), each, "1", "3", "* eve has joined den");
    }

    @Test
    @Order(3)
    void whoIsOvertakenIsToldAndGoesOnWithTheOldest() {
        var log = new RoomLog(3);
        var toAda = log.open(ada, () -> { });
        say(log, eve, "1", "2", "3", "4", "5");
        mustBe("Five lines were said, and the log holds three. What ada gets:", taken(toAda),
                "first the notice, then what there still is", "* You missed 2 lines.", "3", "4", "5");
        say(log, eve, "6");
        mustBe("Then one more was said. What ada gets:", taken(toAda), "she was told already", "6");
        log.append(List.of(line(ada, "7"), line(eve, "8"), line(ada, "9"), line(eve, "10"), line(ada, "11")));
        say(log, eve, "12");
        mustBe("ada said 7, 9 and 11, and eve 8, 10 and 12; the log has the last three. What ada gets:", taken(toAda),
                "if she missed 3 lines, those count that she said herself, and were never for her",
                "* You missed 1 line.", "10", "12");
        say(log, eve, "13");
        mustBe("Then eve said 13. What ada gets:", taken(toAda), "what was counted once is forgotten", "13");
    }

    @Test
    @Order(4)
    void whoIsWokenFindsTheLine() {
        var log = new RoomLog(4);
        var cursor = new AtomicReference<RoomLog.Cursor>();
        var found = new ArrayList<String>();
        cursor.set(log.open(ada, () -> found.addAll(taken(cursor.get()))));
        say(log, eve, "one", "two");
        mustBe("eve has said one and two. What a thread finds that looks when it is woken:", found,
                "it is woken before the lines are in the log. It finds nothing,\n"
                        + "    waits again, and nobody wakes it: a lost wake-up. Or wake isn't called at all",
                "one", "two");
    }

    @Test
    @Order(5)
    void whoIsWokenNeedNotWaitForTheLog() throws Exception {
        var log = new RoomLog(4);
        var toBob = log.open(bob, () -> { });
        var failure = new AtomicReference<Throwable>();
        log.open(ada, () -> {
            try {
                promptly("another thread, which takes lines while a wake goes on,", toBob::take,
                        "append calls wake while it holds the log's lock. A writer that holds\n"
                                + "    its outbox's lock may want the log's, and wake wants the outbox's: a deadlock");
            } catch (Exception | AssertionError e) {
                failure.compareAndSet(null, e);
            }
        });
        say(log, eve, "hello");
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    @Test
    @Order(6)
    void aClosedCursorIsForgotten() {
        var log = new RoomLog(4);
        var woken = new AtomicInteger();
        var toAda = log.open(ada, woken::incrementAndGet);
        var toBob = log.open(bob, () -> { });
        toAda.close();
        say(log, eve, "hello");
        assertThat(woken).as("how often ada was woken after her cursor was closed"
                + "\n  what it probably means: the log keeps the cursors of all who were ever there\n").hasValue(0);
        mustBe("What bob gets, whose cursor is open:", taken(toBob), "each cursor is closed by itself", "hello");
    }

    @Test
    @Order(7)
    void allWhoWaitAreWoken() throws Exception {
        var room = room("den", "--log=4");
        var gates = List.of(new Gate(), new Gate(), new Gate());
        var writers = new ArrayList<Thread>();
        for (int i = 0; i < gates.size(); i++) {
            var guest = client(gates.get(i));
            writers.add(start(guest::write));
            join(room, guest, "guest" + i);
        }
        for (var writer : writers) {
            ThreadWatch.awaitStandstillIn(writer, Outbox.class);
        }
        room.say(eve, "eve", "hello");
        for (int i = 0; i < gates.size(); i++) {
            var gate = gates.get(i);
            var writer = writers.get(i);
            ThreadWatch.await(() -> gate.text().endsWith("[eve]: hello\n"),
                    () -> "a line was said, and a writer that waited hasn't written it. It has written:\n    "
                            + gate.text().strip().replace("\n", "\n    ") + "\n  what it probably means: nobody has"
                            + " woken it, or it doesn't look into the log then" + ThreadWatch.at(writer));
        }
    }

    @Test
    @Order(8)
    void whatIsSaidWhileAWriterWritesIsWrittenNext() throws Exception {
        var room = room("den", "--log=4");
        var gate = new Gate();
        var guest = client(gate);
        gate.shut();
        var writer = start(guest::write);
        join(room, guest, "guest");
        gate.awaitHeld(); // in the middle of writing that it is alone
        room.say(eve, "eve", "hello");
        promptly("asking who is there", () -> room.who(eve), STUCK); // has been answered: so the line is in the log
        gate.open();
        ThreadWatch.await(() -> gate.text().endsWith("[eve]: hello\n"),
                () -> "a line was said while a client's writer was in a write. The write has ended, and the writer"
                        + " doesn't write the line\n  what it probably means: it waits before it looks. "
                        + "The wake came when it didn't wait,\n    and is lost: first look, then wait"
                        + ThreadWatch.at(writer));
    }

    @Test
    @Order(9)
    void nobodyIsWaitedFor() throws Exception {
        var options = new String[] {"--log=4", "--outbox=1"}; // so the room deals with one event at a time
        var room = room("den", options);
        var gate = new Gate();
        var full = new Outbox(limits(options), Duration.ofDays(1));
        var stopped = new Client(InputStream.nullInputStream(), gate, full, 1000, milliseconds -> { });
        join(room, stopped, "stopped"); // is told that it is alone: its outbox is full
        promptly("a room with a member that doesn't read, in which ten lines are said,", () -> {
            eve.name("eve");
            room.join(eve);
            for (int i = 0; i < 10; i++) {
                room.say(eve, "line " + i);
            }
            room.leave(eve);
        }, "each line goes into each member's outbox still; one is full,\n    and the room waits for its client");
        mustBe("What the one is sent that didn't read, and has missed all of 12 lines but four:",
                written(stopped, gate), "the notice stands where the lines are missing",
                "* You are alone in den.", "* You missed 8 lines.", "[eve]: line 7", "[eve]: line 8", "[eve]: line 9",
                "* eve has left den");
    }

    @Test
    @Order(10)
    void whatIsForOneAloneComesInItsPlace() throws Exception {
        var room = room("den", "--log=100");
        var gate = new Gate();
        var guest = client(gate);
        join(room, guest, "guest");
        room.say(eve, "eve", "one");
        room.who(guest);
        join(room, bob, "bob");
        room.say(bob, "two");
        room.who(guest);
        room.say(guest, "three");
        room.say(bob, "four");
        room.who(eve); // has been answered: so all before it has been handled
        guest.dismiss("idle", "* Goodbye.\n");
        room.say(bob, "five");
        room.leave(guest);
        mustBe("What a member is sent that asks twice who is there, and is dismissed:", written(guest, gate),
                "if all is there, and in another order: before an answer is added,\n"
                        + "    what was said before must be taken from the log",
                "* You are alone in den.", "[eve]: one", "* In den: guest", "* bob has joined den", "[bob]: two",
                "* In den: guest, bob", "[bob]: four", "* Goodbye.");
    }

    @Test
    @Order(11)
    void whoGoesToAnotherRoomGetsWhatWasSaidBefore() throws Exception {
        var den = room("den", "--log=100");
        var attic = room("attic", "--log=100");
        var gate = new Gate();
        var guest = client(gate);
        join(den, guest, "guest");
        den.say(eve, "eve", "before");
        den.leave(guest);
        den.say(eve, "eve", "after");
        join(attic, guest, "guest");
        den.say(eve, "eve", "long after");
        attic.say(eve, "eve", "hello");
        den.who(eve);
        attic.who(eve);
        mustBe("What a client is sent that goes from den to attic:", written(guest, gate),
                "if \"before\" is missing, it gave up its place in the log with lines that it hadn't had",
                "* You are alone in den.", "[eve]: before", "* You are alone in attic.", "[eve]: hello");
    }

    @Test
    @Order(12)
    void overSocketsLinesAndNoticesAddUp() throws Exception {
        int said = 8000; // 7 MB: more than the connection's buffers hold
        ServerLog.open();
        server = ChatServer.start(new InetSocketAddress("localhost", 0), limits("--log=50"));
        try (var ada = TestClient.join(server, "ada");
                var slow = TestClient.connectWithSmallBuffer(server).join("slow", ada);
                var bob = TestClient.join(server, "bob", ada)) {
            slow.expectJoined("bob");
            bob.expect("* In lobby: ada, slow", "a newcomer is told who is there");
            var flood = Thread.ofPlatform().daemon().start(() -> {
                for (int i = 0; i < said; i++) {
                    ada.send(TEXT + i);
                }
            });
            account(bob, said);
            flood.join();
            int[] slowGot = account(slow, said);
            assertThat(slowGot[0]).as("lines that the one was told it missed who didn't read").isPositive();
            assertThat(slowGot[1]).as("lines that it is sent after the last that it missed, with --log=50")
                    .isLessThanOrEqualTo(50);
            bob.send("live again");
            slow.expectSaid("bob", "live again", "it has caught up");
            ada.expectSaid("bob", "live again", "who talks isn't sent what it said itself");
        }
    }

    /** Reads all that was said, or that it missed: how many it missed, and how many came after the last of these. */
    private static int[] account(TestClient client, int said) {
        int missed = 0;
        int after = 0;
        for (int next = 0; next < said; ) {
            String line = client.line("the lines that a client is sent and those that it is told it missed"
                    + " are all that were said; this is line " + next + " of " + said);
            if (line.matches("\\* You missed \\d+ lines?\\.")) {
                int lines = Integer.parseInt(line.replaceAll("\\D", ""));
                missed += lines;
                next += lines;
                after = 0;
            } else {
                assertThat(line).as("the next line, when " + missed + " were missed: in order, and none without notice")
                        .endsWith(" " + next);
                next++;
                after++;
            }
        }
        return new int[] {missed, after};
    }
}
