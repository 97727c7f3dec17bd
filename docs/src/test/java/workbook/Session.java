package workbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import workbook.Page.Fence;

/**
 * A transcript: who typed what in which window, and what came.
 *
 * @param line of the page on which the block begins
 */
record Session(int line, String stage, List<String> options, List<Event> events) {
    static final String PROMPT = "[ENTER YOUR NAME]: ";
    /** The window in which the server runs. */
    static final String SERVER = "server";
    /** Stands for any number of lines. */
    static final String ANY = "…";

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+([$|>~])(?: (.*))?");
    private static final Set<String> DEEDS = Set.of("^C", "^D", "^Z", "fg", "flood", "closed", "nothing");
    static final Pattern FLOOD = Pattern.compile("yes (\\w+) \\| nc localhost 8989");

    /** One line of the transcript. */
    record Event(int line, String window, char mark, String text) {
        boolean isServer() {
            return window.equals(SERVER);
        }

        @Override
        public String toString() {
            return (window + " " + mark + " " + text).strip();
        }
    }

    static boolean isSession(Fence fence) {
        return fence.info(0).equals("text") && fence.info(1).equals("session");
    }

    /** Reads the block. What can't be read is added to the problems. */
    static Session parse(Page page, Fence fence, List<Problem> problems) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < fence.lines().size(); i++) {
            String line = fence.lines().get(i).stripTrailing();
            if (line.isEmpty()) {
                continue;
            }
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                problems.add(page.problem(fence.line(i),
                        "a line of a transcript is a window's name, a mark ($ | > ~), and text: %s", line));
                continue;
            }
            var event = new Event(fence.line(i), parts.group(1), parts.group(2).charAt(0),
                    parts.group(3) == null ? "" : parts.group(3));
            String wrong = wrong(event);
            if (wrong != null) {
                problems.add(page.problem(event.line, "%s: %s", wrong, line));
            }
            events.add(event);
        }
        var words = List.of(fence.info().split("\\s+"));
        if (words.size() < 3) {
            problems.add(page.problem(fence.line(), "say whose server it is: ```text session stage03-mutex-state"));
        }
        return new Session(fence.line(), fence.info(2), words.subList(Math.min(3, words.size()), words.size()), events);
    }

    private static String wrong(Event event) {
        return switch (event.mark) {
            case '~' -> !DEEDS.contains(event.text) ? "after ~ comes one of " + DEEDS.stream().sorted().toList()
                    : event.isServer() && !event.text.equals("^C") && !event.text.equals("closed")
                    ? "a server can only be ended (~ ^C) and be ~ closed" : null;
            case '$' -> event.isServer() ? "the server is started before the first line"
                    : !event.text.equals("nc localhost 8989") && !FLOOD.matcher(event.text).matches()
                    ? "after $ comes nc localhost 8989 or yes WORD | nc localhost 8989" : null;
            case '>' -> event.isServer() ? "a server reads nothing that is typed" : null;
            default -> null;
        };
    }
}
