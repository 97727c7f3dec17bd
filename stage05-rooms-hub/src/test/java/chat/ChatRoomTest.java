package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The room on its own thread. A gate holds the writer of a client that doesn't read. */
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom("den");
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

    /** What @GuardedBy is to a lock, these assertions are to a thread. */
    @Test
    void whatBelongsToTheRoomsThreadFailsOnAnyOther() throws Exception {
        var ada = client(gate);
        join(ada, "ada");
        ThreadWatch.awaitStandstillIn(roomThread, ChatRoom.class);
        assertThatThrownBy(() -> room.remove(ada)).isInstanceOf(AssertionError.class);
    }
}
