package chat;

import module java.base;

/**
 * Stage 6: one room of many: its members and what they said, confined to the room's own thread.
 * Other threads put events into its inbox; it takes all that wait, and sends what was said in one piece.
 * Inbox, history and outboxes are bounded; a member for which the room has waited long enough is waited for no longer.
 */
final class ChatRoom implements Runnable {
    private sealed interface Event {}
    private record Join(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Client sender, String as, String text) implements Event {}
    private record Who(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Leave(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Close() implements Event {}

    private record Line(String text, Client except) {}

    private final String name;
    private final Limits limits;
    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(Limits.INBOX);
    private final Map<String, Client> members = new LinkedHashMap<>(); // its thread's alone
    private final Deque<String> history = new ArrayDeque<>(); // its thread's alone
    private Thread thread; // set by itself: any other thread finds another than itself here, or null

    ChatRoom(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
    }

    String name() {
        return name;
    }

    // Called on the clients' threads.

    /** Lets the client in, and sends it the history and the list of the members. */
    void join(Client client) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Join(client, reply));
        reply.take();
    }

    /** Sends what a member says to all the others. */
    void say(Client sender, String text) throws InterruptedException {
        say(sender, sender.name(), text);
    }

    /** Sends what a client says, which need not be a member, to all the others. */
    void say(Client sender, String as, String text) throws InterruptedException {
        inbox.put(new Say(sender, as, text));
    }

    /** Sends the client the line that lists the members, in order of arrival. */
    void who(Client client) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Who(client, reply));
        reply.take();
    }

    /** Takes the client out and tells the others; does nothing if it isn't a member. */
    void leave(Client client) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Leave(client, reply));
        reply.take(); // from now on the room sends the client nothing
    }

    /** Ends the room's thread when it has handled what was put into the inbox before. */
    void close() throws InterruptedException {
        inbox.put(new Close());
    }

    /** The work of the room's thread, which ends with it. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        var events = new ArrayList<Event>();
        try {
            while (true) {
                events.clear();
                events.add(inbox.take());
                inbox.drainTo(events, limits.outbox() - 1);
                relay(events); // first, for whoever comes, asks or leaves waits for its answer, and may hear it
                for (Event event : events) {
                    handle(event);
                }
            }
        } catch (InterruptedException e) {
            // The room is closed, or the server is closing.
        }
    }

    // Called on the room's thread alone.

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Join(var client, var reply) -> reply.add(admit(client));
            case Say _ -> { } // relayed
            case Who(var client, var reply) -> {
                client.send(list()); // the room itself: else who comes or goes next might be told first
                reply.add(true);
            }
            case Leave(var client, var reply) -> reply.add(remove(client));
            case Close() -> thread.interrupt(); // so its next wait is its end
        }
    }

    boolean admit(Client client) throws InterruptedException {
        assert Thread.currentThread() == thread;
        client.send(String.join("", history));
        client.send(members.isEmpty() ? "* You are alone in " + name + ".\n" : list());
        members.put(client.name(), client);
        broadcast(List.of(new Line("* " + client.name() + " has joined " + name + "\n", client)));
        return true;
    }

    void relay(List<Event> events) throws InterruptedException {
        assert Thread.currentThread() == thread;
        String now = Message.now();
        var lines = new ArrayList<Line>();
        for (Event event : events) {
            if (event instanceof Say(var sender, var as, var text) && sender.reason() != Client.TOO_SLOW) {
                lines.add(new Line(new Message(now, as, text).line(), sender));
                history.add(lines.getLast().text);
            }
        }
        while (history.size() > limits.history()) {
            history.remove();
        }
        if (!lines.isEmpty()) {
            broadcast(lines);
        }
    }

    boolean remove(Client client) throws InterruptedException {
        assert Thread.currentThread() == thread;
        if (members.remove(client.name(), client)) {
            String why = client.reason() == null ? "" : " (" + client.reason() + ")";
            broadcast(List.of(new Line("* " + client.name() + " has left " + name + why + "\n", client)));
        }
        return true;
    }

    private String list() {
        String first = members.keySet().stream().limit(Limits.LISTED).collect(Collectors.joining(", "));
        int more = members.size() - Limits.LISTED;
        return "* In " + name + ": " + first + (more > 0 ? " and " + more + " more" : "") + "\n";
    }

    /** Sends each member all the lines in one piece. Who is found too slow is removed. */
    private void broadcast(List<Line> lines) throws InterruptedException {
        var all = piece(lines, null);
        var exceptions = lines.stream().map(Line::except).collect(Collectors.toSet());
        var tooSlow = new ArrayList<Client>();
        for (Client member : members.values()) {
            if (!member.send(exceptions.contains(member) ? piece(lines, member) : all)) {
                tooSlow.add(member);
            }
        }
        for (Client member : tooSlow) {
            remove(member);
        }
    }

    private static Outbox.Lines piece(List<Line> lines, Client client) {
        var others = lines.stream().filter(line -> line.except != client).map(Line::text).toList();
        return new Outbox.Lines(String.join("", others).getBytes(StandardCharsets.UTF_8), others.size());
    }
}
