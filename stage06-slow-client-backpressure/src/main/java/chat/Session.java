package chat;

import module java.base;

/** One client's stay, from the greeting until it leaves. Its own thread's alone. */
final class Session {
    private static final String GREETING = """
              ___ _         _
             / __| |_  __ _| |_
            | (__| ' \\/ _` |  _|
             \\___|_||_\\__,_|\\__|
            Welcome to the chat!
            """;
    private static final String PROMPT = "[ENTER YOUR NAME]: ";

    private final String peer;
    private final Client client;
    private final Hub hub;
    private final Limits limits;
    private final Client log;
    private ChatRoom room; // null until the client has a name
    private int refusals; // of names

    Session(String peer, Client client, Hub hub, Limits limits, Client log) {
        this.peer = peer;
        this.client = client;
        this.hub = hub;
        this.limits = limits;
        this.log = log;
    }

    /** Talks with the client until it leaves or is dismissed. */
    void run() throws InterruptedException {
        client.send(GREETING);
        String why;
        try {
            why = talk();
        } catch (IOException e) {
            why = e.getMessage();
        }
        log.send(peer + " left: " + (client.reason() == null ? why : client.reason()) + "\n");
        hub.leave(client, room); // in no finally: what interrupts this thread ends the one that would answer, too
        client.end();
    }

    private String talk() throws IOException, InterruptedException {
        long nameBy = System.nanoTime() + limits.nameTimeout().toNanos();
        while (client.reason() == null && !Thread.currentThread().isInterrupted()) {
            if (client.name() == null) {
                client.send(PROMPT);
            }
            try {
                String line = client.readLine(room == null ? nameBy : System.nanoTime() + limits.idle().toNanos());
                if (line == null) {
                    return "end of input";
                } else if (line == Client.TOO_LONG) {
                    client.send("* That line is too long (" + limits.maxLine() + " characters at most)"
                            + " and was not sent.\n");
                } else if (!Text.isBlank(line) && !obey(Text.harmless(line))) {
                    return "/quit";
                }
            } catch (SocketTimeoutException e) {
                client.dismiss(room == null ? "no name" : "idle", room == null
                        ? "* You gave no name for " + Limits.words(limits.nameTimeout()) + ". Goodbye.\n"
                        : "* You were idle for " + Limits.words(limits.idle()) + ". Goodbye.\n");
            }
        }
        return "the server is closing";
    }

    /** Does what the line asks for; false if that is to leave. The first line that isn't blank is the client's name. */
    private boolean obey(String line) throws InterruptedException {
        try {
            switch (Command.parse(line)) {
                case Command.Quit() -> {
                    return false;
                }
                case Command _ when room == null -> {
                    room = hub.enter(client, Text.name(line));
                    log.send(peer + " is " + client.name() + "\n");
                }
                case Command.Say(var text) -> room.say(client, text);
                case Command.Help() -> client.send(Command.HELP);
                case Command.Rooms() -> client.send(hub.list());
                case Command.Who() -> room.who(client);
                case Command.Join(var name) -> room = hub.move(client, room, name);
                case Command.Create(var name) -> room = hub.create(client, room, name);
                case Command.Send(var name, var text) -> {
                    hub.send(client, room, name, text);
                    client.send("* Sent to " + name + ".\n");
                }
                case Command.Wrong(var answer) -> client.send("* " + answer + "\n");
            }
        } catch (Hub.Refusal e) {
            client.send("* " + e.getMessage() + "\n");
            if (room == null && ++refusals == Limits.NAME_ATTEMPTS) {
                client.dismiss("no name", "* You tried " + refusals + " names. Goodbye.\n");
            }
        }
        return true;
    }
}
