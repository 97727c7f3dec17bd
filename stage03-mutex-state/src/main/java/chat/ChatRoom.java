package chat;

import module java.base;
import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Stage 3: the members and what they said, guarded by a lock; one thread at a time is in here. The flaw: it holds the
 * lock while it writes to sockets, so one client that stops reading stops everyone.
 */
final class ChatRoom {
    @GuardedBy("this") private final Map<String, Client> members = new HashMap<>();
    @GuardedBy("this") private final List<Message> history = new ArrayList<>();

    /** Lets the client in under this name and sends it the history; false if another member has the name. */
    synchronized boolean join(Client client, String name) {
        if (members.containsKey(name)) {
            return false;
        }
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        client.name(name);
        members.put(name, client);
        broadcast("* " + name + " has joined the chat\n", members.values(), client);
        return true;
    }

    /** Sends what a member says to all the others. */
    synchronized void say(Client sender, String text) {
        var message = new Message(sender.name(), text);
        history.add(message);
        broadcast(message.line(), members.values(), sender);
    }

    /** Takes the client out and tells the others; does nothing if it isn't a member. */
    synchronized void leave(Client client) {
        if (members.remove(client.name(), client)) {
            broadcast("* " + client.name() + " has left the chat\n", members.values(), client);
        }
    }

    private static void broadcast(String line, Collection<Client> members, Client except) {
        for (Client member : members) {
            if (member != except) {
                member.send(line);
            }
        }
    }
}
