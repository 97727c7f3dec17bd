package races;

import static races.Declared.Run.claim;
import static races.Declared.Run.classic;

import java.util.List;
import java.util.Set;

/** What runs, and what must come of it: which stage breaks which claim is said here and nowhere else. */
final class Declared {
    /** A stage: its number, and its module. */
    record Stage(int number, String module) {}

    static final List<Stage> STAGES = List.of(
            new Stage(2, "stage02-thread-per-client"),
            new Stage(3, "stage03-mutex-state"),
            new Stage(4, "stage04-broadcaster-queue"),
            new Stage(5, "stage05-rooms-hub"),
            new Stage(6, "stage06-slow-client-backpressure"));

    /** Where the classics run: on no stage at all, with nothing but this module's classes. */
    static final Stage ALONE = new Stage(0, "benchmarks/jcstress");

    // A JVM whose compiler shuffles its choices, such as the order of instructions.
    private static final List<String> SHUFFLED = List.of(
            "-XX:-TieredCompilation", "-XX:+StressLCM", "-XX:+StressGCM", "-XX:+StressIGVN", "-XX:+StressCCP");

    /**
     * A claim, the class that states it, the stages that it applies to, and those of them that break it; what the JVM
     * must be told for it, and whether it takes so long that only the full form runs it.
     */
    record Run(String name, String test, Set<Integer> stages, Set<Integer> broken,
            List<String> jvmArgs, boolean isSlow) {
        static Run claim(String name, Integer... stages) {
            return new Run(name, "chat." + name, Set.of(stages), Set.of(), List.of(), false);
        }

        static Run classic(String name) {
            return new Run(name, "classics." + name, Set.of(ALONE.number), Set.of(), List.of(), false);
        }

        Run brokenIn(Integer... broken) {
            return new Run(name, test, stages, Set.of(broken), jvmArgs, isSlow);
        }

        Run alwaysBroken() {
            return brokenIn(ALONE.number);
        }

        Run with(List<String> jvmArgs) {
            return new Run(name, test, stages, broken, jvmArgs, isSlow);
        }

        Run slow() {
            return new Run(name, test, stages, broken, jvmArgs, true);
        }
    }

    static final List<Run> CLAIMS = List.of(
            claim("OneName", 2, 3, 4, 5, 6).brokenIn(2),
            claim("NobodyMissing", 2, 3, 4, 5, 6).brokenIn(2),
            claim("NothingMissing", 2, 3, 4, 5, 6).brokenIn(2),
            claim("JoinWhileTalking", 2, 3, 4, 5, 6).brokenIn(2),
            claim("LeaveWhileTalking", 2, 3, 4, 5, 6).brokenIn(2),
            claim("ExactlyOnce", 2, 3, 4, 5, 6).brokenIn(2),
            claim("EndsOnce", 2, 3, 4, 6).brokenIn(2), // in stage 5 nobody but its own thread ends a client
            claim("InOrder", 2, 3, 4, 5, 6),
            claim("CloseIsSeen", 2, 3, 4, 5, 6),
            claim("RemovedRoom", 5, 6),
            claim("CrossingMoves", 5, 6));

    static final List<Run> CLASSICS = List.of(
            classic("IdCounter.Plain").alwaysBroken(),
            classic("IdCounter.Volatile").alwaysBroken(),
            classic("IdCounter.Locked"),
            classic("IdCounter.Atomic"),
            classic("TakenNames.ContainsThenPut").alwaysBroken(),
            classic("TakenNames.Locked"),
            classic("TakenNames.PutIfAbsent"),
            classic("LazyHub.Plain").alwaysBroken(),
            classic("LazyHub.Locked"),
            classic("LazyHub.LockedOnce"),
            classic("MemberList.Plain").alwaysBroken().with(SHUFFLED).slow(), // too rare for the short form
            classic("MemberList.Volatile").with(SHUFFLED),
            classic("MemberList.Final").with(SHUFFLED),
            classic("StopFlag.Plain").alwaysBroken().slow(),
            classic("StopFlag.Volatile").slow());

    private Declared() {}
}
