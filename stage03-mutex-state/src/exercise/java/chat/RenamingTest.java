package chat;

import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import scheduler.Pair;
import scheduler.Search;

/** What {@code /name NEW} does, and what comes of it when another acts in the middle of it. */
@Tag("3.5")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RenamingTest {
    private static final List<String> HERE = Pair.setup("ada", "bob", "eve");

    @Test
    @Order(1)
    void everyoneHearsOfTheNewName() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada)) {
            ada.send("/name grace");
            bob.expect("* ada is now grace", "/name is a command, no line of chat; all members are told what it did");
            ada.expect("* ada is now grace", "the one who asked is told, too");
            ada.send("hello");
            bob.expectSaid("grace", "hello", "what is said after that is said under the new name");
            ada.send("/name");
            ada.expect("* Usage: /name NEW", "no name is no new name");
            ada.send("/name  \t ");
            ada.expect("* Usage: /name NEW", "a blank name is no new name");
            ada.send("/names are hard");
            bob.expectSaid("grace", "/names are hard", "a line that only looks like the command is a line of chat");
        }
    }

    @Test
    @Order(2)
    void theOldNameIsFreeAndTheNewOneIsNot() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var dan = server.connect(); var eve = server.connect()) {
            ada.send("/name grace");
            bob.expect("* ada is now grace", "all members are told");
            dan.send("ada").send("dan");
            bob.expect("* ada has joined the chat", "the old name is free: the room's map has to be changed, too, "
                    + "not only the client");
            bob.expectSaid("ada", "dan", "who has a name, chats");
            eve.send("grace").send("eve");
            bob.expect("* eve has joined the chat", "the new name is taken, so this client has to give another");
            ada.send("/quit");
            bob.expectLeft("grace");
        }
    }

    @Test
    @Order(3)
    void aTakenNameIsRefusedAndNothingChanges() throws Exception {
        try (var server = Seams.server(); var ada = server.join("ada"); var bob = server.join("bob", ada);
                var dan = server.connect()) {
            ada.send("/name bob").send("still ada");
            bob.expectSaid("ada", "still ada", "a change that is refused is told to nobody but the one who asked");
            ada.expect("* That name is taken.", "no two members have one name");
            dan.send("ada").send("dan");
            bob.expect("* dan has joined the chat", "a refused change has changed nothing: ada's name is still hers, "
                    + "and nobody else gets it. Look first, then change the map");
            ada.expectJoined("dan");
            ada.send("/quit");
            bob.expectLeft("ada");
        }
    }

    @Test
    @Order(4)
    @Timeout(60)
    void whateverOthersDoMeanwhileItIsOneStep() throws Exception {
        check("she was taken out of the map in one step and put back in another, and bob spoke in\n    between: keep "
                + "the lock for both", new Pair("one changes its name while another says something", HERE,
                        Pair.deeds("type ada /name grace", "type bob hello"), _ -> List.of(),
                        seen -> seen.once(Pair.said("bob", "hello"), "ada", "eve")));
        check("looking whether the name is free, and taking it, are two steps, and the other came in\n    between: "
                + "keep the lock from the look to the act", new Pair("two want one new name", HERE,
                        Pair.deeds("type ada /name grace", "type bob /name grace"), _ -> List.of(),
                        seen -> seen.oneIsRefused("one name", "* That name is taken.", "ada", "bob")));
        check("dan got ada's old name before eve was told that it is free: keep the lock until all are\n    told",
                new Pair("one wants a name while another gives it up", Pair.plus(HERE, "connect dan"),
                        Pair.deeds("type ada /name grace", "type dan ada"), _ -> List.of(),
                        seen -> seen.inThisOrder("* ada is now grace", "* ada has joined the chat", "eve")));
    }

    private static void check(String probably, Pair pair) throws Exception {
        Search.check(ChatServer.class, "stage03-mutex-state", 100, probably, pair);
    }
}
