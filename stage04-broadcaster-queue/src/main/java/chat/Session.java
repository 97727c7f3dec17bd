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
    private final ChatRoom room;

    Session(String peer, Client client, ChatRoom room) {
        this.peer = peer;
        this.client = client;
        this.room = room;
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
        room.leave(client); // in no finally: what interrupts this thread ends the one that would answer, too
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
        if (Text.strip(line).equals("/quit")) {
            return false;
        } else if (client.name() != null) {
            room.say(client, line);
        } else if (room.join(client, Text.name(line))) {
            IO.println(peer + " is " + client.name());
        } else {
            client.send("* That name is taken.\n");
        }
        return true;
    }
}
