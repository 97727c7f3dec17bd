package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The room on its own thread. A gate holds the writer of a client that doesn't read. */
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom("den", Limits.DEFAULT);
    private final Thread roomThread = Thread.startVirtualThread(room);
    private final Map<Client, Thread> writers = new HashMap<>();
    private final Gate gate = new Gate();

    private Client client(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        writers.put(client, Thread.startVirtualThread(client::write));
        return client;
    }

    /** What the client has got when all that was sent to it is written. */
    private String written(Client client, Gate gate) throws Exception {
        client.end();
        assertThat(writers.get(client).join(TestClient.patience())).withFailMessage("its writer doesn't end").isTrue();
        return gate.text();
    }

    private void join(Client client, String name) throws InterruptedException {
        client.name(name);
        room.join(client);
    }

    @AfterEach
    void stop() {
        roomThread.interrupt();
        writers.values().forEach(Thread::interrupt);
    }

    @Test
    void aClientThatDoesNotReadHoldsNobodyWhileItsOutboxHasRoom() throws Exception {
        var ada = client(gate);
        var heard = new Gate();
        var bob = client(heard);
        var eve = client(OutputStream.nullOutputStream());
        join(ada, "ada");
        join(bob, "bob");
        join(eve, "eve");
        gate.shut();
        room.say(eve, "hello");
        gate.awaitHeld(); // ada's writer, in the middle of writing
        room.say(eve, "still there?");
        join(client(OutputStream.nullOutputStream()), "dan"); // and can
        room.leave(eve);
        room.leave(bob);
        assertThat(written(bob, heard).lines().map(line -> line.replaceFirst("\\[.{19}]", "")))
                .containsExactly("* In den: ada", "* eve has joined den", "[eve]: hello", "[eve]: still there?",
                        "* dan has joined den", "* eve has left den");
        gate.open();
    }

    @Test
    void aLeavingClientGetsWhatWasSaidBeforeItLeftAndNothingAfter() throws Exception {
        var ada = client(gate);
        var bob = client(OutputStream.nullOutputStream());
        join(ada, "ada");
        join(bob, "bob");
        room.say(bob, "before");
        room.leave(ada);
        room.say(bob, "after");
        room.leave(bob); // has been answered: so all before it has been handled
        assertThat(written(ada, gate)).contains("before").doesNotContain("after");
    }

    /** The article's workers polled all rooms in a loop, and burned a whole core while nobody spoke. */
    @Test
    void theRoomRestsWhileNobodySpeaks() throws Exception {
        join(client(gate), "ada");
        ThreadWatch.awaitStandstillIn(roomThread, ChatRoom.class);
        assertThat(roomThread.getState()).as("waits for an event, without a time after which it looks again")
                .isEqualTo(Thread.State.WAITING);
    }

    /** Whoever has its answer may count on it that the others know, too. */
    @Test
    void whenAJoinOrALeaveIsAnsweredTheOthersHaveBeenTold() throws Exception {
        var heard = new Gate();
        var bob = new Client(InputStream.nullInputStream(), heard); // its writer is this thread, later
        var ada = client(gate);
        join(bob, "bob");
        join(ada, "ada");
        room.say(ada, "hello");
        room.leave(ada);
        bob.end();
        bob.write();
        assertThat(heard.text()).contains("* ada has joined", "[ada]: hello", "* ada has left");
    }

    /** Only of one that was cut off as too slow nothing is heard after the others were told that it has left. */
    @Test
    void aLineOfAClientThatIsToGoIsHeardUnlessItWasTooSlow() throws Exception {
        var idle = client(OutputStream.nullOutputStream());
        var full = new Outbox(Limits.parse(List.of("--outbox=1")), Duration.ZERO);
        full.write(1); // a write that doesn't end
        var slow = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream(), full, 1000,
                milliseconds -> { });
        var bob = client(gate);
        join(bob, "bob");
        join(idle, "idle");
        join(slow, "slow"); // its outbox is full now
        idle.dismiss("idle", "");
        room.say(idle, "my last words"); // more than the slow one's outbox holds
        room.who(bob); // has been answered: so the slow one has been found too slow
        room.say(slow, "am I too slow?");
        room.leave(bob);
        assertThat(written(bob, gate)).contains("my last words", "* slow has left den (too slow)")
                .doesNotContain("am I too slow?");
    }

    /** Said at once: each gets it in one piece, and nobody its own lines. */
    @Test
    void whatWaitsIsSentInOnePieceToEachWithoutItsOwnLines() throws Exception {
        var pieces = new ArrayList<String>();
        var ada = client(gate);
        var bob = new Client(InputStream.nullInputStream(), new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                pieces.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        });
        join(ada, "ada");
        join(bob, "bob");
        for (int i = 0; i < 100; i++) {
            room.say(i % 2 == 0 ? ada : bob, "line " + i);
        }
        room.leave(ada);
        bob.end();
        bob.write(); // only now, so all that was sent waits
        assertThat(pieces).as("writes").hasSize(1);
        assertThat(pieces.getFirst()).contains("[ada]: line 0\n", "[ada]: line 98\n").doesNotContain("[bob]");
    }

    /** What @GuardedBy is to a lock, these assertions are to a thread. */
    @Test
    void whatBelongsToTheRoomsThreadFailsOnAnyOther() throws Exception {
        var ada = client(gate);
        join(ada, "ada");
        ThreadWatch.awaitStandstillIn(roomThread, ChatRoom.class);
        assertThatThrownBy(() -> room.remove(ada)).isInstanceOf(AssertionError.class);
    }
}
