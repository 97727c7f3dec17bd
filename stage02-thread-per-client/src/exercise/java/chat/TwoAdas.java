package chat;

import java.io.InputStream;
import java.io.OutputStream;
import scheduler.Pair;
import scheduler.Search;

/** Two clients want to join as ada. */
final class TwoAdas {
    private TwoAdas() {}

    static void oneIsLetIn() throws Exception {
        try (var server = TestClient.server(); var ada = TestClient.join(server, "ada");
                var other = TestClient.connect(server)) {
            other.expectPrompt("every client is greeted and asked for its name");
            other.send("ada");
            other.expect("* That name is taken.", "ada is here");
            other.expectPrompt("a client gets its name when it is let in, not before: with a name it isn't prompted "
                    + "again");
        }
        Search.check(ChatServer.class, "stage02-thread-per-client", 100, "between looking whether the name is free and "
                + "taking it, another\n    thread did the same. Two calls that are safe each for itself aren't safe as "
                + "a pair, and a\n    sleep makes this rarer, not impossible",
                Pair.of(false, "two clients ask for one name"));
    }

    /** What has the names is made for many threads, or a lock is held by whoever changes it. */
    static void namesAreSafe() throws Exception {
        var room = new ChatRoom();
        room.join(new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream()), "ada");
        var having = PlainCollections.in(room).entrySet().stream()
                .filter(field -> PlainCollections.has(field.getValue(), "ada")).toList();
        if (!having.isEmpty() && having.stream().allMatch(field -> PlainCollections.isPlain(field.getValue()))) {
            var field = having.getFirst();
            String what = field.getKey() + " is a " + field.getValue().getClass().getSimpleName();
            changesOneAtATime(what, "joining", "ada", "(put|putIfAbsent|add|compute\\w*|merge)");
            changesOneAtATime(what, "leaving", "/quit", "(remove|compute\\w*)");
        }
    }

    private static void changesOneAtATime(String what, String how, String line, String call) throws Exception {
        try (var server = Seams.server(); var two = server.connect();
                var one = line.equals("/quit") ? server.join("ada") : server.connect()) {
            server.hold(one, "calls \\w*(Map|Set|List|Collection)\\." + call + "$", 0);
            var where = server.send(one, line);
            server.send(two, "bob");
            if (where.isPresent() && server.isDone(two)) {
                throw new AssertionError(what + ", which isn't made for many threads, and no lock is held"
                        + "\n  what was done: ada's thread, " + how + ", was held in " + where.get()
                        + ";\n    meanwhile bob's thread changed the same collection, by joining"
                        + "\n  what it probably means: one call isn't one step: it has many inside. Two threads that "
                        + "are"
                        + "\n    in it at once can both be told that a name is free, or break the collection");
            }
            server.goOn(one, two);
        }
    }
}
