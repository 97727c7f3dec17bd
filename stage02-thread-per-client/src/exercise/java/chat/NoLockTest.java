package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a room of concurrent collections can promise without a lock. */
@Tag("2.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NoLockTest {
    @Test
    @Order(1)
    void ofTwoWhoJoinUnderOneNameOneIsLetIn() throws Exception {
        Seams.explore(TwoAdas.class);
    }

    @Test
    @Order(2)
    void whatIsSaidWhileSomeoneJoinsIsNotMissed() throws Exception {
        Seams.explore(SaidDuringAJoin.class);
    }

    @Test
    @Order(3)
    void whoJoinsWhileSomethingIsSaidDoesNotMissIt() throws Exception {
        Seams.explore(JoinedDuringALine.class);
    }

    @Test
    @Order(4)
    void aClientWithoutANameMayLeave() {
        try {
            new ChatRoom().leave(new Guest().client);
        } catch (RuntimeException e) {
            throw new AssertionError("a client that never had a name leaves, and leave throws " + e
                    + "\n  what it probably means: a ConcurrentHashMap takes no null, neither as a key nor as a value; "
                    + "and the name of such a client is null", e);
        }
    }

    /** A client, and what was sent to it. */
    static final class Guest {
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final Client client = new Client(InputStream.nullInputStream(), received);
        private boolean letIn;

        void join(ChatRoom room, String name) {
            letIn = room.join(client, name);
        }

        /** In a room that has it, or should. */
        static Guest member(ChatRoom room, String name) {
            var guest = new Guest();
            guest.join(room, name);
            claim(guest.letIn, name + " was refused, though nobody else has the name", "");
            return guest;
        }

        boolean heard(String text) {
            return received.toString(UTF_8).contains("]: " + text + "\n");
        }

        String transcript() {
            return received.size() == 0 ? " nothing" : "\n" + received.toString(UTF_8).indent(4).stripTrailing();
        }
    }

    private static void claim(boolean holds, String otherwise, String probably) {
        if (!holds) {
            throw new AssertionError(otherwise + (probably.isEmpty() ? "" : "\n  what it probably means: " + probably));
        }
    }

    static final class TwoAdas implements Seams.Pair {
        private final ChatRoom room = new ChatRoom();
        private final Guest eve = Guest.member(room, "eve");
        private final Guest one = new Guest();
        private final Guest two = new Guest();

        @Override
        public String firstDoes() {
            return "lets in a client as ada";
        }

        @Override
        public String secondDoes() {
            return "lets in a second one as ada";
        }

        @Override
        public void first() {
            one.join(room, "ada");
        }

        @Override
        public void second() {
            two.join(room, "ada");
        }

        @Override
        public void check() {
            claim(!(one.letIn && two.letIn), "two clients were both let in as ada", "between looking whether the name "
                    + "is free and taking it, another thread did the same; each call of the map is safe, the pair of "
                    + "calls is not");
            claim(one.letIn || two.letIn, "two clients wanted to be ada, and both were refused", "");
            var in = one.letIn ? one : two;
            var out = one.letIn ? two : one;
            claim("ada".equals(in.client.name()), "the client that was let in as ada has the name "
                    + in.client.name(), "join must give it its name");
            claim(out.client.name() == null, "the client that was refused has the name " + out.client.name(),
                    "a client gets its name when it is let in, not before: with a name it isn't prompted again");
            room.say(eve.client, "hello");
            claim(in.heard("hello"), "eve said \"hello\", and the ada that was let in got:" + in.transcript(),
                    "the other took her place in the map, though it was refused");
            claim(!out.heard("hello"), "the client that was refused heard what eve said", "it is in the map");
        }
    }

    static final class SaidDuringAJoin implements Seams.Pair {
        private final ChatRoom room = new ChatRoom();
        private final Guest eve = Guest.member(room, "eve");
        private final Guest dan = new Guest();

        SaidDuringAJoin() {
            room.say(eve.client, "before");
        }

        @Override
        public String firstDoes() {
            return "lets in dan";
        }

        @Override
        public String secondDoes() {
            return "says a line of eve's, \"just now\"";
        }

        @Override
        public void first() {
            dan.join(room, "dan");
        }

        @Override
        public void second() {
            room.say(eve.client, "just now");
        }

        @Override
        public void check() {
            claim(dan.heard("before"), "dan didn't get \"before\", which was said before he came; he got:"
                    + dan.transcript(), "a newcomer gets the history");
            claim(dan.heard("just now"), "dan got \"just now\" neither in the history nor live; he got:"
                    + dan.transcript(), "the history that he got was made before the line was in it, and he was no "
                    + "member yet when the line was sent to the members");
        }
    }

    static final class JoinedDuringALine implements Seams.Pair {
        private final ChatRoom room = new ChatRoom();
        private final Guest eve = Guest.member(room, "eve");
        private final Guest bob = Guest.member(room, "bob");
        private final Guest dan = new Guest();

        JoinedDuringALine() {
            Guest.member(room, "ada");
        }

        @Override
        public String firstDoes() {
            return "says a line of eve's, \"just now\"";
        }

        @Override
        public String secondDoes() {
            return "lets in dan";
        }

        @Override
        public void first() {
            room.say(eve.client, "just now");
        }

        @Override
        public void second() {
            dan.join(room, "dan");
        }

        @Override
        public void check() {
            claim(bob.heard("just now"), "bob, a member all the time, didn't hear \"just now\"; he got:"
                    + bob.transcript(), "a line goes to all members but its sender");
            claim(dan.heard("just now"), "dan got \"just now\" neither in the history nor live; he got:"
                    + dan.transcript(), "the line was sent to the members before it was in the history: who joins "
                    + "between the two finds it in neither");
        }
    }
}
