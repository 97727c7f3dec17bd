package scheduler;

import module java.base;

/** What the clients have seen of one order, and the first claim that this breaks. */
public final class Seen {
    private final Map<String, List<String>> screens; // by client
    private String broken; // null: all claims hold
    private List<String> aims; // what shows that, in the words of a film

    Seen(Map<String, List<String>> screens) {
        this.screens = screens;
    }

    /** The claim that is broken, and by what; null if all hold. */
    String broken() {
        return broken;
    }

    List<String> aims() {
        return aims;
    }

    public void breaks(String what, String... aims) {
        if (broken == null) {
            broken = what;
            this.aims = List.of(aims);
        }
    }

    public boolean sees(String who, String line) {
        return count(who, line) > 0;
    }

    private long count(String who, String line) {
        return screens.get(who).stream().filter(line::equals).count();
    }

    /** Each of these must have seen the line once. */
    public void once(String line, String... people) {
        atLeastOnce("exactly once", line, people);
        notTwice(line, people);
    }

    public void atLeastOnce(String line, String... people) {
        atLeastOnce("at least once", line, people);
    }

    private void atLeastOnce(String claim, String line, String... people) {
        for (String who : people) {
            if (!sees(who, line)) {
                breaks(claim + ": " + who + " doesn't see \"" + line + "\"", "not " + who + " sees: " + line);
            }
        }
    }

    public void notTwice(String line, String... people) {
        for (String who : people) {
            if (count(who, line) > 1) {
                breaks("exactly once: " + who + " sees \"" + line + "\" twice", "twice " + who + " sees: " + line);
            }
        }
    }

    /** One of these must have been refused, by this line, and not both. */
    public void oneIsRefused(String claim, String line, String one, String other) {
        if (sees(one, line) && sees(other, line)) {
            breaks(claim + ": " + one + " and " + other + " are both refused",
                    one + " sees: " + line, other + " sees: " + line);
        } else if (!sees(one, line) && !sees(other, line)) {
            breaks(claim + ": neither " + one + " nor " + other + " is refused",
                    "not " + one + " sees: " + line, "not " + other + " sees: " + line);
        }
    }

    /** Two who see both lines must see them in one order. */
    public void inOneOrder(String line, String other, String... people) {
        for (String who : people) {
            var first = screens.get(people[0]);
            var now = screens.get(who);
            boolean is = first.indexOf(line) < first.indexOf(other);
            if (is != now.indexOf(line) < now.indexOf(other)) {
                String one = is ? line : other;
                String two = is ? other : line;
                breaks("in order: " + people[0] + " sees \"" + one + "\" first, " + who + " \"" + two + "\"",
                        people[0] + " sees: " + one + ", then " + people[0] + " sees: " + two,
                        who + " sees: " + two + ", then " + who + " sees: " + one);
            }
        }
    }

    /** Those of these who see both lines must see the first one first. */
    public void inThisOrder(String line, String other, String... people) {
        for (String who : people) {
            var screen = screens.get(who);
            if (screen.contains(line) && screen.contains(other) && screen.indexOf(line) > screen.indexOf(other)) {
                breaks("in order: " + who + " sees \"" + other + "\" before \"" + line + "\"",
                        who + " sees: " + other + ", then " + who + " sees: " + line);
            }
        }
    }

    /** None of these must have been thrown out. */
    public void stay(String... people) {
        for (String who : people) {
            if (sees(who, "(closed)")) {
                breaks("nobody is thrown out: the connection of " + who + " is closed", who + " sees: (closed)");
            }
        }
    }
}
