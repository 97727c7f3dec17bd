package chat;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.BindException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A room has one thread for as long as it is there. */
@Isolated("counts threads")
class RoomThreadsTest {
    private final ThreadWatch threads = new ThreadWatch();

    @Test
    @Tag("4.5")
    void eachRoomHasOneThreadThatEndsWithTheRoom() throws Exception {
        try (var server = TestClient.server();
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(server, "bob", ada)) {
            threads.awaitStarted(6, "the acceptor, the lobby's, and two for each client");
            bob.send("/create den");
            ada.expect("* bob has left lobby", "a move is told in the room that is left");
            bob.expect("* You are alone in den.", "who creates a room goes there");
            threads.awaitStarted(7, "one for the new room");
            for (int i = 0; i < 3; i++) {
                bob.send("/create room" + i);
                bob.expect("* You are alone in room" + i + ".", "who creates a room goes there");
                threads.awaitStarted(7,
                        "bob's old room is empty, and a room that is removed must end its thread");
            }
            bob.send("/join lobby");
            bob.expect("* In lobby: ada", "who comes to a room is told who is there");
            threads.awaitStarted(6, "den is empty, and a room that is removed must end its thread");
        }
    }

    @Test
    @Tag("4.6")
    void aRoomThatAResetClientLeavesEmptyEndsToo() throws Exception {
        try (var server = TestClient.server(); var ada = TestClient.connect(server)) {
            ada.join("ada");
            ada.send("/create den");
            ada.expect("* You are alone in den.", "who creates a room goes there");
            threads.awaitStarted(5, "the acceptor, the lobby's, den's, and two for ada");
            ada.reset();
            threads.awaitStarted(2, "the acceptor and the lobby's: those of a client and of an empty room must end");
        }
    }

    @Test
    @Tag("4.3")
    void aServerThatCanNotListenStartsNoRoom() throws Exception {
        try (var server = TestClient.server(); var ada = TestClient.connect(server)) {
            ada.join("ada");
            ada.send("/create den");
            ada.expect("* You are alone in den.", "who creates a room goes there");
            var taken = new InetSocketAddress("localhost", server.port());
            assertThatExceptionOfType(BindException.class).isThrownBy(() -> ChatServer.start(taken));
            threads.awaitStarted(5, "the acceptor, the lobby's, den's, and two for ada; a second server found its port "
                    + "taken"
                    + "\n  what it probably means: that one made its hub, and so started its lobby's thread, before it "
                    + "listened: in ChatServer,\n    make the hub after bind");
        }
    }

    @Test
    @Tag("4.3")
    void closingTheServerEndsTheThreadsOfAllRooms() throws Exception {
        var server = TestClient.server();
        try (var ada = TestClient.join(server, "ada"); var bob = TestClient.join(server, "bob", ada)) {
            ada.send("/create den");
            bob.expect("* ada has left lobby", "a move is told in the room that is left");
            ada.expect("* You are alone in den.", "who creates a room goes there");
            bob.send("/create nook");
            bob.expect("* You are alone in nook.", "who creates a room goes there");
            server.close();
            threads.awaitStarted(0, "close() must wait until every thread has ended, those of the rooms too");
        }
    }
}
