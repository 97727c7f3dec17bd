package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;

/**
 * A server's loop runs until another thread says stop.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile "-Dclaim=StopFlag.*"}
 *
 * <p>The claim: the loop ends. The compiler may read a plain field once and never again, as nothing in the loop changes
 * it; a volatile field is read each time. A loop that never ends must be waited for, so this takes a minute and isn't
 * part of the short form.
 *
 * <pre>
 * Recorded with the command above on 2026-11-21: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * StopFlag.Plain:
 *     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      STALE        1   20.00%   Forbidden  the loop never sees that it should
 * TERMINATED        4   80.00%  Acceptable  the loop ends
 *
 * StopFlag.Volatile:
 *     RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 *      STALE        0    0.00%   Forbidden  the loop never sees that it should
 * TERMINATED       47  100.00%  Acceptable  the loop ends
 * </pre>
 *
 * <p>The stages have no such flag: they interrupt a thread, and what was done before an interrupt is seen after it.
 */
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
