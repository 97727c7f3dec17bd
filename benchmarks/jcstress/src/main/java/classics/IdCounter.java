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
 * before either writes. {@code volatile} shows each the newest id, and keeps
 * nobody from reading it too. A lock keeps them apart; an atomic does the three in one step, and waits for nobody.
 *
 * <pre>
 * Recorded with the command above on 2026-11-27: Temurin 25.0.3, Linux, x86-64, 2 cores that were also busy otherwise
 *
 * IdCounter.Plain:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 1  5,465,391   66.48%   Forbidden  both have the same id
 *   1, 2  1,629,139   19.82%  Acceptable  each has an id of its own
 *   2, 1  1,126,161   13.70%  Acceptable  each has an id of its own
 *
 * IdCounter.Volatile:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 1     84,814    1.52%   Forbidden  both have the same id
 *   1, 2  2,949,195   52.96%  Acceptable  each has an id of its own
 *   2, 1  2,534,522   45.52%  Acceptable  each has an id of its own
 *
 * IdCounter.Locked:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 2  1,234,565   57.19%  Acceptable  each has an id of its own
 *   2, 1    924,046   42.81%  Acceptable  each has an id of its own
 *
 * IdCounter.Atomic:
 * RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *   1, 2  2,150,327   57.25%  Acceptable  each has an id of its own
 *   2, 1  1,605,724   42.75%  Acceptable  each has an id of its own
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
    public static class Volatile {
        private volatile int nextId = 1;

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
