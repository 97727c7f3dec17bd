package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A room with concurrent collections in place of a lock. It promises less than the others: each receiver
 * hears two speakers in an order of its own, and who joins while somebody speaks may hear that twice, from
 * the history and from the broadcast.
 */
final class LockFreeRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final Collection<Client> members;
    private final Queue<Message> history = new ConcurrentLinkedQueue<>();

    /** With the members in this collection, which any thread may change and iterate. */
    LockFreeRoom(Collection<Client> members) {
        this.members = members;
    }

    @Override
    public Member connect(OutputStream out) {
        return new Connected(new Client(InputStream.nullInputStream(), out));
    }

    @Override
    public boolean join(Member member, String name) {
        Client client = client(member);
        if (!names.add(name)) {
            return false;
        }
        client.name(name);
        members.add(client);
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        LockRoom.broadcast("* " + name + " has joined the chat\n", members, client);
        return true;
    }

    @Override
    public void say(Member member, String text) {
        Client sender = client(member);
        var message = new Message(sender.name(), text);
        history.add(message);
        LockRoom.broadcast(message.line(), members, sender);
    }

    @Override
    public void leave(Member member) {
        Client client = client(member);
        if (members.remove(client)) {
            LockRoom.broadcast("* " + client.name() + " has left the chat\n", members, client);
            names.remove(client.name());
        }
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {}
}
