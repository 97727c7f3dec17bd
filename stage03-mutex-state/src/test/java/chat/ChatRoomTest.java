package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two threads in the room at once: a gate holds one in the middle of a method, while another goes as far as it can. */
@Isolated("a thread that waits for a class, which another test loads, stands still too")
@Tag("2.1")
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom();
    private final Gate gate = new Gate();

    private static Client client(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    /** Looking whether a name is free, and taking it, are one step, whatever is sent in between. */
    @Test
    void twoClientsCanNotGetOneName() throws Exception {
        var first = client(gate);
        var second = client(OutputStream.nullOutputStream());
        gate.shut();
        var firstIsIn = begin(() -> room.join(first, "ada"));
        gate.awaitHeld();
        var secondIsIn = beginAndGoAsFarAsItCan(() -> room.join(second, "ada"));
        gate.open();
        assertThat(Stream.of(firstIsIn.get(), secondIsIn.get()).filter(isIn -> isIn))
                .as("""
                        Two clients joined as ada at once, and were let in (true) or not (false).
                          what it probably means: whether a name is free, and taking it, are two steps, \
                        between which another thread can come""")
                .hasSize(1);
    }

    @Test
    void aJoinDuringABroadcastBreaksNothing() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        room.join(eve, "eve");
        room.join(client(gate), "ada");
        room.join(client(gate), "bob");
        gate.shut();
        var said = begin(() -> {
            room.say(eve, "hello");
            return null;
        });
        gate.awaitHeld();
        var danIsIn = beginAndGoAsFarAsItCan(() -> room.join(client(OutputStream.nullOutputStream()), "dan"));
        gate.open();
        assertThatNoException().as("""
                dan joined while eve's line was on its way to the others.
                  what it probably means: members change while another thread iterates over them""")
                .isThrownBy(said::get);
        assertThat(danIsIn.get()).as("dan is in").isTrue();
        assertThat(gate.text().lines().filter(line -> line.endsWith("[eve]: hello")))
                .as("what ada and bob heard")
                .hasSize(2);
    }

    @Test
    void aLineThatIsSaidWhileSomeoneJoinsReachesTheNewcomer() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        room.join(eve, "eve");
        gate.shut();
        var adaIsIn = begin(() -> room.join(client(gate), "ada"));
        gate.awaitHeld();
        var said = beginAndGoAsFarAsItCan(() -> {
            room.say(eve, "just in time");
            return null;
        });
        gate.open();
        said.get();
        assertThat(adaIsIn.get()).as("ada is in").isTrue();
        assertThat(gate.text().lines().filter(line -> line.endsWith("[eve]: just in time")))
                .as("""
                        eve spoke while ada was being let in, and ada must get the line once, in the history or live. \
                        All that she got: "%s"
                          what it probably means: the history is made, and ada becomes a member, in two steps, \
                        between which another thread can come""", gate.text().replace("\n", "\\n"))
                .hasSize(1);
    }

    private static <T> FutureTask<T> begin(Callable<T> call) {
        var task = new FutureTask<>(call);
        Thread.startVirtualThread(task);
        return task;
    }

    /** Begins, and waits until the thread has ended or stands still behind the one that is held. */
    private static <T> FutureTask<T> beginAndGoAsFarAsItCan(Callable<T> call) {
        var task = new FutureTask<>(call);
        ThreadWatch.awaitStandstill(Thread.startVirtualThread(task));
        return task;
    }
}
