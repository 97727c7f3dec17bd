package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two clients come at once, and each is given an id.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile "-Dclaim=IdCounter.*"}
 *
 * <p>The claim: no two clients have the same id. {@code nextId++} reads, adds and writes, and two threads can read
 * before either writes. A lock keeps them apart; an atomic does the three in one step, and waits for nobody.
 *
 * <pre>
 * Recorded with the command above on 2026-11-21: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * IdCounter.Plain:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 1  9,160,136   74.81%   Forbidden  both have the same id
 *   1, 2  1,811,803   14.80%  Acceptable  each has an id of its own
 *   2, 1  1,273,072   10.40%  Acceptable  each has an id of its own
 *
 * IdCounter.Locked:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 2  1,382,289   57.49%  Acceptable  each has an id of its own
 *   2, 1  1,022,082   42.51%  Acceptable  each has an id of its own
 *
 * IdCounter.Atomic:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 2  1,931,865   55.20%  Acceptable  each has an id of its own
 *   2, 1  1,568,186   44.80%  Acceptable  each has an id of its own
 * </pre>
 *
 * <p>An atomic is enough for one number. A name that is looked up and then taken is two steps again:
 * {@link TakenNames}.
 */
public class IdCounter {
    @JCStressTest
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "each has an id of its own")
    @Outcome(expect = FORBIDDEN, desc = "both have the same id")
    @State
    public static class Plain {
        private int nextId = 1;

        @Actor
        public void ada(II_Result r) {
            r.r1 = nextId++;
        }

        @Actor
        public void bob(II_Result r) {
            r.r2 = nextId++;
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "each has an id of its own")
    @Outcome(expect = FORBIDDEN, desc = "both have the same id")
    @State
    public static class Locked {
        private int nextId = 1;

        @Actor
        public void ada(II_Result r) {
            synchronized (this) {
                r.r1 = nextId++;
            }
        }

        @Actor
        public void bob(II_Result r) {
            synchronized (this) {
                r.r2 = nextId++;
            }
        }
    }

    @JCStressTest
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "each has an id of its own")
    @Outcome(expect = FORBIDDEN, desc = "both have the same id")
    @State
    public static class Atomic {
        private final AtomicInteger nextId = new AtomicInteger(1);

        @Actor
        public void ada(II_Result r) {
            r.r1 = nextId.getAndIncrement();
        }

        @Actor
        public void bob(II_Result r) {
            r.r2 = nextId.getAndIncrement();
        }
    }
}
