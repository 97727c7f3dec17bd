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
    private final BufferedReader in;
    private final OutputStream out;
    private String name; // null until the client has given one

    Session(String peer, InputStream in, OutputStream out) {
        this.peer = peer;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /** Talks with the client until it leaves, and tells why it left. */
    String run() throws IOException {
        out.write(GREETING.getBytes(StandardCharsets.UTF_8));
        return talk();
    }

    private String talk() throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            if (name == null) {
                out.write(PROMPT.getBytes(StandardCharsets.UTF_8));
            }
            String line = in.readLine();
            if (line == null) {
                return "end of input";
            } else if (!Text.isBlank(line) && !obey(Text.harmless(line))) {
                return "/quit";
            }
        }
        return "the server is closing";
    }

    /** Does what the line asks for; false if that is to leave. The first line that isn't blank is the client's name. */
    private boolean obey(String line) throws IOException {
        if (Text.strip(line).equals("/quit")) {
            return false;
        } else if (name == null) {
            name = Text.name(line);
            IO.println(peer + " is " + name);
        } else {
            out.write(new Message(name, line).line().getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }
}
