package chat;

import static chat.TestHub.DONE;
import static chat.TestHub.begin;
import static chat.TestHub.promptly;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes where at once. A room that stands still holds those on the way just where the test wants them. */
@Tag("4.6")
class HubTest {
    private static final String DEAD =
            "den was removed while somebody was on the way to it; a room without a thread doesn't answer";

    private static final String DEAD_OR_LOCKED =
            "a room was removed while somebody was on the way to it, and doesn't answer;"
                    + "\n    or each of two holds what the other waits for";

    private final TestHub test = new TestHub();
    private final Hub hub = test.hub;

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void aRoomDoesNotDieWhileSomeoneIsOnTheWayToIt() throws Exception {
        var bob = test.enter("bob");
        bob.create("den");
        bob.say("before");
        ChatRoom den = bob.room();
        var gate = new Gate();
        var ada = test.client(gate);
        ada.enter("ada");
        var stopped = test.enterStopped("stopped");
        test.hold(stopped); // so ada can't get out of the lobby
        var adaMoves = begin("ada's /join den", () -> ada.move("den"));
        adaMoves.awaitHeld();
        bob.leave(); // the last in den
        test.readOn(stopped);
        assertThat(adaMoves.await(DEAD))
                .isEqualTo(DONE);
        assertThat(test.thread(den).isAlive())
                .withFailMessage("den's thread has ended: ada was on the way when its last member left")
                .isTrue();
        assertThat(hub.list()).isEqualTo("* Rooms: den (1), lobby (1)\n");
        ada.leave();
        test.awaitEnd(den, "now nobody is in it, and nobody on the way");
        assertThat(hub.list()).isEqualTo("* Rooms: lobby (1)\n");
        assertThat(test.heard(ada, gate)).as("what ada heard: that room's history, and that nobody is left in it")
                .containsPattern("\\[bob]: before\n\\* You are alone in den\\.\n$");
    }

    @Test
    void aRoomDiesWhenTheLastOnTheWayToItHasTurnedAway() throws Exception {
        var bob = test.enter("bob");
        bob.create("den");
        ChatRoom den = bob.room();
        var ada = test.enter("ada");
        var stopped = test.enterStopped("stopped");
        test.hold(stopped);
        var adaMovesAndIsReset = begin("ada's /join den, and her leave", () -> {
            ada.move("den");
            ada.leave();
        });
        adaMovesAndIsReset.awaitHeld();
        bob.leave();
        test.readOn(stopped);
        adaMovesAndIsReset.await(DEAD);
        test.awaitEnd(den, "whoever empties a room removes it, also if it has only just come");
        assertThat(hub.list()).isEqualTo("* Rooms: lobby (1)\n");
    }

    /**
     * In one of the articles a room was looked up under the lock, and created under the lock again: two of the same.
     */
    @Test
    void ofTwoWhoCreateARoomAtOnceOneGetsIt() throws Exception {
        var creating = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slowHub = new Hub(room -> {
            if (((ChatRoom) room).name().equals("den")) { // holds the first who creates it in the middle of that
                creating.countDown();
                awaitLatch(goOn);
            }
            test.start(room);
        }, Limits.DEFAULT);
        var ada = test.client(slowHub);
        var bob = test.client(slowHub);
        ada.enter("ada");
        bob.enter("bob");
        var adaCreates = begin("ada's /create den", () -> ada.create("den"));
        awaitLatch(creating);
        var bobCreates = begin("bob's /create den", () -> bob.create("den"));
        ThreadWatch.awaitStandstill(bobCreates.thread());
        goOn.countDown();
        assertThat(adaCreates.await("who creates a room goes there")).isEqualTo(DONE);
        assertThat(bobCreates.await("who can't create a room is told"))
                .as("what bob's /create den came to, while ada was in the middle of hers"
                        + "\n  what it probably means: looked up in one critical section, and created in another")
                .isEqualTo("Room den already exists.");
        assertThat(test.roomsAlive())
                .as("rooms: two lobbies, for there are two hubs in this test, and one den")
                .isEqualTo(3);
        assertThat(test.who(ada.room())).isEqualTo("* In den: ada");
        assertThat(test.who(bob.room())).as("bob is where he was").isEqualTo("* In lobby: bob");
    }

