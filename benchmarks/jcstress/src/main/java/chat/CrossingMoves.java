package chat;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

@JCStressTest
@Description("Two moves in opposite directions neither wait for each other for ever nor lose a client.")
@Outcome(id = "heard, heard", expect = ACCEPTABLE, desc = "both are in a room where others find them")
@Outcome(expect = FORBIDDEN, desc = "one of them is where nobody can find it")
@State
public class CrossingMoves {
    private final LocalChat chat = new LocalChat();
    private final Screen adas = new Screen();
    private final Screen bobs = new Screen();
    private final Client ada = adas.join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = new Screen().join(chat, "cyd");

    public CrossingMoves() {
        chat.create(ada, "den");
        chat.create(bob, "attic");
    }

    @Actor
    public void ada() {
        chat.move(ada, "attic");
    }

    @Actor
    public void bob() {
        chat.move(bob, "den");
    }

    @Arbiter
    public void lookForThem(LL_Result r) {
        chat.move(cyd, chat.where(ada));
        chat.say(cyd, "hi");
        chat.move(cyd, chat.where(bob));
        chat.say(cyd, "ho");
        chat.close();
        r.r1 = adas.count("hi") == 1 ? "heard" : "lost";
        r.r2 = bobs.count("ho") == 1 ? "heard" : "lost";
    }
}
