package chat;

import java.util.regex.Pattern;

/** What a client's line asks for. Immutable. */
sealed interface Command {
    record Say(String text) implements Command {}
    record Help() implements Command {}
    record Rooms() implements Command {}
    record Who() implements Command {}
    record Join(String room) implements Command {}
    record Create(String room) implements Command {}
    record Send(String room, String text) implements Command {}
    record Quit() implements Command {}
    record Wrong(String answer) implements Command {}

    String HELP = """
            * /help: this list
            * /rooms: the rooms, and how many are in each
            * /who: who is in your room
            * /join ROOM: go to another room
            * /create ROOM: open a new room and go there
            * /send ROOM TEXT: say one thing in another room without leaving yours
            * /quit: leave the chat
            """;

    Pattern SPELLING = Pattern.compile("(?s)(?<word>/\\p{L}\\S*|:\\S+)(?:\\s+(?<rest>.*))?");

    /** The command on this line; a line that is none is chat. */
    static Command parse(String line) {
        var spelling = SPELLING.matcher(line.stripTrailing());
        if (!spelling.matches()) {
            return new Say(line);
        }
        String word = spelling.group("word");
        String rest = spelling.group("rest") == null ? "" : spelling.group("rest");
        String[] roomAndText = rest.split("\\s+", 2);
        boolean oneWord = !rest.isEmpty() && roomAndText.length == 1;
        return switch (word) {
            case "/help", ":h", ":help" -> new Help();
            case "/rooms" -> new Rooms();
            case "/who" -> new Who();
            case "/join", ":cr", ":change-room", ":changeroom", ":change_room" ->
                    oneWord ? new Join(rest) : new Wrong("Usage: /join ROOM");
            case "/create", ":n", ":nr", ":new" -> oneWord ? new Create(rest) : new Wrong("Usage: /create ROOM");
            case "/send", ":erm" -> roomAndText.length == 2
                    ? new Send(roomAndText[0], roomAndText[1])
                    : new Wrong("Usage: /send ROOM TEXT");
            case "/quit", ":e", ":exit" -> new Quit();
            default -> word.startsWith("/")
                    ? new Wrong("Unknown command: " + word + ", try /help")
                    : new Say(line);
        };
    }
}
