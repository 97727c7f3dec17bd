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
 * Two clients change rooms at once, each to where the other comes from.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile -Dclaim=CrossingMoves}
 *
 * <p>A move that holds the one room while it waits for the other would end in a deadlock; this one leaves the one,
 * then joins the other, and waits for no room while it holds the hub's lock. And each client is the last in its room,
 * so each room may be removed while the other is on the way to it. A stage 5 that counts only those who have arrived
 * loses them.
 *
 * <pre>
 * Recorded on 2026-11-26, on a machine busy with other builds: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * Stage 5:
 *       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * heard, heard    1,529  100.00%  Acceptable  both are in a room where others find them
 *
 * A stage 5 made wrong, in WrongStagesTest:
 *       RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * heard, heard      404   43.39%  Acceptable  both are in a room where others find them
 *  heard, lost       90    9.67%   Forbidden  one of them is where nobody can find it
 *  lost, heard       54    5.80%   Forbidden  one of them is where nobody can find it
 *   lost, lost      383   41.14%   Forbidden  one of them is where nobody can find it
 * </pre>
 */
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
