package chat;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.io.InputStream;
import java.io.OutputStream;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;

/** Two clients ask to join under one name: what one thread does after the other is right, everything else is wrong. */
public class OneNameModel {
    private final ChatRoom room = new ChatRoom();
    private final Client one = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());
    private final Client two = new Client(InputStream.nullInputStream(), OutputStream.nullOutputStream());

    @Operation(runOnce = true)
    public boolean oneJoins() {
        return room.join(one, "ada");
    }

    @Operation(runOnce = true)
    public boolean twoJoins() {
        return room.join(two, "ada");
    }

    /** Looks for an order of steps that goes wrong, and throws if there is one. */
    static void check() {
        new ModelCheckingOptions().iterations(5).invocationsPerIteration(200)
                .threads(2).actorsPerThread(1).actorsBefore(0).actorsAfter(0)
                // The room's own steps are what matters: a call of the library, or of a client, is one step.
                .addGuarantee(forClasses(name -> name.startsWith("java.") || name.equals("chat.Client"))
                        .allMethods()
                        .treatAsAtomic())
                .check(OneNameModel.class);
    }
}
