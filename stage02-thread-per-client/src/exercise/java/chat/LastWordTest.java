package chat;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client's thread that ends with an exception. */
@Tag("2.7")
class LastWordTest {
    @Test
    void theWindowSaysWhatEndedAThread() throws Exception {
        Seams.run(Broken.class);
    }

    /**
     * Ada speaks to two members, and dan joins meanwhile. Her thread is held at one seam after another, until the loop
     * over the members breaks, as it does in KnownFlawTest.
     */
    static final class Broken implements Callable<Void> {
        @Override
        public Void call() throws Exception {
            int number = 1;
            while (!breaksAt(number)) {
                number++;
            }
            return null;
        }

        private static boolean breaksAt(int number) throws Exception {
            Seams.threads().clear();
            try (var server = TestClient.server();
                    var ada = join(server, "ada");
                    var bob = join(server, "bob");
                    var eve = join(server, "eve")) {
                var adasThread = Seams.threads().get(1); // the acceptor's is the first
                Seams.await(() -> Seams.hasEndedOrWaits(adasThread));
                var hold = new Seams.Hold(thread -> thread == adasThread, number);
                try {
                    ada.send("hello\n");
                    Seams.await(() -> hold.where() != null || heard(bob) && heard(eve));
                    claim(hold.where() != null, "no order of steps was found in which a join breaks a broadcast",
                            "the room has been changed. This exercise is about what happens when it breaks, so leave "
                            + "it as it is");
                    try (var dan = join(server, "dan")) {
                        hold.letGo();
                        Seams.await(() -> hasEnded(adasThread) || heard(bob) && heard(eve));
                        Seams.await(() -> Seams.hasEndedOrWaits(adasThread));
                        if (!hasEnded(adasThread)) {
                            return false;
                        }
                        check(ada, bob, dan, hold.where());
                        return true;
                    }
                } finally {
                    hold.letGo();
                }
            }
        }

        private static void check(Visitor ada, Visitor bob, Visitor dan, String where) throws Exception {
            ServerLog.await(ada.address() + " left: java.util.ConcurrentModificationException", "ada said a line, and "
                    + "dan joined while it was sent to the others; her thread was held " + where + "\n    The "
                    + "exception ended her thread. It can be caught in that thread only: who started the thread has "
                    + "long gone on, and a Future keeps it for one who asks. And print the exception itself, as its "
                    + "message is null");
            claim(Seams.await(ada::isSentAway), "ada's thread has ended, and her connection is still open",
                    "the socket is closed by the try in serve, whatever ends it");
            claim(Seams.await(() -> bob.received().contains("* ada has left the chat\n")),
                    "ada's thread has ended, and bob was not told that she has left",
                    "Session.run leaves the room in a finally");
            dan.send("still there?\n");
            claim(Seams.await(() -> bob.received().contains("[dan]: still there?\n")),
                    "ada's thread has ended, and bob doesn't hear dan any more",
                    "one client's thread must not take others with it");
        }

        private static Visitor join(ChatServer server, String name) throws Exception {
            var visitor = new Visitor(server);
            visitor.send(name + "\n");
            ServerLog.await(visitor.address() + " is " + name, "a client that gives a free name is let in");
            return visitor;
        }

        private static boolean heard(Visitor visitor) {
            return visitor.received().contains("[ada]: hello\n");
        }

        private static boolean hasEnded(Thread thread) {
            return thread.getState() == Thread.State.TERMINATED;
        }

        private static void claim(boolean holds, String otherwise, String probably) {
            if (!holds) {
                throw new AssertionError(otherwise + "\n  what it probably means: " + probably);
            }
        }
    }
}
