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
@Description("A client that two threads end at once ends exactly once: one by leaving, the other as it is too slow"
        + " (before stage 6, by leaving, too).")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "the others hear once that it has left")
@Outcome(expect = FORBIDDEN, desc = "the others hear it twice, or never")
@State
public class EndsOnce {
    private final LocalChat chat = new LocalChat();
    private final Screen adas = new Screen();
    private final Client ada = adas.join(chat, "ada");
    private final Client bob = chat.connectStopped();

    public EndsOnce() {
        chat.join(bob, "bob");
    }

    @Actor
    public void quit() {
        Attempt.to(() -> chat.leave(bob));
    }

    @Actor
    public void drop() {
        Attempt.to(() -> chat.drop(bob));
    }

    @Arbiter
    public void end(I_Result r) {
        chat.close();
        r.r1 = adas.count("bob has left");
    }
}