    /** A third who asks for the rooms without end keeps the two in a queue at the hub. */
    @Test
    @Tag("by-luck")
    void ofTwoWhoCreateARoomAtOnceOneGetsItThousandsOfTimes() throws Exception {
        var clients = new TestHub.Guest[] {test.enter("ada"), test.enter("bob")};
        var outcomes = new TreeMap<String, Integer>();
        var over = new AtomicBoolean();
        var asking = begin("the asking for /rooms", () -> {
            while (!over.get()) {
                hub.list();
                Thread.yield(); // there may be one processor
            }
        });
        for (int i = 0; i < 3000; i++) {
            var start = new CyclicBarrier(clients.length);
            var creating = new ArrayList<TestHub.Doing>();
            for (var client : clients) {
                creating.add(begin(client.client.name() + "'s /create den", () -> {
                    start.await();
                    client.create("den");
                }));
            }
            for (var doing : creating) {
                outcomes.merge(doing.await(DEAD_OR_LOCKED),
                        1, Integer::sum);
            }
            for (var client : clients) {
                if (client.room().name().equals("den")) {
                    client.move("lobby");
                }
            }
        }
        over.set(true);
        asking.await("it is told to end");
        assertThat(outcomes).isEqualTo(Map.of(DONE, 3000, "Room den already exists.", 3000));
        assertThat(hub.list()).isEqualTo("* Rooms: lobby (2)\n");
    }

    /** The articles' names, too, were looked up under the lock, and taken under the lock again. */
    @Test
    void ofTwoWhoComeUnderOneNameOneGetsIn() throws Exception {
        var stopped = test.enterStopped("stopped");
        test.hold(stopped);
        var first = test.client();
        var second = test.client();
        var firstEnters = begin("the first ada's coming", () -> first.enter("ada"));
        firstEnters.awaitHeld();
        begin("the second ada's coming", () -> assertThat(second.enter("ada"))
                        .withFailMessage("the second ada is in, while the first is on the way to the lobby"
                                + "\n  what it probably means: a name is taken only when its owner is in a room")
                        .isFalse())
                .await("a room is waited for while the hub's lock, which all need, is held");
        test.readOn(stopped);
        firstEnters.await("the lobby goes on");
        assertThat(test.who(first.room())).isEqualTo("* In lobby: stopped, ada");
    }

    @Test
    void aNameIsTakenWhileItsOwnerIsOnTheWay() throws Exception {
        var stopped = test.enterStopped("stopped");
        stopped.create("den");
        var ada = test.enter("ada");
        test.hold(stopped);
        var adaMoves = begin("ada's /join den", () -> ada.move("den"));
        adaMoves.awaitHeld();
        assertThat(test.who(test.room("lobby"))).as("ada has left the lobby, and is in no room").doesNotContain("ada");
        begin("another ada's coming",
                        () -> assertThat(test.client().enter("ada")).withFailMessage("another ada is in").isFalse())
                .await("the hub, which knows all names, waits for a room while its lock is held");
        test.readOn(stopped);
        assertThat(adaMoves.await("den goes on")).isEqualTo(DONE);
        assertThat(test.client().enter("ada")).withFailMessage("another ada is in").isFalse();
    }

    @Test
    void aNameIsTakenUntilItsOwnersRoomHasAnswered() throws Exception {
        var stopped = test.enterStopped("stopped");
        stopped.create("den");
        var ada = test.enter("ada");
        ada.move("den");
        test.hold(stopped);
        var adaLeaves = begin("ada's leaving", () -> ada.leave());
        adaLeaves.awaitHeld(); // den hasn't heard of it
        begin("another ada's coming",
                        () -> assertThat(test.client().enter("ada"))
                                .withFailMessage("another ada is in, while the first is still a member of den"
                                        + "\n  what it probably means: a name is freed before the room has answered")
                                .isFalse())
                .await("the hub, which knows all names, waits for a room while its lock is held");
        test.readOn(stopped);
        assertThat(adaLeaves.await("den goes on")).isEqualTo(DONE);
        assertThat(test.client().enter("ada")).withFailMessage("ada has left, and another ada isn't let in").isTrue();
    }

    @Test
    void twoWhoSwapRoomsAtOnceBothArrive() throws Exception {
        var stoppedInDen = test.enterStopped("stopped1");
        stoppedInDen.create("den");
        var stoppedInLobby = test.enterStopped("stopped2");
        var ada = test.enter("ada");
        var bob = test.enter("bob");
        bob.move("den");
        test.hold(stoppedInDen);
        test.hold(stoppedInLobby);
        var adaMoves = begin("ada's /join den", () -> ada.move("den"));
        var bobMoves = begin("bob's /join lobby", () -> bob.move("lobby"));
        adaMoves.awaitHeld();
        bobMoves.awaitHeld();
        test.readOn(stoppedInDen);
        test.readOn(stoppedInLobby);
        assertThat(adaMoves.await("each of the two holds what the other waits for")).isEqualTo(DONE);
        assertThat(bobMoves.await("each of the two holds what the other waits for")).isEqualTo(DONE);
        assertThat(test.who(ada.room())).isEqualTo("* In den: stopped1, ada");
        assertThat(test.who(bob.room())).isEqualTo("* In lobby: stopped2, bob");
        assertThat(hub.list()).isEqualTo("* Rooms: den (2), lobby (2)\n");
    }

