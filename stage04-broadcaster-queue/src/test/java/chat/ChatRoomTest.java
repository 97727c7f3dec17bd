package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** The room on its own thread. A gate holds the writer of a client that doesn't read. */
@Isolated("a thread that waits for a class, which another test loads, stands still too")
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom();
    private final Thread roomThread = Thread.startVirtualThread(room);
    private final List<Thread> others = new ArrayList<>();
    private final Gate gate = new Gate();

    private Client client(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        others.add(Thread.startVirtualThread(client::write));
        return client;
    }

    /** What the client has got when all that was sent to it is written. */
    private String written(Client client, Gate gate) throws Exception {
        client.send("the last");
        ThreadWatch.await(() -> gate.text().endsWith("the last"), () -> "the writer should write what was sent last");
        return gate.text().replace("the last", "");
    }

    /** Fills the outbox of a client that nobody writes to: the room's thread stands in front of it. */
    private Client holdTheRoom() throws Exception {
        var stopped = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        var eve = client(OutputStream.nullOutputStream());
        room.join(stopped, "stopped");
        room.join(eve, "eve");
        begin(() -> {
            for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and the inbox
                room.say(eve, "line " + i);
            }
            return null;
        });
        ThreadWatch.awaitStandstillIn(roomThread, Client.class);
        return stopped;
    }

    private void letGo(Client stopped) {
        others.add(Thread.startVirtualThread(stopped::write));
    }

    private <T> FutureTask<T> begin(Callable<T> call) {
        var task = new FutureTask<>(call);
        others.add(Thread.startVirtualThread(task));
        return task;
    }

    private <T> FutureTask<T> beginAndGoAsFarAsItCan(Callable<T> call) {
        var task = begin(call);
        ThreadWatch.awaitStandstill(others.getLast());
        return task;
    }

    @AfterEach
    void stop() {
        roomThread.interrupt();
        others.forEach(Thread::interrupt);
    }

    @Test
    @Tag("3.3")
    void twoClientsCanNotGetOneName() throws Exception {
        assertThat(room.join(client(gate), "ada")).withFailMessage("the first ada isn't let in").isTrue();
        assertThat(room.join(client(gate), "ada"))
                .as("""
                        A second client joined as ada: whether it is in.
                          what it probably means: only the room's thread knows whether a name is free, \
                        and join must wait for its answer""")
                .isFalse();
    }

    /** The room's thread is held, so nobody can know whether a name is free. */
    @Test
    @Tag("3.3")
    void onlyTheRoomsThreadKnowsWhichNamesAreTaken() throws Exception {
        var stopped = holdTheRoom();
        var isIn = beginAndGoAsFarAsItCan(() -> room.join(client(OutputStream.nullOutputStream()), "stopped"));
        assertThat(isIn.isDone())
                .as("""
                        A client gave a name that is taken, while the room's thread stood still: whether join returned.
                          what it probably means: join looks at the members on the thread that calls it, \
                        though they are the room's thread's alone""")
                .isFalse();
        letGo(stopped);
        assertThat(isIn.get()).withFailMessage("a second client is in under a name that is taken").isFalse();
    }

    /** Whoever leaves ends its writer next: nothing may be sent to it from then on. */
    @Test
    @Tag("3.4")
    void leaveWaitsUntilTheRoomHasTakenTheClientOut() throws Exception {
        var ada = client(gate);
        room.join(ada, "ada");
        var stopped = holdTheRoom();
        var left = beginAndGoAsFarAsItCan(() -> {
            room.leave(ada);
            return null;
        });
        assertThat(left.isDone())
                .as("""
                        ada left, while the room's thread stood still: whether leave has returned.
                          what it probably means: leave doesn't wait for an answer. Its caller ends ada's writer next, \
                        and the room, which still sends to her, may wait for ever in front of her full outbox""")
                .isFalse();
        letGo(stopped);
        left.get();
    }

    @Test
    @Tag("3.4")
    void aClientThatDoesNotReadHoldsNobodyWhileItsOutboxHasRoom() throws Exception {
        var ada = client(gate);
        var heard = new Gate();
        var bob = client(heard);
        var eve = client(OutputStream.nullOutputStream());
        room.join(ada, "ada");
        room.join(bob, "bob");
        room.join(eve, "eve");
        gate.shut();
        room.say(eve, "hello");
        gate.awaitHeld(); // ada's writer, in the middle of writing
        room.say(eve, "still there?");
        assertThat(room.join(client(OutputStream.nullOutputStream()), "dan"))
                .withFailMessage("dan can't join").isTrue();
        room.leave(eve);
        room.leave(bob);
        assertThat(written(bob, heard).lines().map(line -> line.replaceFirst("\\[.{19}]", "")))
                .containsExactly("* eve has joined the chat", "[eve]: hello", "[eve]: still there?",
                        "* dan has joined the chat", "* eve has left the chat");
        gate.open();
    }

    @Test
    @Tag("3.4")
    void aLeavingClientGetsWhatWasSaidBeforeItLeftAndNothingAfter() throws Exception {
        var ada = client(gate);
        var bob = client(OutputStream.nullOutputStream());
        room.join(ada, "ada");
        room.join(bob, "bob");
        room.say(bob, "before");
        room.leave(ada);
        room.say(bob, "after");
        room.leave(bob); // has been answered: so all before it has been handled
        assertThat(written(ada, gate)).contains("before").doesNotContain("after");
    }

    /** The article's workers polled all rooms in a loop, and burned a whole core while nobody spoke. */
    @Test
    @Tag("3.3")
    void theRoomRestsWhileNobodySpeaks() throws Exception {
        room.join(client(gate), "ada");
        ThreadWatch.awaitStandstillIn(roomThread, ChatRoom.class);
        assertThat(roomThread.getState())
                .as("""
                        Nobody speaks: the state of the room's thread.
                          what it probably means: it looks again and again whether there is an event, \
                        instead of waiting in the inbox's take""")
                .isEqualTo(Thread.State.WAITING);
    }

    /** Whoever has its answer may count on it that the others know, too. */
    @Test
    @Tag("3.4")
    void whenAJoinOrALeaveIsAnsweredTheOthersHaveBeenTold() throws Exception {
        var heard = new Gate();
        var bob = client(heard);
        var ada = client(gate);
        room.join(bob, "bob");
        room.join(ada, "ada");
        room.say(ada, "hello");
        room.leave(ada);
        assertThat(written(bob, heard)).contains("* ada has joined", "[ada]: hello", "* ada has left");
    }

    /** What @GuardedBy is to a lock, these assertions are to a thread. */
    @Test
    @Tag("3.3")
    void whatBelongsToTheRoomsThreadFailsOnAnyOther() throws Exception {
        var ada = client(gate);
        room.join(ada, "ada");
        ThreadWatch.awaitStandstillIn(roomThread, ChatRoom.class);
        assertThatThrownBy(() -> room.remove(ada))
                .as("""
                        The test called remove on a thread that isn't the room's: what it throws.
                          what it probably means: remove doesn't begin by asserting that the room's thread calls it""")
                .isInstanceOf(AssertionError.class);
    }
}
