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

@JCStressTest
@Description("Joining while someone speaks throws nothing and loses nothing.")
@Outcome(id = "ok, ok, all heard", expect = ACCEPTABLE, desc = "one speaks, one joins, the others hear of both")
@Outcome(id = "ok, ok, .*", expect = FORBIDDEN, desc = "something is lost")
@Outcome(expect = FORBIDDEN, desc = "something is thrown")
@State
public class JoinWhileTalking {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = chat.connect(new Screen());

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
