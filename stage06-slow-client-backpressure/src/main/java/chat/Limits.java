package chat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Every bound of the server: what a client can make it hold, or wait for, is in here. Immutable.
 *
 * @param slowClient what happens to a client whose outbox is full when the room's patience is at an end
 * @param outbox how many lines may wait to be written to a client; also how many events a room handles in one go
 * @param patience how long a room waits, in all, for a client that doesn't read
 * @param history how many lines a room remembers
 * @param maxClients how many may be connected, with or without a name
 * @param maxRooms how many rooms there may be, the lobby among them
 * @param maxLine how many characters (Unicode code points) a line may have
 * @param idle how long a client that has a name may say nothing
 * @param nameTimeout how long a client may take, in all, to give a name
 */
record Limits(
        SlowClient slowClient, int outbox, Duration patience, int history, int maxClients, int maxRooms, int maxLine,
        Duration idle, Duration nameTimeout) {

    /** What a room does with a line for a client that doesn't read. */
    enum SlowClient { DISCONNECT, DROP_NEWEST, DROP_OLDEST }

    static final Limits DEFAULT = parse(List.of());

    static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}_-]{1,20}"); // of a client or a room
    static final String NAME_RULE = "A name has 1 to 20 characters: letters, digits, _ and -.";
    static final int NAME_ATTEMPTS = 10;
    static final int LISTED = 100; // members that a list names; of the others it says how many they are
    static final int BACKLOG = 1024; // clients that may wait to be accepted
    static final int INBOX = 256; // events that may wait for a room
    static final int WRITE = 16_384; // bytes written to a client at once, and that the system may hold for it: in small
    // steps it is soon seen whether the client reads
    static final Duration FAREWELL = Duration.ofSeconds(2); // in which what is left is written to a client that goes
    static final Duration LAST_LOOK = Duration.ofSeconds(1); // in which a client may see that it was left, and close
    static final int LAST_LOOKS = 100; // clients that may have one at a time; of more the connection is closed at once
    static final Duration ACCEPT_PAUSE = Duration.ofMillis(100); // before another try when a client can't be accepted

    static final String USAGE = """
            [--slow-client=disconnect|drop-newest|drop-oldest] [--outbox=256] [--history=100] [--max-clients=1000]
            [--max-rooms=100] [--max-line=1000] [--idle=5m] [--name-timeout=30s]""";

    /**
     * The limits that these options ask for, such as {@code --idle=5m}, and the default of all others.
     *
     * @throws IllegalArgumentException says which option is wrong, and why
     */
    static Limits parse(List<String> options) {
        var given = new HashMap<String, String>();
        for (String option : options) {
            String[] nameAndValue = option.split("=", 2);
            given.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
        }
        var limits = new Limits(
                policy(given, "--slow-client", "disconnect"),
                number(given, "--outbox", "256", 1),
                Duration.ofMillis(500),
                number(given, "--history", "100", 0),
                number(given, "--max-clients", "1000", 1),
                number(given, "--max-rooms", "100", 1),
                number(given, "--max-line", "1000", 1),
                duration(given, "--idle", "5m"),
                duration(given, "--name-timeout", "30s"));
        for (String unknown : given.keySet()) {
            throw new IllegalArgumentException(unknown + ": there is no such option");
        }
        return limits;
    }

    private static SlowClient policy(Map<String, String> given, String option, String otherwise) {
        String value = value(given, option, otherwise);
        return switch (value) {
            case "disconnect" -> SlowClient.DISCONNECT;
            case "drop-newest" -> SlowClient.DROP_NEWEST;
            case "drop-oldest" -> SlowClient.DROP_OLDEST;
            default -> throw wrong(option, value, "disconnect, drop-newest or drop-oldest");
        };
    }

    private static int number(Map<String, String> given, String option, String otherwise, int least) {
        String value = value(given, option, otherwise);
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
            throw wrong(option, value, "a whole number from " + least + " to 999999");
        }
        return Integer.parseInt(value);
    }

    private static Duration duration(Map<String, String> given, String option, String otherwise) {
        String value = value(given, option, otherwise);
        if (!value.matches("[1-9]\\d{0,5}[smh]")) {
            throw wrong(option, value, "a time such as 30s, 5m or 1h");
        }
        return Duration.parse("PT" + value);
    }

    private static String value(Map<String, String> given, String option, String otherwise) {
        String value = given.remove(option);
        return value == null ? otherwise : value;
    }

    private static IllegalArgumentException wrong(String option, String value, String expected) {
        return new IllegalArgumentException(option + "=" + value + ": must be " + expected);
    }

    /** A time in words, for clients: 5 minutes, 1 second. */
    static String words(Duration time) {
        boolean minutes = time.toSecondsPart() == 0;
        long number = minutes ? time.toMinutes() : time.toSeconds();
        return number + (minutes ? " minute" : " second") + (number == 1 ? "" : "s");
    }
}
