package chat;

import module java.base;

/** What a client said, and when. Immutable, so every thread may have it. */
record Message(String time, String sender, String text) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    Message(String sender, String text) {
        this(now(), sender, text);
    }

    /** The time, as clients see it. */
    static String now() {
        return TIME.format(LocalDateTime.now());
    }

    /** The line as clients see it, with the newline that ends it. */
    String line() {
        return "[" + time + "][" + sender + "]: " + text + "\n";
    }
}
