package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A hub that is made when the first client asks for it, and two ask at once.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile "-Dclaim=LazyHub.*"}
 *
 * <p>The claim: there is one hub. A lock makes it so, and every later call pays for it too; {@code LockedOnce} asks
 * without the lock first. Its field must be volatile: {@link MemberList} shows what another thread can see otherwise.
 * {@code Plain} reads its field twice, and the memory model lets the second read be null even if the first was not.
 *
 * <pre>
 * Recorded with the command above on 2026-11-21: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * LazyHub.Plain:
 *   RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 *  one hub  1,189,919   18.05%  Acceptable  both have the same hub
 * two hubs  5,402,612   81.95%   Forbidden  each has a hub of its own, and they never meet
 *
 * LazyHub.Locked:
 *  RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 * one hub  1,964,051  100.00%  Acceptable  both have the same hub
 *
 * LazyHub.LockedOnce:
 *  RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 * one hub  2,025,491  100.00%  Acceptable  both have the same hub
 * </pre>
 *
 * <p>In the stages the question never arises: a hub is made in a constructor, before there is a second thread.
 */
public class LazyHub {
    private static class Hub {}

    @JCStressTest
    @Outcome(id = "one hub", expect = ACCEPTABLE, desc = "both have the same hub")
    @Outcome(id = "two hubs", expect = FORBIDDEN, desc = "each has a hub of its own, and they never meet")
    @Outcome(expect = FORBIDDEN, desc = "one has no hub: the field is read twice, and the second time it is null")
    @State
    public static class Plain {
        private Hub hub;
        private Hub adas;
        private Hub bobs;

        @Actor
        public void ada() {
            adas = hub();
        }

        @Actor
        public void bob() {
            bobs = hub();
        }

        @Arbiter
        public void compare(L_Result r) {
            r.r1 = adas == null || bobs == null ? "no hub" : adas == bobs ? "one hub" : "two hubs";
        }

        private Hub hub() {
            if (hub == null) {
                hub = new Hub();
            }
            return hub;
        }
    }

    @JCStressTest
    @Outcome(id = "one hub", expect = ACCEPTABLE, desc = "both have the same hub")
    @Outcome(expect = FORBIDDEN, desc = "each has a hub of its own, and they never meet")
    @State
    public static class Locked {
        private Hub hub;
        private Hub adas;
        private Hub bobs;

        @Actor
        public void ada() {
            adas = hub();
        }

        @Actor
        public void bob() {
            bobs = hub();
        }

        @Arbiter
        public void compare(L_Result r) {
            r.r1 = adas == bobs ? "one hub" : "two hubs";
        }

        private synchronized Hub hub() {
            if (hub == null) {
                hub = new Hub();
            }
            return hub;
        }
    }

    @JCStressTest
    @Outcome(id = "one hub", expect = ACCEPTABLE, desc = "both have the same hub")
    @Outcome(expect = FORBIDDEN, desc = "each has a hub of its own, and they never meet")
    @State
    public static class LockedOnce {
        private volatile Hub hub;
        private Hub adas;
        private Hub bobs;

        @Actor
        public void ada() {
            adas = hub();
        }

        @Actor
        public void bob() {
            bobs = hub();
        }

        @Arbiter
        public void compare(L_Result r) {
            r.r1 = adas == bobs ? "one hub" : "two hubs";
        }

        private Hub hub() {
            Hub made = hub;
            return made != null ? made : make();
        }

        private synchronized Hub make() {
            if (hub == null) {
                hub = new Hub();
            }
            return hub;
        }
    }
}
