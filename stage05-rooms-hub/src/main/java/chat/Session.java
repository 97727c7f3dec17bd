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
    private ChatRoom room; // null until the client has a name

    Session(String peer, Client client, Hub hub) {
        this.peer = peer;
        this.client = client;
        this.hub = hub;
    }

    /** Talks with the client until it leaves, and tells why it left. */
    String run() throws InterruptedException {
        client.send(GREETING);
        String why;
        try {
            why = talk();
        } catch (IOException e) {
            why = e.getMessage();
        }
        hub.leave(client, room); // in no finally: what interrupts this thread ends the one that would answer, too
        client.end();
        return why;
    }

    private String talk() throws IOException, InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            if (client.name() == null) {
                client.send(PROMPT);
            }
            String line = client.readLine();
            if (line == null) {
                return "end of input";
            } else if (!Text.isBlank(line) && !obey(Text.harmless(line))) {
                return "/quit";
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
                    IO.println(peer + " is " + client.name());
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
        }
        return true;
    }
}
