package chat;

import static chat.TestHub.DONE;
import static chat.TestHub.begin;
import static chat.TestHub.promptly;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is wrong with this stage. These tests pass because the flaw is there, in one half of what it was a stage ago;
 * the next stage turns that half round too. In den is ada, whose outbox nobody empties, as that of a client that stops
 * reading.
 */
class KnownFlawTest {
    private final TestHub test = new TestHub();
    private TestHub.Guest ada;
    private TestHub.Guest bob;

    @BeforeEach
    void adaStopsReading() throws Exception {
        ada = test.enterStopped("ada");
        ada.create("den");
        bob = test.enter("bob");
        bob.move("den");
        test.hold(ada); // others talk until den's thread waits for room in ada's outbox
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void aClientThatStopsReadingFreezesItsOwnRoom() throws Exception {
        var dan = test.enter("dan");
        var held = List.of(
                begin("dan's /join den", () -> dan.move("den")),
                begin("bob's /join lobby", () -> bob.move("lobby")));
        held.forEach(TestHub.Doing::awaitHeld);
        ThreadWatch.awaitStandstillIn(test.thread(ada.room()), Client.class); // not den: it still waits for ada
        test.readOn(ada);
        for (var doing : held) {
            assertThat(doing.await("den goes on when ada reads again")).isEqualTo(DONE);
        }
    }

    @Test
    void theOtherRoomsGoOn() throws Exception {
        var gate = new Gate();
        var eve = test.client(gate);
        var dan = test.client();
        promptly("eve's coming", () -> eve.enter("eve"), "the lobby waits for den");
        promptly("dan's coming", () -> dan.enter("dan"), "the lobby waits for den");
        promptly("dan's hello", () -> dan.say("hello"), "the lobby waits for den");
        promptly("dan's leaving", () -> dan.leave(), "the lobby waits for den");
        ThreadWatch.awaitStandstillIn(test.thread(ada.room()), Client.class); // den, all the while
        assertThat(test.heard(eve, gate)).as("what eve heard").contains("[dan]: hello\n* dan has left lobby\n");
    }
}
