package chat;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * One lobby over two chat servers, which are programs of their own, with a real NATS server between them. All tests use
 * the same servers, one test after the other, each with clients of its own.
 */
@Tag("6.7")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.SAME_THREAD)
@Timeout(60)
class TwoServersTest {
    private static final String LOST = "* The chat is interrupted. That line may not have been sent.";
    private static final String LATER = "* The chat is interrupted. Try again later.";
    private static final String TAKEN = "* That name is taken.";
    private static final int LINES = 10_000; // in all, of four speakers
    private static final int MORE_THAN_A_HISTORY = 150; // lines
    private static final int WINDOW = 20; // lines that a speaker has on the way
    /** A put, with a header or without; not the delete of a name whose client has left, which may come late. */
    private static final String NAME_IS_PUT = "(?<!H)PUB \\$KV\\.|HPUB \\$KV\\.[^\r]*\r\nNATS/1\\.0\r\n(?!KV-Operation)";

    @TempDir
    private static Path folder;
    private static NatsServer nats; // null until all of these run
    private static Wire wire1;
    private static Wire wire2;
    private static Chat one;
    private static Chat two;
    private static boolean isBroken; // a test has failed: what the next ones found would say little

    /** A chat server in a process of its own. */
    private record Chat(Process process, int port) implements AutoCloseable {
        static Chat start(Wire wire) throws Exception {
            var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-ea:chat...", // the first two: it starts sooner
                    "-cp", classes(ChatServer.class) + File.pathSeparator + System.getProperty("java.class.path"),
                    ServerProcess.class.getName(), "--nats=" + wire.address(), "0");
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().keySet().removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
            var process = builder.start();
            BlockingQueue<String> printed = new LinkedBlockingQueue<>();
            Thread.ofPlatform().daemon().start(() -> process.inputReader().lines().forEach(printed::add));
            String line = printed.poll(Math.max(10, TestClient.patience().toSeconds()), TimeUnit.SECONDS);
            if (line == null || !line.contains(" listening on ")) {
                process.destroyForcibly();
                throw failure("the server was started with --nats=" + wire.address() + " and should have said where it "
                        + "listens, but said \"" + line + "\"",
                        "Limits.parse doesn't know the option yet, or the server waits for something");
            }
            return new Chat(process, Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
        }

        private static Path classes(Class<?> type) throws Exception {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }

        TestClient connect() {
            return TestClient.connect(port);
        }

        /** A client that this server has let in, and that has read all up to its arrival. */
        TestClient enter(String name) {
            var client = connect().name(name);
            try {
                awaitArrival(client, name);
                return client;
            } catch (AssertionError e) {
                client.close();
                throw e;
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** A client that waits longer for a line: while the NATS server is dead and is started again none may come. */
    private static TestClient enterPatiently(Chat server, String name) {
        String patience = System.getProperty("patience", "20");
        System.setProperty("patience", "20");
        try {
            return server.enter(name);
        } finally {
            System.setProperty("patience", patience);
        }
    }

    private static void awaitArrival(TestClient client, String name) {
        for (String line = ""; !line.matches("\\* (In lobby: .*|You are alone in lobby\\.)"); ) {
            line = client.line(name + " has a name that nobody else has, so it is let in, gets the history, and then "
                    + "the list of who is there. It needs the NATS server, which works");
            if (line.endsWith(TAKEN) || line.endsWith(LATER)) {
                throw failure(name + " should have been let in, but was told \"" + line + "\"",
                        "a name isn't freed when its client leaves, or this server has lost NATS");
            }
        }
    }

    /** To be called first by each test. */
    private static void begin() throws Exception {
        assumeFalse(isBroken, "an earlier test has failed");
        isBroken = true;
        if (nats == null) {
            var server = new NatsServer(folder);
            nats = server;
            server.start();
            wire1 = new Wire(server);
            wire2 = new Wire(server);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var other = threads.submit(() -> Chat.start(wire2));
                one = Chat.start(wire1);
                two = get(other);
            }
            awaitNats(one);
            awaitNats(two);
        }
    }

    /** Waits until the server lets a client in, for it may have been started before it could reach NATS. */
    private static void awaitNats(Chat server) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        for (String line = LATER; line.endsWith(LATER); ) {
            if (System.nanoTime() > deadline) {
                throw failure("the NATS server has been there for 15 seconds, and a client that gives its name is "
                        + "still told \"" + LATER + "\"",
                        "the server doesn't connect to NATS");
            }
            try (var client = server.connect().name("probe")) {
                line = client.line("a client is let in or refused");
                client.send("/quit").awaitEnd("/quit ends it");
            }
        }
    }

