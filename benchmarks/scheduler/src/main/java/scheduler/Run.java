package scheduler;

import module java.base;
import com.sun.jdi.VMDisconnectedException;
import scheduler.Look.Fact;
import scheduler.Server.Refusal;

/**
 * A stage's server and the decisions that it was steered by, each a line of text. The same decisions on a new server
 * lead to the same state: so a run can be saved, shown again, and taken back one decision at a time.
 */
final class Run implements AutoCloseable {
    /** A decision, and what was then to be seen that wasn't before. */
    record Step(String decision, List<String> seen) {}

    /** What can be decided. NAME is a client, THREAD one of the server's threads. */
    static final String DECISIONS = """
            connect NAME
            type NAME TEXT
            flood NAME COUNT
            paste NAME
            suspend NAME
            resume NAME
            quit NAME
            step THREAD
            run THREAD
            go
            """;
    private static final int PASTED = 8_000_000; // characters: more than the buffers of two systems hold

    private final Path stage;
    private final String inside;
    private final Server server;
    private final List<Step> steps = new ArrayList<>();
    private List<Fact> facts;

    Run(Path stage) throws IOException {
        this(stage, null);
    }

    /** Threads stop in "Session", too, or in what is called on a field of the room, "history.add"; null: in neither. */
    Run(Path stage, String inside) throws IOException {
        this.stage = stage;
        this.inside = inside;
        server = new Server(stage, inside);
        facts = server.facts();
    }

    /** Carries out one decision. Returns when every thread is held before a line, waits or has ended. */
    Step decide(String decision) throws Refusal, IOException {
        if (server.isDead()) {
            throw new Refusal("the server has ended");
        }
        var before = facts(); // not later: an event that is told late would be taken for seen
        try {
            carryOut(decision, decision.split(" ", 3));
        } catch (VMDisconnectedException e) {
            // The server has ended, and the facts say so.
        }
        server.hasMoved(); // what is told late counts, too
        facts = server.facts();
        steps.add(new Step(decision, news(before, facts)));
        return steps.getLast();
    }

    private void carryOut(String decision, String[] word) throws Refusal, IOException {
        switch (word[0] + " " + (word.length - 1)) {
            case "connect 1" -> server.connect(word[1]);
            case "type 2" -> server.type(word[1], word[2], 1);
            case "flood 2" -> server.type(word[1], "hello", number(word[2]));
            case "paste 1" -> server.type(word[1], "x".repeat(PASTED), 1);
            case "suspend 1" -> server.suspend(word[1], true);
            case "resume 1" -> server.suspend(word[1], false);
            case "quit 1" -> server.quit(word[1]);
            case "step 1", "step 2" -> server.step(decision.substring("step ".length()), false);
            case "run 1", "run 2" -> server.step(decision.substring("run ".length()), true);
            case "go 0" -> server.go();
            default -> throw new Refusal("a decision is one of these, not \"" + decision + "\":\n" + DECISIONS);
        }
    }

    private static int number(String text) throws Refusal {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new Refusal("a count is from 1 to 9999, not " + text);
        }
        return Integer.parseInt(text);
    }

    /** The facts that are new; of equal ones in a row it says how many. */
    private static List<String> news(List<Fact> before, List<Fact> now) {
        var old = new HashMap<Fact, Integer>();
        before.forEach(fact -> old.merge(fact, 1, Integer::sum));
        var news = new ArrayList<String>();
        int times = 0;
        for (int i = 0; i < now.size(); i++) {
            if (old.merge(now.get(i), -1, Integer::sum) < 0) {
                times++;
                if (i + 1 == now.size() || !now.get(i + 1).equals(now.get(i))) {
                    news.add(now.get(i) + (times > 1 ? " (" + times + " times)" : ""));
                    times = 0;
                }
            }
        }
        return news;
    }

    /** Whether a new run with these would begin as this one did. */
    boolean isOf(Path stage, String inside) {
        return this.stage.equals(stage) && Objects.equals(this.inside, inside);
    }

    Server server() {
        return server;
    }

    List<Step> steps() {
        return steps;
    }

    /** All that is to be seen now. A client that came from elsewhere moves without a decision. */
    List<Fact> facts() throws IOException {
        if (server.hasMoved()) {
            facts = server.facts();
        }
        return facts;
    }

    @Override
    public void close() {
        server.close();
    }
}
