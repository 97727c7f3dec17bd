package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * One client speaks while another leaves.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=LeaveWhileTalking}
 *
 * <p>In stage 2 the speaker walks through the members while one of them is removed. As in {@link JoinWhileTalking} the
 * walk may throw, and who comes later in it hears nothing. In the later stages a walk is over before anyone is
 * removed.
 *
 * <pre>
 * Recorded on 2026-11-27: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 *                                         RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ConcurrentModificationException, ok, all heard        5    0.13%   Forbidden  something is thrown
 *      ConcurrentModificationException, ok, lost       15    0.39%   Forbidden  something is thrown
 *                              ok, ok, all heard    3,837   99.48%  Acceptable  the others hear of both
 *
 * Stage 3:
 *            RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ok, ok, all heard    5,713  100.00%  Acceptable  the others hear of both
 * </pre>
 */
@JCStressTest
@Description("Leaving while someone speaks throws nothing and loses nothing.")
@Outcome(id = "ok, ok, all heard", expect = ACCEPTABLE, desc = "the others hear of both")
@Outcome(id = "ok, ok, .*", expect = FORBIDDEN, desc = "something is lost")
@Outcome(expect = FORBIDDEN, desc = "something is thrown")
@State
public class LeaveWhileTalking {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = new Screen().join(chat, "cyd");

    public LeaveWhileTalking() {
        Screen.joinMore(chat);
    }

    @Actor
    public void talk(LLL_Result r) {
        r.r1 = Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void leave(LLL_Result r) {
        r.r2 = Attempt.to(() -> chat.leave(cyd));
    }

    @Arbiter
    public void end(LLL_Result r) {
        chat.close();
        r.r3 = bobs.count("hi") == 1 && bobs.count("cyd has left") == 1 ? "all heard" : "lost";
    }
}
