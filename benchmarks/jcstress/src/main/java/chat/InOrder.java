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
