package load;

/** What a server says and expects; all that differs between ours and the one of gopl.io/ch8/chat. */
public enum Protocol {
    /**
     * Ours: a prompt for a name, then {@code [time][name]: text} to everyone but the one who said it;
     * notices begin with {@code * }.
     */
    CHAT("[2026-11-20 15:48:41]".length(), false) {
        @Override
        int endOfGreeting(String received) {
            return received.endsWith(PROMPT) ? received.length() : 0;
        }

        @Override
        String answer(String name) {
            return name + "\n";
        }

        @Override
        String prefix(String greeting, String name) {
            return "[2026-11-20 15:48:41][" + name + "]: ";
        }

        @Override
        boolean isNotice(String line) {
            return line.startsWith("* ");
        }

        @Override
        boolean isArrival(String line) {
            return line.startsWith("* ") && line.contains(" has joined ");
        }
    },

    /** The Go book's: no names, {@code You are 127.0.0.1:1234}, then {@code 127.0.0.1:1234: text} to everyone. */
    GOPL(0, true) {
        @Override
        int endOfGreeting(String received) {
            return received.indexOf('\n') + 1;
        }

        @Override
        String answer(String name) {
            return "";
        }

        @Override
        String prefix(String greeting, String name) {
            return greeting.strip().substring("You are ".length()) + ": ";
        }

        @Override
        boolean isNotice(String line) {
            return line.startsWith("You are ") || line.endsWith(" has arrived") || line.endsWith(" has left");
        }

        @Override
        boolean isArrival(String line) {
            return line.endsWith(" has arrived");
        }
    };

    static final String PROMPT = "[ENTER YOUR NAME]: ";

    /** So many bytes at the start of a line hold the time, which the checker does not compare. */
    final int stampBytes;
    /** Whether a line comes back to the one who said it. */
    final boolean echoes;

    Protocol(int stampBytes, boolean echoes) {
        this.stampBytes = stampBytes;
        this.echoes = echoes;
    }

    /** Where the greeting ends in what was received so far; 0 if it is not all here. */
    abstract int endOfGreeting(String received);

    /** What to send after the greeting, to be in the room. */
    abstract String answer(String name);

    /** What stands before the text in a line of the client that was greeted like this; a time in it is an example. */
    abstract String prefix(String greeting, String name);

    /** Whether the server says this by itself, so that it is no line of chat. */
    abstract boolean isNotice(String line);

    /** Whether this notice tells that somebody has come in. */
    abstract boolean isArrival(String line);
}
