package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with this stage. This test passes because the flaw is there; the next stage turns half of it round, the
 * one after it all. A gate holds ada's writer, as a client that stops reading does. The article's broadcaster, too,
 * waited to send, and one stalled reader froze everyone.
 */
class KnownFlawTest {
    private final ChatRoom room = new ChatRoom();
    private final Gate gate = new Gate();

    private static Client client(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    private static Thread begin(Step step) {
        return Thread.startVirtualThread(() -> {
            try {
                step.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    @Test
    void aClientThatStopsReadingFreezesEveryoneALittleLater() throws Exception {
        var broadcaster = Thread.startVirtualThread(room);
        var ada = client(gate);
        var bob = client(OutputStream.nullOutputStream());
        var writers = new Thread[] {Thread.startVirtualThread(ada::write), Thread.startVirtualThread(bob::write)};
        room.join(ada, "ada");
        room.join(bob, "bob");
        gate.shut();
        for (int i = 0; i < 300; i++) { // more than an outbox holds, fewer than an outbox and the inbox
            room.say(bob, "line " + i);
        }
        gate.awaitHeld();
        ThreadWatch.awaitStandstillIn(broadcaster, Client.class); // it waits for room in ada's outbox
        var danJoins = begin(() -> room.join(client(OutputStream.nullOutputStream()), "dan"));
        var bobLeaves = begin(() -> room.leave(bob));
        ThreadWatch.awaitStandstillIn(danJoins, ChatRoom.class);
        ThreadWatch.awaitStandstillIn(bobLeaves, ChatRoom.class);
        assertThat(broadcaster.getState()).as("the broadcaster").isEqualTo(Thread.State.WAITING);
        gate.open(); // ada reads again
        for (var thread : new Thread[] {danJoins, bobLeaves}) {
            assertThat(thread.join(TestClient.patience())).as("goes on when ada reads again").isTrue();
        }
        broadcaster.interrupt();
        for (var writer : writers) {
            writer.interrupt();
        }
    }
}