    private static AssertionError failure(String what, String probably) {
        String text = what + "\nwhat it probably means: " + probably;
        return new AssertionError(text.replaceAll("(?m)(?=.{116})(.{1,115}) ", "$1\n").replace("\n", "\n  "));
    }

    /** To be called last. */
    private static void end() {
        isBroken = false;
    }

    @AfterAll
    static void endAll() throws Exception {
        for (AutoCloseable each : new AutoCloseable[] {one, two, wire1, wire2, nats}) {
            if (each != null) {
                each.close();
            }
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError error) {
                throw error;
            }
            throw e;
        }
    }

    /** Sends the line, and a command whose answer means that the line has been dealt with. False if it was refused. */
    private static boolean isStored(TestClient client, String text) {
        client.send(text).send("/rooms");
        return isStored(client, new ArrayList<>());
    }

    /** The answer to the next line and the command behind it. What else comes first is heard. */
    private static boolean isStored(TestClient client, List<String> heard) {
        boolean stored = true;
        while (true) {
            String line = client.line("after each line this client sent /rooms, whose answer comes when the line has "
                    + "been stored or refused, two seconds after it was sent at the latest");
            if (line.startsWith("* Rooms: ")) {
                return stored;
            }
            stored &= !line.equals(LOST);
            if (line.startsWith("[")) {
                heard.add(line);
            }
        }
    }

    private static void store(TestClient client, String text) {
        if (!isStored(client, text)) {
            throw failure("\"" + text + "\" should have been stored, but its speaker was told \"" + LOST + "\"",
                    "the NATS server works, and this chat server doesn't know it");
        }
    }

