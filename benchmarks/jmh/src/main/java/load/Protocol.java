package load;

/** What a server says and expects; all that differs between ours and the one of gopl.io/ch8/chat. */
public enum Protocol {
    /** A prompt for a name, then {@code [time][name]: text} to everyone but the one who said it. */
    CHAT,
    /** No names: {@code You are 127.0.0.1:1234}, then {@code 127.0.0.1:1234: text} to everyone. */
    GOPL;

    private static final String STAMP = "[2026-11-20 15:48:41]";

    /** Where the greeting ends in what was received so far; 0 if it is not all here. */
    int endOfGreeting(String received) {
        return switch (this) {
            case CHAT -> received.endsWith("[ENTER YOUR NAME]: ") ? received.length() : 0;
            case GOPL -> received.indexOf('\n') + 1;
        };
    }

    /** What to send after the greeting, to be in the room. */
    String answer(String name) {
        return this == CHAT ? name + "\n" : "";
    }

    /** What stands before the text in a line of the client that was greeted like this; a time in it is an example. */
    String prefix(String greeting, String name) {
        return switch (this) {
            case CHAT -> STAMP + "[" + name + "]: ";
            case GOPL -> greeting.strip().substring("You are ".length()) + ": ";
        };
    }

    /** So many bytes at the start of a line hold the time, which is not compared. */
    int stampBytes() {
        return this == CHAT ? STAMP.length() : 0;
    }

    /** Whether a line comes back to the one who said it. */
    boolean echoes() {
        return this == GOPL;
    }

    /** Whether the server says this by itself, so that it is no line of chat. */
    boolean isNotice(String line) {
        return switch (this) {
            case CHAT -> line.startsWith("* ");
            case GOPL -> line.startsWith("You are ") || line.endsWith(" has arrived") || line.endsWith(" has left");
        };
    }
}
