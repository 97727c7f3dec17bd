package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two clients speak at once, and then a newcomer is sent the history.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=NothingMissing}
 *
 * <p>In stage 2 both add to one {@code ArrayList}. Both can read the same size, and write to the same place; or each
 * can replace the empty array by a larger one of its own, of which one is forgotten. In the later stages only the
 * thread that holds the lock, or the room's own, touches the list.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 0        1    0.07%   Forbidden  a message is missing
 *   1, 1    1,444   99.93%  Acceptable  a newcomer is sent both messages
 *
 * Stage 3:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 1    2,577  100.00%  Acceptable  a newcomer is sent both messages
 * </pre>
 */
@JCStressTest
@Description("No message is missing from the history.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "a newcomer is sent both messages")
@Outcome(expect = FORBIDDEN, desc = "a message is missing")
@State
public class NothingMissing {
    private final LocalChat chat = new LocalChat();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = new Screen().join(chat, "bob");

    @Actor
    public void ada() {
        Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void bob() {
        Attempt.to(() -> chat.say(bob, "ho"));
    }

    @Arbiter
    public void askANewcomer(II_Result r) {
        var screen = new Screen();
        Attempt.to(() -> screen.join(chat, "cyd")); // a hole in the history throws
        chat.close();
        r.r1 = screen.count("hi");
        r.r2 = screen.count("ho");
    }
}
