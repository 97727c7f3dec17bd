package chat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A server with so many seats and no more. */
@Tag("2.3")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeatsTest {
    private static final String FULL = "* The chat is full. Please come back later.\n";

    @BeforeEach
    void seats() {
        System.setProperty("seats", "2"); // read again, as each test has the server's classes loaded again
    }

    @AfterEach
    void clear() {
        System.clearProperty("seats");
    }

    @Test
    @Order(1)
    void whoComesWhenAllSeatsAreTakenIsRefused() throws Exception {
        Seams.run(Refusal.class);
    }

    @Test
    @Order(2)
    void aSeatIsFreeAgainHoweverItsClientLeaves() throws Exception {
        Seams.run(Leaving.class);
    }

    @Test
    @Order(3)
    void theLastSeatGoesToOneOfTwo() throws Exception {
        Seams.run(LastSeat.class);
    }

    @Test
    @Order(4)
    void twoWhoLeaveAtOnceFreeTwoSeats() throws Exception {
        Seams.run(TwoLeave.class);
    }

    /** A server with two seats, and who has come. */
    abstract static class Party implements Callable<Void> {
        private final List<Visitor> visitors = new ArrayList<>();
        private ChatServer server;

        void open() throws IOException {
            Seams.threads().clear();
            server = TestClient.server();
        }

        void close() throws IOException {
            server.close();
            for (var visitor : visitors) {
                visitor.close();
            }
            visitors.clear();
        }

        Visitor connect() throws IOException {
            var visitor = new Visitor(server);
            visitors.add(visitor);
            return visitor;
        }

        static boolean hasEnded(Thread thread) {
            return thread.getState() == Thread.State.TERMINATED;
        }

        /** Whether a thread of the server waits, though not for a client. */
        static boolean waits(int index) {
            var threads = Seams.threads();
            return index < threads.size() && Seams.hasEndedOrWaits(threads.get(index))
                    && List.of(threads.get(index).getStackTrace()).stream()
                            .noneMatch(frame -> frame.getClassName().endsWith("SocketImpl"));
        }

        static boolean isAnswered(Visitor visitor) {
            return visitor.isGreeted() || visitor.isSentAway();
        }

        Visitor seated(String what) throws IOException {
            var visitor = connect();
            Seams.await(() -> isAnswered(visitor));
            claim(visitor.isGreeted(), what + " should get a seat, and so be greeted and prompted; came: "
                    + visitor.quoted(), "with -Dseats=2 two may be there at once");
            return visitor;
        }

        void refused(String what, String probably) throws IOException {
            var visitor = connect();
            Seams.await(() -> isAnswered(visitor));
            claim(!visitor.isGreeted(), what + " found both seats taken, and was greeted", probably);
            claim(visitor.isSentAway() && visitor.received().equals(FULL), what + " found both seats taken, and should "
                    + "be sent \"" + FULL.strip() + "\" and nothing else, before its connection is closed; came: "
                    + visitor.quoted() + (visitor.isSentAway() ? ", then the end" : ", and no end"),
                    "it is refused before it is greeted, and in a whole line");
        }
    }

    private static void claim(boolean holds, String otherwise, String probably) {
        if (!holds) {
            throw new AssertionError(otherwise + "\n  what it probably means: " + probably);
        }
    }

    static final class Refusal extends Party {
        @Override
        public Void call() throws IOException {
            open();
            try {
                seated("the first client");
                seated("the second client");
                refused("the third client", "nobody counts the clients: with -Dseats=2 there are two seats");
                refused("the fourth client", "the third was refused, and has given back a seat that it never had");
            } finally {
                close();
            }
            return null;
        }
    }

    static final class Leaving extends Party {
        private interface Way {
            void go(Visitor visitor) throws IOException;
        }

        @Override
        public Void call() throws IOException {
            leave("a client that had given its name left by /quit", visitor -> visitor.send("ada\n/quit\n"));
            leave("a client left by /quit at the prompt, without a name", visitor -> visitor.send("/quit\n"));
            leave("a client ended its input at the prompt, without a name", Visitor::endInput);
            leave("a client broke its connection", Visitor::reset);
            return null;
        }

        private void leave(String what, Way way) throws IOException {
            open();
            try {
                var first = seated("the first client");
                seated("the second client");
                refused("the third client", "with -Dseats=2 there are two seats");
                var thread = Seams.threads().get(1); // the acceptor's is the first
                way.go(first);
                claim(Seams.await(() -> hasEnded(thread)), what + ", and its thread doesn't end", "what "
                        + "is done when a client has left must come to an end");
                var next = connect();
                Seams.await(() -> isAnswered(next));
                claim(next.isGreeted(), what + ", and one other is there; yet the next who came didn't get a seat, but "
                        + next.quoted(), "the seat isn't given back on this way out; or one who was refused has kept a "
                        + "seat");
                refused("one more client", "one seat was given back, and two were free");
            } finally {
                close();
            }
        }
    }

    /** One of two seats is taken. Bob's thread is held at each of its seams by turns, and eve connects meanwhile. */
    static final class LastSeat extends Party {
        @Override
        public Void call() throws IOException {
            int number = 1;
            while (holds(number)) {
                number++;
            }
            return null;
        }

        private boolean holds(int number) throws IOException {
            var hold = new Seams.Hold(thread -> Seams.threads().indexOf(thread) == 2, number); // acceptor, ada, bob
            open();
            try {
                seated("ada");
                var bob = connect();
                Seams.await(() -> hold.where() != null || isAnswered(bob));
                if (hold.where() == null) {
                    return false;
                }
                var eve = connect();
                Seams.await(() -> isAnswered(eve) || waits(0) || waits(3)); // the acceptor, or eve's own
                hold.letGo();
                Seams.await(() -> isAnswered(bob) && isAnswered(eve));
                String order = "\n  the order that shows it:\n    bob's thread is held " + hold.where()
                        + "\n    eve connects, and her thread goes as far as it can\n    then bob's thread goes on";
                claim(!(bob.isGreeted() && eve.isGreeted()), "ada has one of the two seats; bob and eve came at once, "
                        + "and both were greeted", "between looking whether a seat is free and taking it, another "
                        + "thread did the same: look and act must be one step" + order);
                claim(bob.isGreeted() || eve.isGreeted(), "ada has one of the two seats; bob and eve came at once, and "
                        + "none of them got the other one", "each of them saw that the other had taken it: who takes a "
                        + "seat to find out that there was none takes it from others" + order);
                return true;
            } finally {
                hold.letGo();
                close();
            }
        }
    }

    /** Ada and bob leave at once: ada's thread is held at one seam after another, and bob leaves meanwhile. */
    static final class TwoLeave extends Party {
        @Override
        public Void call() throws IOException {
            int number = 1;
            while (holds(number)) {
                number++;
            }
            return null;
        }

        private boolean holds(int number) throws IOException {
            open();
            try {
                var ada = seated("ada");
                var bob = seated("bob");
                var adasThread = Seams.threads().get(1);
                var bobsThread = Seams.threads().get(2); // the acceptor's is the first
                Seams.await(() -> Seams.hasEndedOrWaits(adasThread));
                var hold = new Seams.Hold(thread -> thread == adasThread, number);
                try {
                    ada.endInput();
                    Seams.await(() -> hold.where() != null || hasEnded(adasThread));
                    if (hold.where() == null) {
                        return false;
                    }
                    bob.endInput();
                    Seams.await(() -> hasEnded(bobsThread) || waits(2));
                    hold.letGo();
                    claim(Seams.await(() -> hasEnded(adasThread) && hasEnded(bobsThread)), "ada and bob left at once, "
                            + "and their threads don't end", "they wait for each other");
                    int free = 0;
                    for (int i = 0; i < 3; i++) {
                        var visitor = connect();
                        Seams.await(() -> isAnswered(visitor));
                        free += visitor.isGreeted() ? 1 : 0;
                    }
                    claim(free == 2, "ada and bob had the two seats, and left at once: two seats should be free, and "
                            + free + (free == 1 ? " is" : " are"), "two threads counted at once: each read the number, "
                            + "and the later one wrote over what the other had counted"
                            + "\n  the order that shows it:\n    ada leaves, and her thread is held " + hold.where()
                            + "\n    bob leaves, and his thread goes as far as it can"
                            + "\n    then ada's thread goes on");
                    return true;
                } finally {
                    hold.letGo();
                }
            } finally {
                close();
            }
        }
    }
}
