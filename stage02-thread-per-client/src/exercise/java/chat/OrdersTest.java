package chat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

/** Two clients act at once, on your code: all orders of their threads with at most one change too early, and more. */
class OrdersTest {
    private static final String STAGE = "stage02-thread-per-client";

    @Test
    @Tag("2.1")
    @Timeout(60)
    void noOrderLetsTwoInUnderOneName() throws Exception {
        Search.check(ChatServer.class, STAGE, 300, "whether a name is free, and taking it, are two steps, between which "
                + "another thread can come", Pair.of(false, "two clients ask for one name"));
    }

    @Test
    @Tag("2.2")
    @Timeout(60)
    void noOrderLosesOrDoublesALine() throws Exception {
        Search.check(ChatServer.class, STAGE, 100, "join, say and leave must each be one step to the other two: look for "
                + "one that has\n    no lock, another lock, or has let its lock go in between",
                Pair.of(false, "two say something", "one joins while another says something",
                        "one joins while another leaves", "one leaves while another says something", "two leave",
                        "one asks for the name of one who leaves", "two join"));
    }
}
