package chat;

import module java.base;

/**
 * Stage 4: the members and what they said, confined to one thread, the broadcaster.
 * Other threads put events into its inbox; it takes one, handles it, takes the next.
 * The flaw: it waits while a client's outbox is full, so one client that stops reading stops everyone a little later.
 */
final class ChatRoom implements Runnable {
    private sealed interface Event {}
    private record Join(Client client, String name, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Client sender, String text) implements Event {}
    private record Leave(Client client, BlockingQueue<Boolean> reply) implements Event {}

    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(256);
    private final Map<String, Client> members = new HashMap<>(); // its thread's alone
    private final List<Message> history = new ArrayList<>(); // its thread's alone
    private Thread thread; // set by itself: any other thread finds another than itself here, or null

    // Called on the clients' threads.

    /** Lets the client in under this name and sends it the history; false if another member has the name. */
    boolean join(Client client, String name) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Join(client, name, reply));
        return reply.take();
    }

    /** Sends what a member says to all the others. */
    void say(Client sender, String text) throws InterruptedException {
        inbox.put(new Say(sender, text));
    }

    /** Takes the client out and tells the others; does nothing if it isn't a member. */
    void leave(Client client) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Leave(client, reply));
        reply.take(); // from now on the room sends the client nothing
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
            // The server is closing.
        }
    }

    // Called on the room's thread alone.

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Join(var client, var name, var reply) -> reply.add(admit(client, name));
            case Say(var sender, var text) -> relay(sender, text);
            case Leave(var client, var reply) -> reply.add(remove(client));
        }
    }

    boolean admit(Client client, String name) throws InterruptedException {
        assert Thread.currentThread() == thread;
        if (members.containsKey(name)) {
            return false;
        }
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        client.name(name);
        members.put(name, client);
        broadcast("* " + name + " has joined the chat\n", members.values(), client);
        return true;
    }

    void relay(Client sender, String text) throws InterruptedException {
        assert Thread.currentThread() == thread;
        var message = new Message(sender.name(), text);
        history.add(message);
        broadcast(message.line(), members.values(), sender);
    }

    boolean remove(Client client) throws InterruptedException {
        assert Thread.currentThread() == thread;
        if (members.remove(client.name(), client)) {
            broadcast("* " + client.name() + " has left the chat\n", members.values(), client);
        }
        return true;
    }

    private static void broadcast(String line, Collection<Client> members, Client except) throws InterruptedException {
        for (Client member : members) {
            if (member != except) {
                member.send(line);
            }
        }
    }
}
