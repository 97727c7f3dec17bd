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

@JCStressTest
@Description("No message is missing from the history.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "a newcomer is sent both messages")
@Outcome(expect = FORBIDDEN, desc = "a message is missing")
@State
public class NothingMissing {
    private final LocalChat chat = new LocalChat();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = new Screen().join(chat, "bob");

    @Actor
    public void ada() {
        Attempt.to(() -> chat.say(ada, "hi"));
    }

    @Actor
    public void bob() {
        Attempt.to(() -> chat.say(bob, "ho"));
    }

    @Arbiter
    public void askANewcomer(II_Result r) {
        var screen = new Screen();
        Attempt.to(() -> screen.join(chat, "cyd")); // a hole in the history throws
        chat.close();
        r.r1 = screen.count("hi");
        r.r2 = screen.count("ho");
    }
}
