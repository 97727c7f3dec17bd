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
