package chat;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;

/**
 * Two rooms with a lock each, as a stage with rooms might have them that we don't build. A client that moves is under
 * both locks, so that no one sees it in neither room or in both; ada moves one way while bob moves the other.
 */
public class TwoLocksModel {
    private static final class Room {
        final List<String> members = new ArrayList<>();
    }

    final Room den = new Room();
    final Room attic = new Room();

    public TwoLocksModel() {
        den.members.add("ada");
        attic.members.add("bob");
    }

    @Operation(runOnce = true)
    public boolean adaGoesUp() {
        return move("ada", den, attic);
    }

    @Operation(runOnce = true)
    public boolean bobComesDown() {
        return move("bob", attic, den);
    }

    boolean move(String client, Room from, Room to) {
        synchronized (from) {
            synchronized (to) {
                return from.members.remove(client) && to.members.add(client);
            }
        }
    }

    /** The cure: every thread takes the locks in one order, here the den's first, whichever way its client goes. */
    public static final class InOneOrder extends TwoLocksModel {
        @Override
        boolean move(String client, Room from, Room to) {
            synchronized (den) {
                synchronized (attic) {
                    return from.members.remove(client) && to.members.add(client);
                }
            }
        }
    }

    static void check(Class<? extends TwoLocksModel> model) {
        new ModelCheckingOptions().iterations(5).invocationsPerIteration(200)
                .threads(2).actorsPerThread(1).actorsBefore(0).actorsAfter(0).check(model);
    }
}
