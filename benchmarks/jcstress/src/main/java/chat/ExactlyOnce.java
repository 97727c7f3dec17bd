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

@JCStressTest
@Description("A newcomer sees each message exactly once: in its history, or live.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
@Outcome(id = "0", expect = FORBIDDEN,
        desc = "never: said after the history was sent, and before the newcomer was a member")
@Outcome(id = "2", expect = FORBIDDEN, desc = "twice: in the history, and live")
@State
public class ExactlyOnce {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = chat.connect(bobs);

    @Actor
    public void talk() {
        Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void join() {
        Attempt.to(() -> chat.join(bob, "bob"));
    }

    @Arbiter
    public void end(I_Result r) {
        chat.close();
        r.r1 = bobs.count("hi");
    }
}
