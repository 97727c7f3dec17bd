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
 * Two clients join at once, and then somebody asks who is there.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=NobodyMissing}
 *
 * <p>In stage 2 both put themselves into one {@code HashMap}. It makes its table at the first put: if both find none,
 * each makes one, and who is in the one that the other replaces is lost. In the later stages only the thread that
 * holds the lock, or the room's own, touches the map.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   0, 1        1    0.04%   Forbidden  one who joined hears nothing
 *   1, 1    2,448   99.96%  Acceptable  both hear what is said
 *
 * Stage 3:
 * RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 1    2,577  100.00%  Acceptable  both hear what is said
 * </pre>
 */
@JCStressTest
@Description("Nobody who joined is missing from the members.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both hear what is said")
@Outcome(expect = FORBIDDEN, desc = "one who joined hears nothing")
@State
public class NobodyMissing {
    private final LocalChat chat = new LocalChat();
    private final Screen adas = new Screen();
    private final Screen bobs = new Screen();
    private final Client ada = chat.connect(adas);
    private final Client bob = chat.connect(bobs);

    @Actor
    public void ada() {
        Attempt.to(() -> chat.join(ada, "ada"));
    }

    @Actor
    public void bob() {
        Attempt.to(() -> chat.join(bob, "bob"));
    }

    @Arbiter
    public void callTheRoll(II_Result r) {
        chat.say(new Screen().join(chat, "cyd"), "Who is here?");
        chat.close();
        r.r1 = adas.count("Who is here?");
        r.r2 = bobs.count("Who is here?");
    }
}
