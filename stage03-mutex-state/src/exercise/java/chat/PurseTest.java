package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Gifts that need two locks, between objects of the class Purse that the learner writes. The purses'
 * locks are the check's own: a thread takes each step when it is its turn.
 */
@Tag("3.10")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PurseTest {
    @Test
    @Order(1)
    void starsMoveIfThereAreEnough() {
        var ada = new Purse("ada", 5, new ReentrantLock());
        var bob = new Purse("bob", 5, new ReentrantLock());
        assertThat(Purse.give(ada, bob, 3)).withFailMessage("ada, who has 5 stars, can't give bob 3").isTrue();
        assertThat(Purse.give(bob, ada, 9)).withFailMessage("bob, who has 8 stars by now, can give ada 9").isFalse();
        assertThat(Purse.give(ada, ada, 1)).withFailMessage("ada can't give herself a star").isTrue();
        assertThat(ada.stars() + " and " + bob.stars())
                .as("ada's stars and bob's: each had 5, ada gave bob 3, and what bob and ada did then changes nothing")
                .isEqualTo("2 and 8");
    }

    @Test
    @Order(2)
    void twoWhoGiveEachOtherSomethingComeToAnEnd() throws Exception {
        for (int first = 0; first < 2; first++) {
            try (var turns = new Turns()) {
                var ada = new Purse("ada", 5, turns.lock("ada's lock"));
                var bob = new Purse("bob", 5, turns.lock("bob's lock"));
                turns.thread("ada to bob", () -> Purse.give(ada, bob, 1));
                turns.thread("bob to ada", () -> Purse.give(bob, ada, 2));
                turns.takeTurns(first);
                assertThat(ada.stars() + " and " + bob.stars())
                        .as("ada's stars and bob's: each had 5, ada gave 1, and bob 2")
                        .isEqualTo("6 and 4");
            }
        }
    }

    @Test
    @Order(3)
    void aGiftHasBothLocksAndHoldsUpNoOther() throws Exception {
        try (var turns = new Turns()) {
            var ada = new Purse("ada", 5, turns.lock("ada's lock"));
            var bob = new Purse("bob", 5, turns.lock("bob's lock"));
            var dan = new Purse("dan", 5, turns.lock("dan's lock"));
            var eve = new Purse("eve", 5, turns.lock("eve's lock"));
            turns.thread("ada to bob", () -> Purse.give(ada, bob, 1));
            turns.thread("dan to eve", () -> Purse.give(dan, eve, 1));
            assertThat(turns.untilItHas(0, 2))
                    .withFailMessage("the thread that moves stars from ada to bob has both locks at no moment"
                            + "\n  what it did: " + turns.story()
                            + "\n  what it probably means: it takes the stars out with one lock, and puts them in with "
                            + "the other:\n    in between they are nobody's")
                    .isTrue();
            assertThat(turns.untilItEnds(1))
                    .withFailMessage("dan can't give eve a star, while the thread that has ada's lock and bob's is held"
                            + "\n  what it probably means: there is one more lock, which all gifts need")
                    .isTrue();
        }
    }
}
