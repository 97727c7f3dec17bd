package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two clients ask for one name, and each is told whether it may have it.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile "-Dclaim=TakenNames.*"}
 *
 * <p>The claim: one may, the other may not. Each call on a {@code ConcurrentHashMap} is safe; a question and the act
 * that follows from its answer are two calls. A lock around both makes them one step, and so does {@code putIfAbsent},
 * which asks and acts in one call. It locks one bin of the table, the one that the key belongs to, and an empty bin not
 * even that: one compare-and-set puts the entry there.
 *
 * <pre>
 * Recorded with the command above on 2026-11-21: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * TakenNames.ContainsThenPut:
 *      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * false, true  375,290   34.97%  Acceptable  one may have it
 * true, false  487,745   45.45%  Acceptable  one may have it
 *  true, true  210,136   19.58%   Forbidden  both may have it, or neither
 *
 * TakenNames.Locked:
 *      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * false, true  551,991   43.19%  Acceptable  one may have it
 * true, false  725,980   56.81%  Acceptable  one may have it
 *
 * TakenNames.PutIfAbsent:
 *      RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
 * false, true  459,664   41.64%  Acceptable  one may have it
 * true, false  644,227   58.36%  Acceptable  one may have it
 * </pre>
 *
 * <p>Look, then act, with no map at all: a hub that is made when it is first asked for, {@link LazyHub}.
 */
public class TakenNames {
    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one may have it")
    @Outcome(expect = FORBIDDEN, desc = "both may have it, or neither")
    @State
    public static class ContainsThenPut {
        private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = take("one");
        }

        @Actor
        public void two(ZZ_Result r) {
            r.r2 = take("two");
        }

        private boolean take(String client) {
            if (names.containsKey("ada")) {
                return false;
            }
            names.put("ada", client);
            return true;
        }
    }

    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one may have it")
    @Outcome(expect = FORBIDDEN, desc = "both may have it, or neither")
    @State
    public static class Locked {
        private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = take("one");
        }

        @Actor
        public void two(ZZ_Result r) {
            r.r2 = take("two");
        }

        private synchronized boolean take(String client) {
            if (names.containsKey("ada")) {
                return false;
            }
            names.put("ada", client);
            return true;
        }
    }

    @JCStressTest
    @Outcome(id = {"true, false", "false, true"}, expect = ACCEPTABLE, desc = "one may have it")
    @Outcome(expect = FORBIDDEN, desc = "both may have it, or neither")
    @State
    public static class PutIfAbsent {
        private final ConcurrentMap<String, String> names = new ConcurrentHashMap<>();

        @Actor
        public void one(ZZ_Result r) {
            r.r1 = take("one");
        }

        @Actor
        public void two(ZZ_Result r) {
            r.r2 = take("two");
        }

        private boolean take(String client) {
            return names.putIfAbsent("ada", client) == null;
        }
    }
}
