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
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * One client says one, says two and leaves, while another speaks.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=InOrder}
 *
 * <p>No stage breaks it. In stages 2 and 3 the client's own thread sends its lines, one after the other. From stage 4
 * on it puts them into a queue, one after the other, one thread takes them out, and each listener has one queue and
 * one writer. A stage 4 that leaves each {@code put} to a new thread breaks it: nothing orders two threads. So does a
 * stage 6 that handles the comings and goings of a batch before it sends what was said in it.
 *
 * <p>In stage 2 lines can be lost, as in {@link JoinWhileTalking}; that is no matter of order, and allowed here.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 3:
 *           RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
 * ordered, ordered    2,577  100.00%   Acceptable  both see one before two, and two before ada's leaving
 *
 * A stage 4 made wrong, in WrongStagesTest:
 *           RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
 * ordered, ordered      150    6.12%   Acceptable  both see one before two, and two before ada's leaving
 * swapped, swapped    2,299   93.88%    Forbidden  two came before one, or ada's leaving before either
 * </pre>
 */
@JCStressTest
@Description("What one client says is seen by all in that order, and its leaving after all of it.")
@Outcome(id = "ordered, ordered", expect = ACCEPTABLE, desc = "both see one before two, and two before ada's leaving")
@Outcome(id = ".*swapped.*", expect = FORBIDDEN, desc = "two came before one, or ada's leaving before either")
@Outcome(expect = ACCEPTABLE_INTERESTING, desc = "one of them is lost: that is another claim's business")
@State
public class InOrder {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Screen cyds = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = cyds.join(chat, "cyd");

    @Actor
    public void talk() {
        Attempt.to(() -> chat.say(ada, "one"));
        Attempt.to(() -> chat.say(ada, "two"));
        Attempt.to(() -> chat.leave(ada));
    }

    @Actor
    public void talkToo() {
        Attempt.to(() -> chat.say(cyd, "hello"));
    }

    @Arbiter
    public void end(LL_Result r) {
        chat.close();
        r.r1 = order(bobs);
        r.r2 = order(cyds);
    }

    private static String order(Screen screen) {
        boolean swapped = screen.shows("two", "one")
                || screen.shows("ada has left", "one") || screen.shows("ada has left", "two");
        boolean ordered = screen.shows("one", "two") && screen.shows("two", "ada has left");
        return swapped ? "swapped" : ordered ? "ordered" : "lost";
    }
}
