package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/** A server's loop runs until another thread says stop. */
public class StopFlag {
    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the loop ends")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the loop never sees that it should")
    @State
    public static class Plain {
        private boolean stopped;

        @Actor
        public void loop() {
            while (!stopped) {
            }
        }

        @Signal
        public void stop() {
            stopped = true;
        }
    }

    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "the loop ends")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "the loop never sees that it should")
    @State
    public static class Volatile {
        private volatile boolean stopped;

        @Actor
        public void loop() {
            while (!stopped) {
            }
        }

        @Signal
        public void stop() {
            stopped = true;
        }
    }
}
