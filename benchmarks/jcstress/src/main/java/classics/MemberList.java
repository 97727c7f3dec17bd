package classics;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * One thread makes the list of members and puts it into a field, another takes it from there.
 *
 * <p>To run it: {@code ./mvnw -q -pl benchmarks/jcstress -am test-compile "-Dclaim=MemberList.*"}
 *
 * <p>The claim: whoever sees the list sees all of it. The list is finished before it goes into the field, in the order
 * of the source; another thread may see it in another order, unless the field is volatile, or what it holds has only
 * final fields.
 *
 * <pre>
 * Recorded with the command above on 2026-11-21: Temurin 25.0.3, Linux, x86-64, 2 cores
 *
 * MemberList.Plain:
 *                         RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ArrayIndexOutOfBoundsException        259   <0.01%   Forbidden  a list that isn't finished
 *                    ada and bob  1,322,677   24.11%  Acceptable  no list, or all of it
 *                    no list yet  4,163,675   75.89%  Acceptable  no list, or all of it
 *
 * MemberList.Volatile:
 *      RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ada and bob    948,304   17.28%  Acceptable  no list, or all of it
 * no list yet  4,538,307   82.72%  Acceptable  no list, or all of it
 *
 * MemberList.Final:
 *      RESULT    SAMPLES     FREQ      EXPECT  DESCRIPTION
 * ada and bob  1,163,899   21.21%  Acceptable  no list, or all of it
 * no list yet  4,322,712   78.79%  Acceptable  no list, or all of it
 * </pre>
 *
 * <p>Some fifty in a million, and only since the JVMs that run these are told to shuffle the choices of their compiler
 * ({@code -XX:+StressLCM} and so on): with its usual ones, on x86-64, it didn't show in 20 million. On ARM the
 * processor itself reorders. Rare is not safe: a server that runs for a year has the time.
 *
 * <p>What one thread writes the other may see late or in another order; or never: {@link StopFlag}.
 */
public class MemberList {
    @JCStressTest
    @Outcome(id = {"no list yet", "ada and bob"}, expect = ACCEPTABLE, desc = "no list, or all of it")
    @Outcome(expect = FORBIDDEN, desc = "a list that isn't finished")
    @State
    public static class Plain {
        private List<String> members;

        @Actor
        public void publish() {
            members = list();
        }

        @Actor
        public void read(L_Result r) {
            r.r1 = look(members);
        }
    }

    @JCStressTest
    @Outcome(id = {"no list yet", "ada and bob"}, expect = ACCEPTABLE, desc = "no list, or all of it")
    @Outcome(expect = FORBIDDEN, desc = "a list that isn't finished")
    @State
    public static class Volatile {
        private volatile List<String> members;

        @Actor
        public void publish() {
            members = list();
        }

        @Actor
        public void read(L_Result r) {
            r.r1 = look(members);
        }
    }

    @JCStressTest
    @Outcome(id = {"no list yet", "ada and bob"}, expect = ACCEPTABLE, desc = "no list, or all of it")
    @Outcome(expect = FORBIDDEN, desc = "a list that isn't finished")
    @State
    public static class Final {
        private record Members(List<String> names) {} // a record's fields are final

        private Members members;

        @Actor
        public void publish() {
            members = new Members(list());
        }

        @Actor
        public void read(L_Result r) {
            Members seen = members;
            r.r1 = look(seen == null ? null : seen.names);
        }
    }

    private static List<String> list() {
        var list = new ArrayList<String>();
        list.add("ada");
        list.add("bob");
        return list;
    }

    private static String look(List<String> list) {
        if (list == null) {
            return "no list yet";
        }
        try {
            return list.size() == 2 && list.get(0) != null && list.get(1) != null ? "ada and bob" : "half a list";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
}
