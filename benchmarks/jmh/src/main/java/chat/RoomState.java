package chat;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The room that is measured. It is new in every iteration, since in stages 2 to 5 the history only grows. */
@State(Scope.Benchmark)
public class RoomState extends OpenRoom {
    @Param("STAGE")
    Design design;

    @Param({"1", "10", "100", "1000"})
    int listening;

    @Setup(Level.Iteration)
    public void open() throws InterruptedException {
        open(design, listening);
    }

    @TearDown(Level.Iteration)
    public void end() {
        close();
    }
}
