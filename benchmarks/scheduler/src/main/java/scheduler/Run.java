package scheduler;

import module java.base;
import scheduler.Server.Fact;
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

    private final Server server;
    private final List<Step> steps = new ArrayList<>();
    private List<Fact> facts;

    Run(Path stage) throws IOException {
        server = new Server(stage);
        facts = server.facts();
    }

    /** Carries out one decision. Returns when every thread is held before a line, waits or has ended. */
    Step decide(String decision) throws Refusal, IOException {
        String[] word = decision.strip().split(" ", 2);
        String[] two = word.length < 2 ? new String[] {""} : word[1].split(" ", 2);
        if (server.isDead()) {
            throw new Refusal("the server has ended");
        }
        switch (word[0] + (two[0].isEmpty() ? " 0" : two.length < 2 ? " 1" : " 2")) {
            case "connect 1" -> server.connect(two[0]);
            case "type 2" -> server.type(two[0], two[1], 1);
            case "flood 2" -> server.type(two[0], "hello", number(two[1]));
            case "paste 1" -> server.type(two[0], "x".repeat(PASTED), 1);
            case "suspend 1" -> server.suspend(two[0], true);
            case "resume 1" -> server.suspend(two[0], false);
            case "quit 1" -> server.quit(two[0]);
            case "step 1", "step 2" -> server.step(word[1], false);
            case "run 1", "run 2" -> server.step(word[1], true);
            case "go 0" -> server.go();
            default -> throw new Refusal("a decision is one of these, not \"" + decision + "\":\n" + DECISIONS);
        }
        var before = facts;
        facts = server.facts();
        steps.add(new Step(decision, news(before, facts)));
        return steps.getLast();
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

    Server server() {
        return server;
    }

    List<Step> steps() {
        return steps;
    }

    /** All that is to be seen now. */
    List<Fact> facts() {
        return facts;
    }

    @Override
    public void close() {
        server.close();
    }
}
