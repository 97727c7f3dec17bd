package chat;

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
            Guest.claim(dan.heard("before"), "dan didn't get \"before\", which was said before he came; he got:"
                    + dan.transcript(), "a newcomer gets the history");
            Guest.claim(dan.heard("just now"), "dan got \"just now\" neither in the history nor live; he got:"
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
            Guest.claim(bob.heard("just now"), "bob, a member all the time, didn't hear \"just now\"; he got:"
                    + bob.transcript(), "a line goes to all members but its sender");
            Guest.claim(dan.heard("just now"), "dan got \"just now\" neither in the history nor live; he got:"
                    + dan.transcript(), "the line was sent to the members before it was in the history: who joins "
                    + "between the two finds it in neither");
        }
    }
}
