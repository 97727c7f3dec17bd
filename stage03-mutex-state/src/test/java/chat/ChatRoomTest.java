package chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two threads in the room at once: a gate holds one in the middle of a method, while another goes as far as it can. */
@Isolated("a thread that waits for a class, which another test loads, stands still too")
class ChatRoomTest {
    private final ChatRoom room = new ChatRoom();
    private final Gate gate = new Gate();

    private static Client client(OutputStream out) {
        return new Client(InputStream.nullInputStream(), out);
    }

    /** Looking whether a name is free, and taking it, are one step, whatever is sent in between. */
    @Test
    @Tag("2.1")
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
    @Tag("2.2")
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
        assertThat(danIsIn.get()).withFailMessage("dan isn't let in").isTrue();
        assertThat(gate.text().lines().filter(line -> line.endsWith("[eve]: hello")))
                .as("what ada and bob heard")
                .hasSize(2);
    }

    @Test
    @Tag("2.2")
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
        assertThat(adaIsIn.get()).withFailMessage("ada isn't let in").isTrue();
        assertThat(gate.text().lines().filter(line -> line.endsWith("[eve]: just in time")))
                .as("""
                        eve spoke while ada was being let in, and ada must get the line once, in the history or live. \
                        All that she got: "%s"
                          what it probably means: the history is made, and ada becomes a member, in two steps, \
                        between which another thread can come""", gate.text().replace("\n", "\\n"))
                .hasSize(1);
    }

    /** A hash map has p before the others, so p is told first, and all of them come while the line is on its way. */
    @Test
    @Tag("2.2")
    void whoJoinsDuringABroadcastGetsTheLineOnce() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        room.join(eve, "eve");
        room.join(client(gate), "p");
        gate.shut();
        var said = begin(() -> {
            room.say(eve, "hello");
            return null;
        });
        gate.awaitHeld(); // the line is in the history, and being told to p
        var newcomers = new TreeMap<String, Gate>();
        var joins = new ArrayList<FutureTask<Boolean>>();
        for (String name : "f g h i j k".split(" ")) {
            var newcomer = new Gate();
            newcomers.put(name, newcomer);
            joins.add(beginAndGoAsFarAsItCan(() -> room.join(client(newcomer), name)));
        }
        gate.open();
        assertThatNoException().as("""
                others joined while eve's line was on its way.
                  what it probably means: members change while another thread iterates over them""")
                .isThrownBy(said::get);
        for (var join : joins) {
            assertThat(join.get()).withFailMessage("a newcomer isn't let in").isTrue();
        }
        for (String name : newcomers.keySet()) {
            assertThat(heard(newcomers.get(name)))
                    .as("""
                            %s joined while eve's line was on its way, and must get it once, in the history or live.
                              what it probably means: a line gets into the history, and reaches the members, in two \
                            steps, between which another thread can join""", name)
                    .containsExactly("hello");
        }
    }

    @Test
    @Tag("2.2")
    void twoSpeakersAreHeardInTheOrderOfTheHistory() throws Exception {
        var eve = client(OutputStream.nullOutputStream());
        var bob = client(OutputStream.nullOutputStream());
        var newcomer = new Gate();
        room.join(eve, "eve");
        room.join(bob, "bob");
        room.join(client(gate), "ada");
        gate.shut();
        var first = begin(() -> {
            room.say(eve, "first");
            return null;
        });
        gate.awaitHeld(); // the line is in the history, and being told to ada
        var second = beginAndGoAsFarAsItCan(() -> {
            room.say(bob, "second");
            return null;
        });
        gate.open();
        first.get();
        second.get();
        room.join(client(newcomer), "dan");
        assertThat(heard(gate))
                .as("""
                        eve and bob spoke at once: what ada heard, and what the history says.
                          what it probably means: a line gets into the history, and reaches the members, in two steps, \
                        between which another thread can speak""")
                .isEqualTo(heard(newcomer));
    }

    /** What was said to a client, without times and names. */
    private static List<String> heard(Gate client) {
        return client.text().lines().filter(line -> line.contains("]: ")).map(line -> line.replaceFirst(".*]: ", ""))
                .toList();
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
