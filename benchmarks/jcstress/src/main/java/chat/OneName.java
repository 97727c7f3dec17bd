package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two clients ask at once for one name.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=OneName}
 *
 * <p>{@code join} looks whether the name is taken, and then takes it. In stage 2 the other thread can look in between,
 * and both are let in. In stage 3 a lock makes the two one step; in stage 4 one thread handles one join after the
 * other; from stage 5 on the names are a concurrent set of the hub's, whose {@code add} looks and takes in one call.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 2:
 *      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * false, true      403   15.26%  Acceptable  one is let in, the other must choose another name
 * true, false    2,207   83.57%  Acceptable  one is let in, the other must choose another name
 *  true, true       31    1.17%   Forbidden  both are let in under one name
 *
 * Stage 3:
 *      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * false, true      660   24.40%  Acceptable  one is let in, the other must choose another name
 * true, false    2,045   75.60%  Acceptable  one is let in, the other must choose another name
 * </pre>
 */
@JCStressTest
@Description("Two clients can't both be let in under one name.")
@Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE,
        desc = "one is let in, the other must choose another name")
@Outcome(id = "true, true", expect = FORBIDDEN, desc = "both are let in under one name")
@Outcome(id = "false, false", expect = FORBIDDEN, desc = "a free name is refused to both")
@State
public class OneName {
    private final LocalChat chat = new LocalChat();
    private final Client one = chat.connect(new Screen());
    private final Client two = chat.connect(new Screen());

    @Actor
    public void one() {
        Attempt.to(() -> chat.join(one, "ada"));
    }

    @Actor
    public void two() {
        Attempt.to(() -> chat.join(two, "ada"));
    }

    @Arbiter
    public void end(ZZ_Result r) {
        r.r1 = one.name() != null;
        r.r2 = two.name() != null;
        chat.close();
    }
}
