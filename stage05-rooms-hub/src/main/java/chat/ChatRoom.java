package chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;

/**
 * Stage 5: one room of many: its members and what they said, confined to the room's own thread. Other threads put
 * events into its inbox; it takes one, handles it, takes the next. The flaw: it waits while a client's outbox is full,
 * so one client that stops reading stops its whole room, though no other.
 */
final class ChatRoom implements Runnable {
    private sealed interface Event {}
    private record Join(Client client, String name, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Client sender, String as, String text) implements Event {}
    private record Who(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Leave(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Close() implements Event {}

    private final String name;
    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(256);
    private final Map<String, Client> members = new LinkedHashMap<>(); // the room's thread's alone
    private final List<Message> history = new ArrayList<>(); // the room's thread's alone

    ChatRoom(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Lets the client in under this name and sends it the history; false if another member has the name. */
    boolean join(Client client, String name) throws InterruptedException {
        var reply = new ArrayBlockingQueue<Boolean>(1);
        inbox.put(new Join(client, name, reply));
        return reply.take();
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

    /** The room's work, until it is closed or interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                switch (inbox.take()) {
                    case Join(var client, var name, var reply) -> reply.add(admit(client, name));
                    case Say(var sender, var as, var text) -> {
                        var message = new Message(as, text);
                        history.add(message);
                        broadcast(message.line(), members.values(), sender);
                    }
                    case Who(var client, var reply) -> {
                        client.send(list()); // the room itself: else who comes or goes next might be told first
                        reply.add(true);
                    }
                    case Leave(var client, var reply) -> {
                        if (members.remove(client.name(), client)) {
                            broadcast("* " + client.name() + " has left " + name + "\n", members.values(), client);
                        }
                        reply.add(true);
                    }
                    case Close() -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            // The server is closing.
        }
    }

    private boolean admit(Client client, String name) throws InterruptedException {
        if (members.containsKey(name)) {
            return false;
        }
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        client.send(members.isEmpty() ? "* You are alone in " + this.name + ".\n" : list());
        client.name(name);
        members.put(name, client);
        broadcast("* " + name + " has joined " + this.name + "\n", members.values(), client);
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
