package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ConcurrentModificationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with this stage. These tests pass because the flaw is there; the next stage turns them round. A gate
 * holds one thread in the middle of a method of the room while another goes through.
 */
class KnownFlawTest {
    private final ChatRoom room = new ChatRoom();
    private final Gate gate = new Gate();

    private static Client client(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    @Test
    void twoClientsGetOneName() throws Exception {
        var first = client(gate);
        var second = client(OutputStream.nullOutputStream());
        gate.shut();
        var firstIsIn = CompletableFuture.supplyAsync(() -> room.join(first, "ada"));
        gate.awaitHeld(); // it has seen that the name is free
        boolean secondIsIn = room.join(second, "ada");
        gate.open();
        assertThat(secondIsIn).as("the second ada is in").isTrue();
        assertThat(firstIsIn.join()).as("the first ada is in").isTrue();
    }

    @Test
    void aJoinDuringABroadcastBreaksTheBroadcast() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        room.join(eve, "eve");
        room.join(client(gate), "ada");
        room.join(client(gate), "bob");
        gate.shut();
        var said = CompletableFuture.runAsync(() -> room.say(eve, "hello"));
        gate.awaitHeld(); // one of the two is being written to, the other is still to come
        room.join(client(OutputStream.nullOutputStream()), "dan");
        gate.open();
        assertThatThrownBy(said::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConcurrentModificationException.class);
    }

    @Test
    void aLineThatIsSaidWhileSomeoneJoinsNeverReachesTheNewcomer() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        room.join(eve, "eve");
        gate.shut();
        var adaIsIn = CompletableFuture.supplyAsync(() -> room.join(client(gate), "ada"));
        gate.awaitHeld(); // the history that ada gets is made, and ada is no member yet
        room.say(eve, "missed");
        gate.open();
        assertThat(adaIsIn.join()).as("ada is in").isTrue();
        room.say(eve, "heard");
        assertThat(gate.text()).as("what ada got").contains("heard").doesNotContain("missed");
    }
}
