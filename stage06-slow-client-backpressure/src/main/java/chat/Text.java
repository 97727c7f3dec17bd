package chat;

import module java.base;

/** What people see of what others type. The same in all stages. */
final class Text {
    private static final Pattern HARMFUL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f\u2028-\u202e\u2066-\u2069\ufeff]");
    private static final Pattern INVISIBLE = Pattern.compile("(?U)[\\s\\p{Cc}\\p{Cf}\u034f\u115f\u1160\u17b4\u17b5"
            + "\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\\x{e0100}-\\x{e01ef}]*");

    private Text() {}

    /** The line without what repaints, reorders or hides other text. A tab becomes a space. */
    static String harmless(String line) {
        if (line.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return line; // as most are, and this is quicker
        }
        return HARMFUL.matcher(line.replace('\t', ' ')).replaceAll("");
    }

    /** Whether a line shows nothing. */
    static boolean isBlank(String line) {
        return INVISIBLE.matcher(line).matches();
    }

    /** The line without the space, of any script, at its ends. */
    static String strip(String line) {
        return line.replaceAll("(?U)^\\s+|\\s+$", "");
    }

    /** The name on this line, in its one form: an accent is a part of its letter, in however many pieces it came. */
    static String name(String line) {
        return Normalizer.normalize(strip(line), Normalizer.Form.NFC);
    }

    /** The address at a socket's other end: 127.0.0.1:60912 or [::1]:60912. */
    static String peer(Socket socket) {
        String host = socket.getInetAddress().getHostAddress().replaceFirst("(^|:)0(:0)+(:|$)", "::");
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + socket.getPort();
    }
}
