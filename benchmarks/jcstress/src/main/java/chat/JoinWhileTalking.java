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
 * One client speaks while another joins.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=JoinWhileTalking}
 *
 * <p>In stage 2 the speaker walks through the members while the newcomer is put into them, and the newcomer through
 * the history while the line is put there. Such a walk may notice that the collection has changed, and throw a
 * {@code ConcurrentModificationException} on the way: then not all members are told, or the newcomer isn't let in. It
 * need not notice, for it looks at a counter that is a plain field. In the later stages a walk is over before anything
 * is put there.
 *
 * <pre>
 * Recorded on 2026-11-27: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 *                                         RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ConcurrentModificationException, ok, all heard      318    5.50%   Forbidden  something is thrown
 *      ConcurrentModificationException, ok, lost      544    9.42%   Forbidden  something is thrown
 *      ok, ConcurrentModificationException, lost       62    1.07%   Forbidden  something is thrown
 *                              ok, ok, all heard    4,853   84.01%  Acceptable  the others hear of both
 *
 * Stage 3:
 *            RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ok, ok, all heard    6,993  100.00%  Acceptable  the others hear of both
 * </pre>
 */
@JCStressTest
@Description("Joining while someone speaks throws nothing and loses nothing.")
@Outcome(id = "ok, ok, all heard", expect = ACCEPTABLE, desc = "the others hear of both")
@Outcome(id = "ok, ok, .*", expect = FORBIDDEN, desc = "something is lost")
@Outcome(expect = FORBIDDEN, desc = "something is thrown")
@State
public class JoinWhileTalking {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = chat.connect(new Screen());

    public JoinWhileTalking() {
        Screen.joinMore(chat);
    }

    @Actor
    public void talk(LLL_Result r) {
        r.r1 = Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void join(LLL_Result r) {
        r.r2 = Attempt.to(() -> chat.join(cyd, "cyd"));
    }

    @Arbiter
    public void end(LLL_Result r) {
        chat.close();
        r.r3 = bobs.count("hi") == 1 && bobs.count("cyd has joined") == 1 ? "all heard" : "lost";
    }
}
