package chat;

import module java.base;

/**
 * Stage 5: one room of many: its members and what they said, confined to the room's own thread.
 * Other threads put events into its inbox; it takes one, handles it, takes the next.
 * The flaw: it waits while a client's outbox is full, so one client that stops reading stops its room, though no other.
 */
final class ChatRoom implements Runnable {
    private sealed interface Event {}
    private record Join(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Client sender, String as, String text) implements Event {}
    private record Who(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Leave(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Close() implements Event {}

    private final String name;
    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(256);
    private final Map<String, Client> members = new LinkedHashMap<>(); // its thread's alone
    private final List<Message> history = new ArrayList<>(); // its thread's alone
    private Thread thread; // set by itself: any other thread finds another than itself here, or null

    ChatRoom(String name) {
        this.name = name;
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
        try {
            while (true) {
                handle(inbox.take());
            }
        } catch (InterruptedException e) {
            // The room is closed, or the server is closing.
        }
    }

    // Called on the room's thread alone.

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Join(var client, var reply) -> reply.add(admit(client));
            case Say(var sender, var as, var text) -> relay(sender, as, text);
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
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        client.send(members.isEmpty() ? "* You are alone in " + name + ".\n" : list());
        members.put(client.name(), client);
        broadcast("* " + client.name() + " has joined " + name + "\n", members.values(), client);
        return true;
    }

    void relay(Client sender, String as, String text) throws InterruptedException {
        assert Thread.currentThread() == thread;
        var message = new Message(as, text);
        history.add(message);
        broadcast(message.line(), members.values(), sender);
    }

    boolean remove(Client client) throws InterruptedException {
        assert Thread.currentThread() == thread;
        if (members.remove(client.name(), client)) {
            broadcast("* " + client.name() + " has left " + name + "\n", members.values(), client);
        }
        return true;
    }

    private String list() {
        return "* In " + name + ": " + String.join(", ", members.keySet()) + "\n";
    }

    private static void broadcast(String line, Collection<Client> members, Client except) throws InterruptedException {
        for (Client member : members) {
            if (member != except) {
                member.send(line);
            }
        }
    }
}
