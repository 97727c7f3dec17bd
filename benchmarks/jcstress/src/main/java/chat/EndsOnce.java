package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Two threads end one client.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=EndsOnce}
 *
 * <p>Whoever finds the client among the members removes it and tells the others. In stage 2 both can find it, and the
 * others hear of it twice. Or never: both count the map's size down, and through a {@code HashMap} of size 0 there is
 * no walk; or one changes the map while the other walks through it, which throws. In stages 3 and 4 it is found once,
 * with the lock held or by the room's own thread.
 *
 * <p>In those stages it is only this test that ends a client from a second thread. In stage 5 there is no such way, so
 * the claim isn't asked there. In stage 6 the second one is the room, which finds the client's outbox full; it does so
 * on its own thread, where it handles the leaving, too. A stage 6 that doesn't look whether the client is still a
 * member breaks the claim.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      0        9    0.36%   Forbidden  the others hear it twice, or never
 *      1    2,497   99.36%  Acceptable  the others hear once that it has left
 *      2        7    0.28%   Forbidden  the others hear it twice, or never
 *
 * Stage 3:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      1    2,513  100.00%  Acceptable  the others hear once that it has left
 * </pre>
 */
@JCStressTest
@Description("A client that two threads end at once ends exactly once: one by leaving, the other as it is too slow"
        + " (before stage 6, by leaving, too).")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the others hear once that it has left")
@Outcome(expect = FORBIDDEN, desc = "the others hear it twice, or never")
@State
public class EndsOnce {
    private final LocalChat chat = new LocalChat();
    private final Screen adas = new Screen();
    private final Client ada = adas.join(chat, "ada");
    private final Client bob = chat.connectStopped();

    public EndsOnce() {
        chat.join(bob, "bob");
    }

    @Actor
    public void quit() {
        Attempt.to(() -> chat.leave(bob));
    }

    @Actor
    public void drop() {
        Attempt.to(() -> chat.drop(bob));
    }

    @Arbiter
    public void end(I_Result r) {
        chat.close();
        r.r1 = adas.count("bob has left");
    }
}
