package chat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A client that says nothing is told so before it is sent away, and may stay if it says something. */
@Tag("6.5")
class IdleWarningTest {
    private static ChatServer server(String... options) throws Exception {
        ServerLog.open();
        try {
            return ChatServer.start(new InetSocketAddress("localhost", 0), Limits.parse(List.of(options)));
        } catch (IllegalArgumentException e) {
            throw new AssertionError("the server was started with " + String.join(" ", options)
                    + ", and refuses it: \"" + e.getMessage()
                    + "\"\n  what it probably means: Limits.parse doesn't know the option yet");
        }
    }

    /** The warning comes after a second, and leaves a minute, so a slow machine is in time as well. */
    @Test
    void aLineCancelsIt() throws Exception {
        try (var server = server("--idle=61s", "--warn=60s");
                var ada = TestClient.join(server, "ada")) {
            ada.sendRaw("/roo"); // she begins a line, and thinks
            ada.expect("* You are alone in lobby.", "ada is in");
            ada.expect("* You will be sent away in 1 minute.", "a line that hasn't ended is no sign of life:\n"
                    + "    ada is warned a second after her last line");
            ada.sendRaw("ms\n");
            ada.expect("* Rooms: lobby (1)", "ada typed /roo before the warning and ms after it: one line.\n"
                    + "    If not, /roo was lost: a read that timed out forgot what it had read so far");
            ada.expect("* You will be sent away in 1 minute.", "a line cancels the warning, and all begins anew:\n"
                    + "    a second later there is another.\n"
                    + "    If nothing comes, the client is warned only once in its life");
            ada.send("/quit");
            ada.expectEnd("/quit ends it");
        }
    }

    /** More than four bytes for each character that is allowed: refused before the line has ended. */
    @Test
    void aLineThatIsTooLongIsRefusedOnce() throws Exception {
        try (var server = server("--idle=61s", "--warn=60s", "--max-line=10");
                var ada = TestClient.join(server, "ada")) {
            isRefusedOnce(ada, "before the warning", "", "x".repeat(100));
            ada.sendRaw("x".repeat(30));
            ada.expect("* You will be sent away in 1 minute.", "a line that hasn't ended is no sign of life:\n"
                    + "    ada is warned a second after her last line");
            isRefusedOnce(ada, "half before the warning, half after it", "x".repeat(30), "x".repeat(30));
            ada.expect("* You will be sent away in 1 minute.", "ada is warned a second after her last line");
            isRefusedOnce(ada, "after the warning", "", "x".repeat(100));
        }
    }

    private static void isRefusedOnce(TestClient ada, String when, String begun, String rest) {
        String what = begun.length() + rest.length() + " characters in one line, " + when + ", where 10 are "
                + "allowed:\n    ";
        ada.sendRaw(rest + "\n/rooms\n");
        ada.expect("* That line is too long (10 characters at most) and was not sent.", what + "the line is refused");
        ada.expect("* Rooms: lobby (1)", what + "it is refused once, and its rest is skipped up to the newline.\n"
                + "    If not, what is remembered of a line isn't forgotten where the line is found to be too long");
    }

    @Test
    void whoSaysNothingIsWarnedOnceAndThenSentAway() throws Exception {
        try (var server = server("--idle=2s", "--warn=1s");
                var unwarned = server("--idle=1s", "--warn=1s");
                var ada = TestClient.join(server, "ada");
                var bob = TestClient.join(unwarned, "bob")) {
            bob.expect("* You are alone in lobby.", "bob is in");
            bob.expect("* You were idle for 1 second. Goodbye.",
                    "--warn=1s with --idle=1s leaves no time for a warning, so there is none");
            ada.expect("* You are alone in lobby.", "ada is in");
            ada.expect("* You will be sent away in 1 second.", "a second before the idle time ends a client is warned");
            ada.expect("* You were idle for 2 seconds. Goodbye.", "a warning is given once, and is no sign of life:\n"
                    + "    the time goes on from the client's last line, not from the warning");
            ada.expectEnd("and that is the end");
        }
    }
}
