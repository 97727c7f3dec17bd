package chat;

import module java.base;

/** Every bound of the server: what a client can make it hold, or wait for, is in here. Immutable. */
record Limits(
        SlowClient slowClient, // what becomes of a client whose outbox is full when nobody waits for it any longer
        int outbox, // lines that may wait to be written to a client, and events that a room handles in one go
        int history, // lines that a room remembers; a newcomer is sent all of them in one piece, however long
        int maxClients, // that are connected, with or without a name
        int maxRooms, // the lobby among them
        int maxLine, // characters (Unicode code points) in a line
        Duration idle, // for which a client that has a name may say nothing
        Duration nameTimeout) { // in which a client must give its name

    enum SlowClient { DISCONNECT, DROP_NEWEST, DROP_OLDEST }

    static final Limits DEFAULT = parse(List.of());

    static final String NAME = "(?:[\\p{L}\\p{Nd}]\\p{M}{0,3}|[_-]){1,20}"; // of a client or a room
    static final int NAME_ATTEMPTS = 10;
    static final int LISTED = 100; // members that a list names; of the others it says how many they are
    static final int BACKLOG = 1024; // clients that may wait to be accepted
    static final int INBOX = 256; // events that may wait for a room
    static final Limits LOG = parse(List.of("--slow-client=drop-newest", "--outbox=1000")); // of standard output
    static final int WRITE = 16_384; // bytes written to a client at once, and that the system may hold for it
    static final Duration PATIENCE = Duration.ofMillis(1250); // with a client that doesn't read, see Outbox
    static final Duration FAREWELL = Duration.ofSeconds(2); // in which what is left is written to a client that goes
    static final Duration LAST_LOOK = Duration.ofSeconds(1); // in which a client may see that it was left, and close
    static final Duration ACCEPT_PAUSE = Duration.ofMillis(100); // before another try when a client can't be accepted

    static final String USAGE = """
            [--slow-client=disconnect|drop-newest|drop-oldest] [--outbox=256] [--history=100] [--max-clients=1000]
            [--max-rooms=100] [--max-line=1000] [--idle=5m] [--name-timeout=30s]""";

    /** The limits that these options ask for; throws an IllegalArgumentException that says which is wrong, and why. */
    static Limits parse(List<String> options) {
        var given = new HashMap<>(Map.of("--slow-client", "disconnect", "--outbox", "256", "--history", "100", "--idle",
                "5m", "--max-clients", "1000", "--max-rooms", "100", "--max-line", "1000", "--name-timeout", "30s"));
        for (String option : options) {
            String[] pair = option.split("=", 2);
            if (given.replace(pair[0], pair.length == 2 ? pair[1] : "") == null) {
                throw new IllegalArgumentException(pair[0] + ": there is no such option");
            }
        }
        String policy = value(given, "--slow-client", "disconnect|drop-newest|drop-oldest",
                "disconnect, drop-newest or drop-oldest");
        return new Limits(
                SlowClient.valueOf(policy.toUpperCase(Locale.ROOT).replace('-', '_')),
                number(given, "--outbox"),
                Integer.parseInt(value(given, "--history", "\\d{1,6}", "a whole number from 0 to 999999")),
                number(given, "--max-clients"),
                number(given, "--max-rooms"),
                number(given, "--max-line"),
                time(given, "--idle"),
                time(given, "--name-timeout"));
    }

    private static int number(Map<String, String> given, String option) {
        return Integer.parseInt(value(given, option, "[1-9]\\d{0,5}", "a whole number from 1 to 999999"));
    }

    private static Duration time(Map<String, String> given, String option) {
        return Duration.parse("PT" + value(given, option, "[1-9]\\d{0,5}[smh]", "a time such as 30s, 5m or 1h"));
    }

    private static String value(Map<String, String> given, String option, String form, String expected) {
        if (!given.get(option).matches(form)) {
            throw new IllegalArgumentException(option + "=" + given.get(option) + ": must be " + expected);
        }
        return given.get(option);
    }

    /** A time in words, for clients: 5 minutes, 1 second. */
    static String words(Duration time) {
        boolean minutes = time.toSecondsPart() == 0;
        long number = minutes ? time.toMinutes() : time.toSeconds();
        return number + (minutes ? " minute" : " second") + (number == 1 ? "" : "s");
    }
}