    @Test
    @Tag("by-luck")
    void twoWhoAreAloneSwapRoomsAtOnceAThousandTimes() throws Exception {
        var clients = new TestHub.Guest[] {test.enter("ada"), test.enter("bob")};
        for (int i = 0; i < 1000; i++) {
            clients[0].create("red");
            clients[1].create("blue");
            var start = new CyclicBarrier(clients.length);
            var moving = new ArrayList<TestHub.Doing>();
            for (var client : clients) {
                String to = client.room().name().equals("red") ? "blue" : "red";
                moving.add(begin(client.client.name() + "'s /join " + to, () -> {
                    start.await();
                    client.move(to);
                }));
            }
            for (var doing : moving) { // one may have gone before the other came
                assertThat(doing.await(DEAD_OR_LOCKED))
                        .matches("done|There is no room (red|blue)\\.");
            }
            for (var client : clients) {
                assertThat(test.who(client.room()))
                        .as("where " + client.client.name() + " is, it is a member")
                        .contains(client.client.name());
                client.move("lobby");
            }
            assertThat(hub.list()).as("after round " + i).isEqualTo("* Rooms: lobby (2)\n");
        }
    }

    /**
     * What becomes of a client that is reset, or has sent {@code /quit}, before the room that it goes to, or comes
     * from, goes on.
     */
    @ParameterizedTest
    @ValueSource(strings = {"lobby", "den"})
    void oneWhoLeavesWhileOnTheWayIsGone(String standsStill) throws Exception {
        var stopped = test.enterStopped("stopped");
        var gates = Map.of("lobby", new Gate(), "den", new Gate());
        var inLobby = test.client(gates.get("lobby"));
        var inDen = test.client(gates.get("den"));
        inDen.enter("dora");
        inDen.create("den");
        if (standsStill.equals("den")) {
            stopped.move("den");
        }
        inLobby.enter("lea");
        var ada = test.enter("ada");
        test.hold(stopped);
        var adaMovesAndLeaves = begin("ada's /join den, and then her leaving", () -> {
            ada.move("den");
            ada.leave(); // as her reader does at the end of input
        });
        adaMovesAndLeaves.awaitHeld();
        test.readOn(stopped);
        adaMovesAndLeaves.await(standsStill + " goes on");
        assertThat(test.who(test.room("lobby"))).as("in the lobby").doesNotContain("ada");
        assertThat(test.who(test.room("den"))).as("in den").doesNotContain("ada");
        assertThat(hub.list()).isEqualTo(standsStill.equals("den")
                ? "* Rooms: den (2), lobby (1)\n"
                : "* Rooms: den (1), lobby (2)\n");
        assertThat(test.client().enter("ada")).withFailMessage("ada has left, and another ada isn't let in").isTrue();
        assertThat(test.who(test.room("lobby"))).as("in the lobby, which has told of her").endsWith("ada");
        assertThat(notices(test.heard(inDen, gates.get("den")))).as("what those in den heard of her")
                .containsExactly("* ada has joined den", "* ada has left den");
        assertThat(notices(test.heard(inLobby, gates.get("lobby"))))
                .as("what those in the lobby heard of her, and of the second ada")
                .containsExactly("* ada has joined lobby", "* ada has left lobby", "* ada has joined lobby");
    }

