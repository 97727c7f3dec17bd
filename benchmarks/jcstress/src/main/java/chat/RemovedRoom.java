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

/**
 * A client goes to a room while its last member leaves.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=RemovedRoom}
 *
 * <p>The hub removes a room when it is empty. Who has looked it up and hasn't arrived yet isn't in it. Stages 5 and 6
 * count those on the way, too, under the lock with which rooms are looked up: the newcomer is counted first, and the
 * room stays, or the room is gone first, and the newcomer is refused. A stage 5 that counts only those who have
 * arrived breaks it.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 5:
 *       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   den, heard      470   77.05%  Acceptable  the client is in a room where others find it
 * lobby, heard      140   22.95%  Acceptable  the client is in a room where others find it
 *
 * A stage 5 made wrong, in WrongStagesTest:
 *       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   den, heard    1,014   41.40%  Acceptable  the client is in a room where others find it
 *    den, lost      809   33.03%   Forbidden  the client is where nobody can find it
 * lobby, heard      626   25.56%  Acceptable  the client is in a room where others find it
 * </pre>
 */
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
