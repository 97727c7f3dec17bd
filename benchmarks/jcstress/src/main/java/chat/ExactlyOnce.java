package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * One client joins while another speaks.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=ExactlyOnce}
 *
 * <p>To speak is two steps, add to the history and tell the members; to join is two as well, read the history and
 * become a member. In stage 2 they mix. Said after the newcomer has read and told before it is a member, a line is
 * lost; added before it reads and told when it is a member, a line comes twice. Neither needs a data race: collections
 * that are thread-safe don't help. A lock around each pair does, or one thread for both.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      1    1,214   99.92%  Acceptable  once
 *      2        1    0.08%   Forbidden  twice: in the history, and live
 *
 * Stage 3:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      1    2,449  100.00%  Acceptable  once
 * </pre>
 */
@JCStressTest
@Description("A newcomer sees each message exactly once: in its history, or live.")
@Outcome(id = "ok, ok, 1", expect = ACCEPTABLE, desc = "once")
@Outcome(id = "ok, ok, 0", expect = FORBIDDEN,
        desc = "never: said after the history was sent, and before the newcomer was a member")
@Outcome(id = "ok, ok, 2", expect = FORBIDDEN, desc = "twice: in the history, and live")
@Outcome(expect = ACCEPTABLE_INTERESTING, desc = "one of the two threw: that is another claim's business")
@State
public class ExactlyOnce {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = chat.connect(bobs);

    @Actor
    public void talk(LLI_Result r) {
        r.r1 = Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void join(LLI_Result r) {
        r.r2 = Attempt.to(() -> chat.join(bob, "bob"));
    }

    @Arbiter
    public void end(LLI_Result r) {
        chat.close();
        r.r3 = bobs.count("hi");
    }
}
