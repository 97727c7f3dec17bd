package chat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that is told to close ends, whoever has stopped reading, and however often it is told. */
@Tag("4.9")
class StillEndsTest {
    @Test
    void aClientThatHasStoppedReadingCanNotKeepTheServerAlive() throws Exception {
        var server = TestClient.server();
        try (var stopped = TestClient.connectWithSmallBuffer(server).join("stopped");
                var ada = TestClient.join(server, "ada")) {
            var flood = ada.floodUntilStuck();
            close(server, "one client has stopped reading, and another talked until outbox and inbox were full",
                    "a put into a full inbox waits as well; the two seconds are for all that close() waits for");
            stopped.awaitEnd("the end of the server ends its clients");
            flood.join();
        }
    }

    @Test
    void aSecondCloseDoesNoHarm() throws Exception {
        var server = TestClient.server();
        close(server, "nobody is there", "it waits for somebody who never answers");
        close(server, "the server was closed before", "the room's thread has ended, so nobody takes a second Close "
                + "from the inbox and answers it;\n    and the executor, which is shut down, refuses what it is given: its "
                + "submit throws");
    }

    /** Closes the server on a thread of its own: so one that hangs fails the test, and says where. */
    private static void close(ChatServer server, String done, String probably) throws InterruptedException {
        var closing = new FutureTask<Void>(server::close, null);
        var thread = Thread.ofPlatform().daemon().start(closing);
        String means = "\n  what was done: " + done + "; then close() was called"
                + "\n  what it probably means: " + probably;
        try {
            closing.get(TestClient.patience().toMillis() + 2000, TimeUnit.MILLISECONDS); // it may wait two seconds
        } catch (TimeoutException e) {
            var where = ThreadWatch.at(thread);
            thread.interrupt();
            throw new AssertionError("close() should have returned after two seconds, and hangs" + means + where);
        } catch (ExecutionException e) {
            throw new AssertionError("close() should have returned, and threw " + e.getCause() + means, e.getCause());
        }
    }
}
