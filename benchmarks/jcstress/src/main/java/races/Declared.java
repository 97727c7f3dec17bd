package races;

import static races.Declared.Run.claim;

import java.util.List;
import java.util.Set;

/** What runs, and what must come of it: which stage breaks which claim is said here and nowhere else. */
final class Declared {
    /** A stage: its number, its module, and the folder of target/ whose Seam it needs. */
    record Stage(int number, String module, String seam) {}

    static final List<Stage> STAGES = List.of(
            new Stage(2, "stage02-thread-per-client", "classes"),
            new Stage(3, "stage03-mutex-state", "classes"),
            new Stage(4, "stage04-broadcaster-queue", "broadcaster"),
            new Stage(5, "stage05-rooms-hub", "hub"));

    /** A claim in package chat, the stages that it applies to, and those of them that break it. */
    record Run(String name, Set<Integer> stages, Set<Integer> broken) {
        static Run claim(String name, Integer... stages) {
            return new Run(name, Set.of(stages), Set.of());
        }

        Run brokenIn(Integer... broken) {
            return new Run(name, stages, Set.of(broken));
        }

        /** The class that states it. */
        String test() {
            return "chat." + name;
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

    private Declared() {}
}
