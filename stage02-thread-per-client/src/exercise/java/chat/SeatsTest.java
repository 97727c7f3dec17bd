package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A server with two seats and no more. */
@Tag("2.3")
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeatsTest {
    private static final String FULL = "* The chat is full. Please come back later.";

    private final List<TestClient> clients = new ArrayList<>();
    private Seams server;

    @BeforeEach
    void seats() {
        System.setProperty("seats", "2"); // read again by each server, whose classes are loaded again
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty("seats");
        close();
    }

    private void open() throws Exception {
        close();
        server = Seams.server();
    }

    private void close() throws Exception {
        if (server != null) {
            server.close();
        }
        clients.forEach(TestClient::close);
        clients.clear();
    }

    private TestClient seated() {
        var client = server.connect();
        clients.add(client);
        return client;
    }

    private TestClient arrive() {
        var client = server.arrive();
        clients.add(client);
        return client;
    }

    /** Whether this client, which has just come, is greeted; else it must be refused as the text says. */
    private static boolean isSeated(TestClient client) {
        if (client.line("who comes is greeted, or told that the chat is full").equals(FULL)) {
            client.expectEnd("who is refused gets that line and nothing else");
            return false;
        }
        client.expectPrompt("who is greeted is asked for its name");
        return true;
    }

    private void assertRefused(String what, String probably) {
        assertThat(isSeated(arrive()))
                .withFailMessage(what + " came when both seats were taken, and was greeted\n  what it probably "
                        + "means: " + probably)
                .isFalse();
    }

    @Test
    @Order(1)
    void whoComesWhenAllSeatsAreTakenIsRefused() throws Exception {
        open();
        seated();
        seated();
        assertRefused("a third client", "nobody counts the clients: with -Dseats=2 there are two seats");
        assertRefused("a fourth client", "the third was refused, and has given back a seat that it never had");
    }

    @Test
    @Order(2)
    void aSeatIsFreeAgainHoweverItsClientLeaves() throws Exception {
        leave("ended its input at the prompt, without a name,", TestClient::endInput);
        leave("left by /quit at the prompt, without a name,", client -> client.send("/quit"));
        leave("broke its connection", TestClient::reset);
    }

    private void leave(String how, Consumer<TestClient> leave) throws Exception {
        open();
        var first = seated();
        seated();
        assertRefused("a third client", "with -Dseats=2 there are two seats");
        server.act(first, () -> leave.accept(first));
        assertThat(server.hasEnded(first)).withFailMessage("the thread of a client that " + how + " hasn't "
                + "ended").isTrue();
        assertThat(isSeated(arrive()))
                .withFailMessage("a client " + how + " and one other is there: the next who comes gets no seat"
                        + "\n  what it probably means: the seat isn't given back on this way out; or one who was "
                        + "refused\n    has kept a seat")
                .isTrue();
        assertRefused("one more client", "one seat was given back, and two were free");
    }

    @Test
    @Order(3)
    void theLastSeatGoesToOneOfTwo() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            open();
            seated();
            server.holdNewcomer(place);
            var bob = arrive();
            String where = server.heldAt();
            more = where != null;
            var eve = arrive();
            server.release();
            int seated = (isSeated(bob) ? 1 : 0) + (isSeated(eve) ? 1 : 0);
            assertThat(seated)
                    .as("how many of two who came at once got the one seat that was free"
                            + "\n  what was done: bob's thread was held in " + where
                            + ";\n    eve connected; then bob's thread went on"
                            + "\n  what it probably means: " + (seated == 2
                            ? "between looking whether a seat is free and taking it, another\n    thread did the same: "
                                    + "look and act must be one step"
                            : "each saw that the other had taken it: who takes a seat to find out\n    whether there "
                                    + "is one takes it from others"))
                    .isEqualTo(1);
        }
    }

    @Test
    @Order(4)
    void twoWhoLeaveAtOnceFreeTwoSeats() throws Exception {
        boolean more = true;
        for (int place = 0; more; place++) {
            open();
            var ada = seated();
            var bob = seated();
            server.hold(ada, place);
            var where = server.act(ada, ada::endInput);
            more = where.isPresent();
            server.act(bob, bob::endInput);
            server.goOn(ada, bob);
            int free = 0;
            for (int i = 0; i < 3; i++) {
                free += isSeated(arrive()) ? 1 : 0;
            }
            assertThat(free)
                    .as("how many seats are free after ada and bob, who had two, left at once"
                            + "\n  what was done: ada's thread, leaving, was held in " + where.orElse("no place")
                            + ";\n    bob left; then ada's thread went on"
                            + "\n  what it probably means: two threads counted at once: each read the number, and the "
                            + "later one\n    wrote over what the other had counted")
                    .isEqualTo(2);
        }
    }
}
