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
@Description("Joining a room that is being removed never leaves a client in a room that the hub doesn't know.")
@Outcome(id = {"den, heard", "lobby, heard"}, expect = ACCEPTABLE,
        desc = "the client is in a room where others find it")
@Outcome(expect = FORBIDDEN, desc = "the client is where nobody can find it")
@State
public class RemovedRoom {
    private final LocalChat chat = new LocalChat();
    private final Screen bobs = new Screen();
    private final Client ada = new Screen().join(chat, "ada");
    private final Client bob = bobs.join(chat, "bob");
    private final Client cyd = new Screen().join(chat, "cyd");

    public RemovedRoom() {
        chat.create(ada, "den");
    }

    @Actor
    public void theLastOneGoes() {
        chat.move(ada, "lobby");
    }

    @Actor
    public void aNewOneComes() {
        chat.move(bob, "den");
    }

    @Arbiter
    public void lookForHim(LL_Result r) {
        r.r1 = chat.where(bob);
        chat.move(cyd, chat.where(bob));
        chat.say(cyd, "hi");
        chat.close();
        r.r2 = bobs.count("hi") == 1 ? "heard" : "lost";
    }
}
