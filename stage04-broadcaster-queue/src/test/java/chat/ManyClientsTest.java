package chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many at once. A server whose threads get in each other's way fails here sooner or later, but need not today. */
@Tag("by-luck")
class ManyClientsTest {
    private final List<TestClient> clients = new ArrayList<>();
    private ChatServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestClient.server();
    }

    @AfterEach
    void stop() {
        server.close();
        clients.forEach(TestClient::close);
    }

    private TestClient connect() {
        clients.add(TestClient.connect(server));
        return clients.getLast();
    }

    @Test
    void ofFiftyClientsThatClaimOneNameOneGetsIt() throws Exception {
        for (int i = 0; i < 50; i++) {
            connect().expectPrompt("the greeting");
        }
        var refused = new CountDownLatch(49);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<String>>();
            for (var client : List.copyOf(clients)) {
                answers.add(threads.submit(() -> {
                    client.send("ada");
                    String answer = client.line("49 of 50 must hear that the name is taken");
                    refused.countDown();
                    return answer;
                }));
            }
            assertThat(refused.await(TestClient.patience().toSeconds(), TimeUnit.SECONDS))
                    .withFailMessage("49 should have been refused, and weren't in time")
                    .isTrue();
            connect().join("eve"); // now the one that got the name hears something too
            var heard = new ArrayList<String>();
            for (var answer : answers) {
                heard.add(answer.get());
            }
            assertThat(heard).filteredOn("* That name is taken."::equals).as("the refused").hasSize(49);
            assertThat(heard).filteredOn(line -> !line.equals("* That name is taken."))
                    .as("what the one that got in hears")
                    .hasSize(1);
        }
    }

    @Test
    void whatFortyClientsSayAtOnceArrivesOnceAndInEachSendersOrder() throws Exception {
        for (int i = 0; i < 40; i++) {
            connect().join("client" + i, clients.subList(0, i).toArray(TestClient[]::new));
        }
        inParallel(clients, client -> () -> {
            for (int line = 0; line < 100; line++) {
                client.send("line " + line);
            }
            return null;
        });
        var orders = inParallel(clients, client -> () -> {
            var lines = new ArrayList<String>();
            while (lines.size() < 39 * 100) {
                String line = client.line("every line of every other client arrives");
                if (!line.startsWith("* ")) {
                    lines.add(line);
                }
            }
            return lines;
        });
        for (int i = 0; i < 40; i++) {
            for (int sender = 0; sender < 40; sender++) {
                String marker = "[client" + sender + "]: line ";
                var numbers = orders.get(i).stream().filter(line -> line.contains(marker))
                        .map(line -> Integer.valueOf(line.substring(line.indexOf(marker) + marker.length()))).toList();
                var expected = new ArrayList<Integer>();
                for (int line = 0; line < 100 && sender != i; line++) {
                    expected.add(line);
                }
                assertThat(numbers).as("what client" + i + " heard of client" + sender).isEqualTo(expected);
            }
        }
    }

    @Test
    void twoListenersHearEverythingInOneOrder() throws Exception {
        var bob = connect().join("bob");
        var eve = connect().join("eve", bob);
        var senders = new ArrayList<TestClient>();
        for (int i = 0; i < 10; i++) {
            var sender = connect().join("client" + i, bob, eve);
            senders.forEach(other -> other.expectJoined("client" + (senders.size())));
            senders.add(sender);
        }
        inParallel(senders, sender -> () -> {
            for (int line = 0; line < 100; line++) {
                sender.send("line " + line);
            }
            return null;
        });
        var heard = inParallel(List.of(bob, eve), listener -> () -> {
            var lines = new ArrayList<String>();
            for (int i = 0; i < 1000; i++) {
                lines.add(listener.line("every line arrives"));
            }
            return lines;
        });
        assertThat(heard.get(0)).as("what bob and eve heard").isEqualTo(heard.get(1));
    }

    /** The article's three threads appended to, removed from and iterated over one list of connections. */
    @Test
    void comingsAndGoingsDisturbNoConversation() throws Exception {
        var ada = connect().join("ada");
        var bob = connect().join("bob", ada);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                String name = "guest" + i;
                threads.submit(() -> {
                    for (int visit = 0; visit < 10; visit++) {
                        try (var guest = TestClient.join(server, name)) {
                            guest.send("/quit");
                            guest.awaitEnd("/quit makes the server close the connection");
                        }
                    }
                    return null;
                });
            }
            for (int line = 0; line < 1000; line++) {
                ada.send("line " + line);
            }
            for (int line = 0; line < 1000; line++) {
                bob.awaitSaid("ada", "line " + line, "lines arrive in order, whoever comes and goes");
            }
        }
    }

    private static <A, T> List<T> inParallel(List<A> over, java.util.function.Function<A, Callable<T>> work)
            throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (var result : threads.invokeAll(over.stream().map(work).toList())) {
                results.add(result.get());
            }
            return results;
        }
    }
}