    /**
     * In one of the articles a line was sent under its room's lock, and rooms were looked up under a global one: one
     * slow room stopped all.
     */
    @Test
    void whileOneRoomStandsStillTheOthersDoEverything() throws Exception {
        var stopped = test.enterStopped("stopped");
        stopped.create("den");
        var eve = test.enter("eve");
        var dan = test.enter("dan");
        var fay = test.enter("fay");
        var joe = test.enter("joe");
        var kim = test.enter("kim");
        joe.move("den");
        kim.move("den");
        test.hold(stopped);
        var held = List.of(
                begin("eve's hundreds of /send den", () -> {
                    for (int i = 0; i < 300; i++) { // more than the inbox holds
                        eve.send("den", "line " + i);
                    }
                }),
                begin("dan's /join den", () -> dan.move("den")),
                begin("joe's /join lobby", () -> joe.move("lobby")),
                begin("kim's leaving", () -> kim.leave()),
                begin("fay's /join den, and then her leaving", () -> {
                    fay.move("den");
                    fay.leave();
                }));
        held.forEach(TestHub.Doing::awaitHeld); // all wait for den, wherever in the hub they came by

        String probably = "a room is waited for while the hub's lock, which all need, is held";
        var gate = new Gate();
        var ada = test.client(gate);
        var bob = test.client();
        promptly("ada's coming", () -> ada.enter("ada"), probably);
        promptly("bob's coming", () -> bob.enter("bob"), probably);
        promptly("/rooms", hub::list, probably);
        promptly("bob's /create nook", () -> bob.create("nook"), probably);
        promptly("bob's /send lobby", () -> bob.send("lobby", "hello"), probably);
        promptly("ada's /join nook", () -> ada.move("nook"), probably);
        promptly("bob's line", () -> bob.say("welcome"), probably);
        promptly("bob's /quit", () -> bob.leave(), probably);
        promptly("ada's /join lobby", () -> ada.move("lobby"), probably);
        assertThat(begin("ada's /join nook", () -> ada.move("nook")).await(probably))
                .isEqualTo("There is no room nook.");
        for (var doing : held) {
            assertThat(doing.thread().isAlive())
                    .withFailMessage(doing.what() + " no longer waits: den stood still all the time")
                    .isTrue();
        }

        test.readOn(stopped);
        for (var doing : held) {
            assertThat(doing.await("den goes on")).isEqualTo(DONE);
        }
        assertThat(hub.list()).isEqualTo("* Rooms: den (2), lobby (3)\n");
        assertThat(test.heard(ada, gate).lines().map(line -> line.replaceFirst("\\[.{19}]", "")))
                .contains("[bob from nook]: hello", "* In nook: bob", "[bob]: welcome", "* bob has left nook");
    }

    /** Every client goes its own way, the same in every run; how the ways meet is luck. */
    @Test
    @Tag("by-luck")
    void manyWhoComeAndGoAtOnceAreEachInOneRoom() throws Exception {
        var clients = new ArrayList<TestHub.Guest>();
        var randoms = new HashMap<TestHub.Guest, Random>();
        for (int i = 0; i < 8; i++) {
            clients.add(test.enter("client" + i));
            randoms.put(clients.getLast(), new Random(i));
        }
        for (int round = 0; round < 40; round++) {
            var walks = new ArrayList<TestHub.Doing>();
            for (var client : clients) {
                walks.add(begin("the walk of " + client.client.name(), () -> walk(client, randoms.get(client))));
            }
            for (var walk : walks) {
                assertThat(walk.await(DEAD_OR_LOCKED)).isEqualTo(DONE);
            }
            var counts = new TreeMap<String, Integer>(Map.of("lobby", 0));
            for (var client : clients) {
                counts.merge(client.room().name(), 1, Integer::sum);
                assertThat(test.who(client.room()).split(": |, "))
                        .as("where " + client.client.name() + " is, it is a member")
                        .contains(client.client.name());
            }
            var list = new ArrayList<String>();
            counts.forEach((room, count) -> list.add(room + " (" + count + ")"));
            assertThat(hub.list())
                    .as("the rooms after round " + round)
                    .isEqualTo("* Rooms: " + String.join(", ", list) + "\n");
        }
        for (var client : clients) {
            client.leave();
        }
        assertThat(hub.list()).isEqualTo("* Rooms: lobby (0)\n");
        test.awaitEndOfAllBut("lobby", "every room but the lobby ends with its last member");
    }

    private void walk(TestHub.Guest client, Random random) throws Exception {
        for (int step = 0; step < 25; step++) {
            String room = List.of("red", "green", "blue", "lobby").get(random.nextInt(4));
            try {
                switch (random.nextInt(5)) {
                    case 0, 1 -> client.create(room);
                    case 2, 3 -> client.move(room);
                    default -> client.send(room, "hello");
                }
            } catch (Hub.Refusal e) {
                // then it stays where it is
            }
            client.say("step " + step);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(TestClient.patience().toSeconds(), TimeUnit.SECONDS))
                    .withFailMessage("the other hasn't come so far")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> notices(String heard) {
        return heard.lines().filter(line -> line.startsWith("* ada has")).toList();
    }
}
