package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with this stage. This test passes because the flaw is there; the next stage turns it round. A gate
 * holds whoever writes to ada, as a client that stops reading does.
 */
class KnownFlawTest {
    private final ChatRoom room = new ChatRoom();
    private final Gate gate = new Gate();

    private static Client client(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    @Test
    void aClientThatStopsReadingFreezesEveryone() throws Exception {
        var bob = client(OutputStream.nullOutputStream());
        var eve = client(OutputStream.nullOutputStream());
        var dan = client(OutputStream.nullOutputStream());
        room.join(client(gate), "ada");
        room.join(bob, "bob");
        room.join(eve, "eve");
        gate.shut();
        var bobSpeaks = Thread.startVirtualThread(() -> room.say(bob, "hello"));
        gate.awaitHeld(); // in the middle of writing to ada
        var eveSpeaks = Thread.startVirtualThread(() -> room.say(eve, "hello"));
        var danJoins = Thread.startVirtualThread(() -> room.join(dan, "dan"));
        var eveLeaves = Thread.startVirtualThread(() -> room.leave(eve));
        for (var thread : new Thread[] {eveSpeaks, danJoins, eveLeaves}) {
            ThreadWatch.awaitStandstill(thread);
            assertThat(thread.getState()).as("another client's thread").isEqualTo(Thread.State.BLOCKED);
        }
        gate.open(); // ada reads again
        for (var thread : new Thread[] {bobSpeaks, eveSpeaks, danJoins, eveLeaves}) {
            assertThat(thread.join(TestClient.patience())).as("goes on when ada reads again").isTrue();
        }
    }
}
