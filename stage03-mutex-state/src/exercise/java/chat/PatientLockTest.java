package chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Who can't get the room's lock in time. A client that stops reading is played by bob's thread, held in a write. */
@Tag("3.6")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PatientLockTest {
    private static final String IN_A_BROADCAST = "of ChatRoom, where it calls Client.send";

    private final Seams server = Seams.server();
    private final TestClient ada = server.join("ada");
    private final TestClient bob = server.join("bob", ada);
    private final TestClient eve = server.join("eve", ada, bob);

    PatientLockTest() throws Exception {}

    @AfterEach
    void stop() throws Exception {
        try (server; ada; bob; eve) {
            server.release();
        }
    }

    private void freeze() {
        server.holdAny(IN_A_BROADCAST);
        assertThat(server.send(bob, "hello")).as("where bob's thread tells ada").isPresent();
    }

    /** The client's thread wants the lock, which bob's thread has. */
    private void assertWaitsInVainAndGoesOn(String name, TestClient client) {
        assertThat(server.isDone(client) || server.waitsForALimitedTime(client))
                .withFailMessage(name + "'s thread waits, and not for a limited time, while bob's is held in a "
                        + "broadcast: "
                        + server.where(client) + "\n  what it probably means: it waits for the room's lock without a "
                        + "limit; synchronized knows no other way, tryLock does")
                .isTrue();
        server.settleForGood(client);
        assertThat(server.isDone(client) && !server.hasEnded(client))
                .withFailMessage(name + "'s thread doesn't go on, when its time is over: " + server.where(client)
                        + "\n  what it probably means: an IllegalMonitorStateException has ended it, for it unlocked "
                        + "a lock that it\n    never got. Unlock only behind a tryLock that returned true")
                .isTrue();
    }

    @Test
    @Order(1)
    void whoCanNotSpeakInTimeIsToldAndGoesOn() {
        freeze();
        for (int i = 0; i < 2; i++) {
            server.send(eve, "can you hear me?");
            assertWaitsInVainAndGoesOn("eve", eve);
            eve.expect("* The room is busy.", "who can't get the lock in time is told, and nothing is said");
        }
        server.goOn(bob);
        eve.expectSaid("bob", "hello", "when ada reads again, all goes on");
        eve.send("at last");
        ada.expectSaid("bob", "hello", "when ada reads again, all goes on");
        ada.expectSaid("eve", "at last", "what couldn't be said in time is not said later");
    }

    @Test
    @Order(2)
    void whoCanNotJoinInTimeIsAskedAgain() {
        try (var dan = server.connect()) {
            freeze();
            server.send(dan, "dan");
            assertWaitsInVainAndGoesOn("dan", dan);
            dan.expect("* The room is busy.", "a newcomer that can't get in in time is told");
            dan.expectPrompt("and is asked for its name again");
            server.goOn(bob);
            ada.expectSaid("bob", "hello", "when ada reads again, all goes on");
            dan.send("dan");
            ada.expectJoined("dan");
        }
    }

    @Test
    @Order(3)
    void aLeaveIsNotGivenUp() {
        freeze();
        server.send(eve, "/quit");
        assertThat(server.isDone(eve) || server.waitsForALimitedTime(eve))
                .withFailMessage("eve's thread, which has to take her out of the room, doesn't wait for the lock as "
                        + "long as it takes: " + server.where(eve)
                        + "\n  what it probably means: leave waits for a limited time, and then gives up. A client "
                        + "that is gone\n    would stay a member for ever: leave has to wait as long as it takes, "
                        + "with lock")
                .isFalse();
        server.goOn(bob);
        ada.expectSaid("bob", "hello", "when ada reads again, all goes on");
        ada.expectLeft("eve");
    }

    @Test
    @Order(4)
    void aFailureUnderTheLockLetsItGo() {
        server.failAny(IN_A_BROADCAST, new IllegalStateException("thrown by the check in the middle of a broadcast"));
        bob.send("hello");
        ada.expectLeft("bob");
        server.send(eve, "is it free?");
        assertThat(server.isDone(eve))
                .withFailMessage("eve speaks in vain, after bob's thread has ended with an exception, in the middle "
                        + "of a broadcast: "
                        + server.where(eve) + "\n  what it probably means: a thread that has ended still has the "
                        + "lock, and nobody will ever get it: unlock in a finally")
                .isTrue();
        ada.expectSaid("eve", "is it free?", "the lock is free, so eve can speak");
    }
}
