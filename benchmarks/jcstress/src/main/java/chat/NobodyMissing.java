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
