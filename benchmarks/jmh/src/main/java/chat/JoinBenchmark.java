package chat;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Comings and goings a second, of members who are connected already; one counts when all others have both notices.
 * Two lines of history.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class JoinBenchmark {
    /** A thread's visitor, whose own stream doesn't count. */
    @State(Scope.Thread)
    public static class Visitor {
        Room.Member member;
        String name;
        int notices;

        @Setup(Level.Iteration)
        public void connect(RoomState state, ThreadParams thread) throws InterruptedException {
            member = state.room.connect(new Deliveries().stream());
            name = RoomState.name(9999 - thread.getThreadIndex());
            String place = state.room.where(state.members.getFirst());
            notices = ("* " + name + " has joined " + place + "\n* " + name + " has left " + place + "\n").length();
        }

        /** In and out again. What other visitors hear of it doesn't count either. */
        void visit(RoomState state) throws InterruptedException {
            long both = state.deliveries.expect((long) (state.receivers + 1) * notices);
            state.room.join(member, name);
            state.room.leave(member);
            state.deliveries.await(both);
        }
    }

    @Benchmark
    public void joinAndLeave(RoomState state, Visitor visitor) throws InterruptedException {
        visitor.visit(state);
    }
}
