package chat;

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

    /** The command on this line; a line that is none is chat. */
    static Command parse(String line) {
        if (!line.startsWith("/") && !line.startsWith(":")) {
            return new Say(line);
        }
        String[] word = Text.name(line).split("(?U)\\s+", 3);
        return switch (word[0]) {
            case "/help", ":h", ":help" -> new Help();
            case "/rooms" -> new Rooms();
            case "/who" -> new Who();
            case "/join", ":cr", ":change-room", ":changeroom", ":change_room" ->
                    word.length == 2 ? new Join(word[1]) : new Wrong("Usage: /join ROOM");
            case "/create", ":n", ":nr", ":new" ->
                    word.length == 2 ? new Create(word[1]) : new Wrong("Usage: /create ROOM");
            case "/send", ":erm" -> word.length == 3 ? new Send(word[1], word[2]) : new Wrong("Usage: /send ROOM TEXT");
            case "/quit", ":e", ":exit" -> new Quit();
            default -> word[0].matches("/\\p{L}.*")
                    ? new Wrong("Unknown command: " + word[0] + ", try /help")
                    : new Say(line);
        };
    }
}