    /** Tries until the line is stored. */
    private static void storeAgain(TestClient client, String text, String probably) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!isStored(client, text)) {
            if (System.nanoTime() > deadline) {
                throw failure("15 seconds after the NATS server was back \"" + text + "\" is still answered \"" + LOST
                        + "\"", probably);
            }
        }
    }

    /** The next line that somebody said. */
    private static String heard(TestClient client, String probably) {
        String line = client.line(probably);
        while (!line.startsWith("[")) {
            line = client.line(probably);
        }
        return line;
    }

    private static void expectHeard(TestClient client, String end, String probably) {
        String line = heard(client, probably);
        if (!line.endsWith(end)) {
            throw failure("expected \"[time]" + end + "\", but got \"" + line + "\"", probably);
        }
    }

    @Test
    @Order(1)
    void aLineIsHeardOnBothServersByAllButItsSpeaker() throws Exception {
        begin();
        try (var ada = one.enter("ada"); var bob = one.enter("bob"); var eve = two.enter("eve")) {
            store(ada, "hello");
            String there = heard(eve, "the lobby is one room: eve, on the other server, hears what ada says");
            String here = heard(bob, "bob is on ada's server, and hears her, too");
            if (!here.equals(there) || !here.endsWith("][ada]: hello")) {
                throw failure("ada said hello. On her server it is \"" + here + "\", on the other \"" + there + "\"",
                        "a line gets its time once, where it is said");
            }
            store(eve, "hi");
            expectHeard(ada, "[eve]: hi", "ada doesn't hear her own line, also when it comes back from NATS");
            ada.send("bye").send("/quit");
            expectHeard(bob, "[eve]: hi", "bob hears eve");
            for (String line = ""; !line.endsWith("[ada]: bye"); ) {
                line = bob.line("ada said bye, and left");
                if (line.startsWith("* ada has left")) {
                    throw failure("bob is told \"" + line + "\" before ada's last line",
                            "say returns before the line is back from NATS, so that the leave overtakes it");
                }
            }
            end();
        }
    }

    @Test
    @Order(2)
    void ofTwoWhoWantANameOnTwoServersOneGetsIt() throws Exception {
        begin();
        for (int tries = 1; !getsIt("Zoë" + tries); tries++) {
            if (tries == 5) {
                throw failure("two clients on two servers gave one name at once, in five tries; each time the first was "
                        + "told \"" + LATER + "\"", "the first waited for more than two seconds: is the machine busy?");
            }
            awaitNats(one);
        }
        end();
    }

    /** Of two who give the name, the second is let in while the first one's request is held. False if it took too long. */
    private static boolean getsIt(String name) throws Exception {
        try (var first = one.connect(); var second = two.connect(); var third = one.connect()) {
            wire1.hold(NAME_IS_PUT);
            first.name(name);
            if (!wire1.awaitHeld()) {
                throw failure(name + " gave her name, and nothing was written to a key-value bucket",
                        "the name is taken on this server only, or the key isn't allowed: it has an ë");
            }
            second.name(name);
            awaitArrival(second, name + ", on the other server,");
            wire1.release();
            String line = first.line("who gives a name is let in or refused");
            if (line.equals(LATER)) {
                second.send("/quit").awaitEnd("/quit ends it");
                return false;
            }
            if (!line.equals(TAKEN)) {
                throw failure("two clients on two servers gave the name " + name + " at once; the second was let in, and "
                        + "the first was told \"" + line + "\"",
                        "the name is looked up, and then put, which are two steps. create is one: it puts only "
                                + "what isn't there");
            }
            third.name(name).expect(TAKEN, "a name is taken, however late another asks for it");
            second.send("/quit").awaitEnd("/quit ends it");
            awaitFree(one, name, name + " has left", "its key is still in the bucket");
            return true;
        } finally {
            wire1.release();
        }
    }

    @Test
    @Order(3)
    void theOrderIsThatInWhichLinesAreStored() throws Exception {
        begin();
        try (var carl = one.enter("carl"); var dora = one.enter("dora"); var emil = two.enter("emil");
                var fay = two.enter("fay")) {
            wire1.hold("first said");
            carl.send("first said, and stored second");
            if (!wire1.awaitHeld()) {
                throw new AssertionError("carl said something, and his server has sent no message with that text to "
                        + "NATS");
            }
            store(emil, "first stored");
            String probably = "carl's line hadn't got to NATS yet when emil's was stored. So emil's is the first, on "
                    + "both servers. Who tells its own members at once makes a second order";
            expectHeard(fay, "[emil]: first stored", probably);
            expectHeard(dora, "[emil]: first stored", probably);
            wire1.release();
            expectHeard(fay, "[carl]: first said, and stored second", "now carl's line is stored");
            expectHeard(dora, "[carl]: first said, and stored second", "now carl's line is stored");
            end();
        } finally {
            wire1.release();
        }
    }

    /** Before anything that the new server sends to NATS a line is stored: there is no moment that it may overlook. */
    @Test
    @Order(4)
    void theHistoryGoesOnWithoutAGapOrADoubledLine() throws Exception {
        begin();
        try (var gus = one.enter("gus"); var wire = new Wire(nats)) {
            var number = new AtomicInteger();
            while (number.get() < 20) {
                store(gus, "line " + number.incrementAndGet());
            }
            wire.beforeEach(() -> {
                if (number.get() < 80) {
                    store(gus, "line " + number.incrementAndGet());
                }
            });
            try (var three = Chat.start(wire); var hedi = three.connect()) {
                awaitNats(three);
                hedi.name("hedi");
                awaitFirst(hedi, number);
                wire.beforeEach(null);
                store(gus, "line " + number.incrementAndGet());
                for (int expected = 2; expected <= number.get(); expected++) {
                    expectHeard(hedi, "[gus]: line " + expected, "gus's lines are numbered. They were said while this "
                            + "server started and let hedi in. One that is missing was stored after the history had "
                            + "been read, and before the server listened; one that comes twice is in both");
                }
                three.process.destroy();
                if (!three.process.waitFor(10, TimeUnit.SECONDS)) {
                    throw failure("a server that is told to end should have ended, but runs on after 10 seconds",
                            "the thread that reads from NATS doesn't end");
                }
                end();
            }
        }
    }

    private static void awaitFirst(TestClient client, AtomicInteger number) {
        String probably = "whoever comes gets the history, also what was said before its server was started. It is in "
                + "the stream, and nowhere else";
        String line = heard(client, probably);
        while (!line.contains("[gus]: line ")) {
            line = heard(client, probably);
        }
        if (!line.endsWith("[gus]: line 1")) {
            throw failure("the first of gus's lines that hedi gets is \"" + line + "\", and " + number + " have been "
                    + "said, fewer than the history holds", probably);
        }
    }

    @Test
    @Order(5)
    void whenNatsIsSlowClientsAreToldAndNothingIsLost() throws Exception {
        begin();
        try (var ian = one.enter("ian"); var jo = one.enter("jo"); var kim = two.enter("kim");
                var late = one.connect()) {
            wire1.holdAll();
            ian.send("can anybody hear me?");
            late.name("late");
            int lines = 300;
            for (int i = 1; i <= lines; i += 100) {
                for (int j = i; j < i + 100; j++) {
                    kim.send("line " + j).send("/rooms");
                }
                for (int j = i; j < i + 100; j++) {
                    if (!isStored(kim, new ArrayList<>())) {
                        throw new AssertionError("NATS is slow for server 1 alone, and on server 2 kim was told \""
                                + LOST + "\"");
                    }
                }
            }
            ian.await(LOST, "the NATS server hasn't answered for two seconds: who has said something must be told");
            late.await(LATER, "without the NATS server nobody knows whether the name is free, so nobody gets in");
            wire1.release();
            for (int i = 1; i <= lines; i++) {
                String probably = "kim's lines were stored while server 1 heard nothing from NATS. It has to go on "
                        + "where it was, and the stream has to keep more than a history until then";
                String line = heard(jo, probably);
                while (line.contains("][ian]: ")) {
                    line = heard(jo, probably);
                }
                if (!line.endsWith("[kim]: line " + i)) {
                    throw failure("jo expected \"[time][kim]: line " + i + "\", but got \"" + line + "\"", probably);
                }
            }
            storeAgain(ian, "and now?", "server 1 has given NATS up, and doesn't try again");
            end();
        } finally {
            wire1.release();
        }
    }

    /** What a client has heard and, if it speaks, which of its lines were stored. */
    private record Heard(String name, List<String> all, List<String> stored) {
        Heard(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }

        List<String> withoutThoseOf(String speaker) {
            return all.stream().filter(line -> !line.startsWith(speaker + "-")).toList();
        }
    }

    @Test
    @Order(6)
    void nothingThatWasStoredIsLostWhenNatsIsKilled() throws Exception {
        begin();
        var isHalf = new CountDownLatch(4);
        var isRefused = new CountDownLatch(4);
        var isBack = new CountDownLatch(1);
        var isSaid = new CountDownLatch(4);
        var isCaughtUp = new CountDownLatch(1);
        var clients = new ArrayList<TestClient>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                clients.add(enterPatiently(one, "listener1"));
                clients.add(enterPatiently(two, "listener2"));
                for (int i = 1; i <= 4; i++) {
                    clients.add(enterPatiently(i <= 2 ? one : two, "s" + i));
                }
                var all = new ArrayList<Future<Heard>>();
                all.add(threads.submit(() -> listen(clients.get(0), new Heard("listener1"), new CountDownLatch(1))));
                all.add(threads.submit(() -> listen(clients.get(1), new Heard("listener2"), isCaughtUp)));
                for (int i = 1; i <= 4; i++) {
                    var client = clients.get(i + 1);
                    var heard = new Heard("s" + i);
                    all.add(threads.submit(() -> {
                        speak(client, heard, isHalf, isRefused, isBack);
                        isSaid.countDown();
                        return listen(client, heard, new CountDownLatch(1));
                    }));
                }
                await(isHalf, all);
                try (var mia = one.enter("mia"); var leaving = one.enter("leaving"); var late = one.connect()) {
                    wire2.holdAll(); // from here on server 1 stores lines that server 2 doesn't get
                    for (int i = 1; i <= MORE_THAN_A_HISTORY; i++) {
                        store(mia, "stored " + i);
                    }
                    nats.kill();
                    wire2.cut();
                    await(isRefused, all);
                    late.name("late").await(LATER, "the NATS server is dead: nobody knows whether a name is free");
                    leaving.send("/quit").awaitEnd("who leaves may go, also without the NATS server");
                }
                nats.start();
                if (!isCaughtUp.await(10, TimeUnit.SECONDS)) {
                    throw failure("mia's lines were stored, and then the NATS server was killed, before server 2 got "
                            + "them. It has been back for 10 seconds, and server 2 hasn't them yet",
                            "the stream is kept in memory, or a server doesn't connect again, or goes on with "
                                    + "what is new");
                }
                awaitNats(one);
                awaitNats(two);
                isBack.countDown();
                await(isSaid, all);
                try (var last = two.enter("last")) {
                    store(last, "that was all");
                    var stored = new ArrayList<>(
                            IntStream.rangeClosed(1, MORE_THAN_A_HISTORY).mapToObj(i -> "stored " + i).toList());
                    for (var heard : all) {
                        stored.addAll(get(heard).stored);
                    }
                    var heard1 = get(all.getFirst());
                    compare(heard1, stored);
                    compare(get(all.get(1)), stored);
                    for (var heard : all.subList(1, all.size())) {
                        compareOrder(get(heard), heard1);
                    }
                }
                awaitFree(two, "leaving", "who was called leaving has left while the NATS server was dead",
                        "its key couldn't be deleted then, and nobody tried again");
                end();
            } finally {
                isBack.countDown();
                clients.forEach(TestClient::close);
            }
        }
    }

    /** Waits, as long as nothing has gone wrong for those who speak and listen. */
    private static void await(CountDownLatch latch, List<Future<Heard>> all) throws Exception {
        while (!latch.await(100, TimeUnit.MILLISECONDS)) {
            for (var heard : all) {
                if (heard.isDone()) {
                    get(heard);
                }
            }
        }
    }

    /** Says its part of the lines, each with a number of its own. Refused, it waits until the NATS server is back. */
    private static void speak(TestClient client, Heard heard, CountDownLatch isHalf, CountDownLatch isRefused,
            CountDownLatch isBack) throws InterruptedException {
        int number = 0;
        while (heard.stored.size() < LINES / 4 || isRefused.getCount() > 0) {
            var window = new ArrayList<String>();
            for (int i = 0; i < WINDOW; i++) {
                window.add(heard.name + "-" + ++number);
                client.send(window.getLast()).send("/rooms");
            }
            boolean isAllStored = true;
            for (String line : window) {
                if (isStored(client, heard.all)) {
                    heard.stored.add(line);
                } else {
                    isAllStored = false;
                }
            }
            if (heard.stored.size() >= LINES / 8) {
                isHalf.countDown();
            }
            if (!isAllStored && isBack.getCount() > 0) {
                isRefused.countDown();
                isBack.await();
            }
        }
    }

    /** Reads to the end. */
    private static Heard listen(TestClient client, Heard heard, CountDownLatch isCaughtUp) {
        for (String line = ""; !line.endsWith("[last]: that was all"); ) {
            line = heard(client, "what is stored is heard on both servers, to the end");
            heard.all.add(line);
            if (line.endsWith("[mia]: stored " + MORE_THAN_A_HISTORY)) {
                isCaughtUp.countDown();
            }
        }
        heard.all.replaceAll(line -> line.substring(line.indexOf("]: ") + 3));
        return heard;
    }

    /** Each line that was stored was heard once. */
    private static void compare(Heard heard, List<String> stored) {
        var once = new HashSet<String>();
        for (String line : heard.all) {
            if (!once.add(line)) {
                throw failure(heard.name + " has heard \"" + line + "\" twice, and it was said once",
                        "after reconnecting a server reads again what it has had");
            }
        }
        var missing = stored.stream().filter(line -> !once.contains(line)).toList();
        if (!missing.isEmpty()) {
            throw failure(heard.name + " has never heard " + missing.size() + " of " + stored.size() + " lines that "
                    + "were stored, among them \"" + missing.getFirst() + "\"",
                    "the stream is kept in memory, or keeps too few lines, or a server that has connected "
                            + "again doesn't go on where it was");
        }
    }

    /** Both have heard the same, apart from the first one's own lines: one that was refused may have come back. */
    private static void compareOrder(Heard heard, Heard other) {
        var lines = heard.withoutThoseOf(heard.name);
        var expected = other.withoutThoseOf(heard.name);
        for (int i = 0; i < Math.min(lines.size(), expected.size()); i++) {
            if (!lines.get(i).equals(expected.get(i))) {
                throw failure("after " + i + " lines that are the same " + heard.name + " has heard \"" + lines.get(i)
                        + "\", and " + other.name + " \"" + expected.get(i) + "\"",
                        "the two hear the same lines in two orders, or one of them has missed some");
            }
        }
        if (lines.size() != expected.size()) {
            throw new AssertionError(heard.name + " has heard " + lines.size() + " lines, and " + other.name + " "
                    + expected.size() + " of the same");
        }
    }

    /** Asks for the name until it is free, each time as a new client, for one has ten tries. */
    private static void awaitFree(Chat server, String name, String what, String probably) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        for (String line = TAKEN; line.endsWith(TAKEN); ) {
            if (System.nanoTime() > deadline) {
                throw failure(what + ", and 15 seconds later the name isn't free", probably);
            }
            try (var client = server.connect().name(name)) {
                line = client.line("the name is free or taken");
            }
        }
    }
}
