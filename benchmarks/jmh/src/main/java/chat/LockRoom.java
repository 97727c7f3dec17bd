package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;

/**
 * Stage 3 with other locks. With one lock for all that it does, everyone hears everything in the same
 * order. With a lock for speaking that several threads may hold at once (a read lock), two messages may
 * reach two receivers in different orders.
 */
final class LockRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final Lock speaking;
    private final Lock coming;
    private final Map<String, Client> members = new HashMap<>(); // read under either lock, changed under coming
    private final Collection<Message> history;

    /**
     * Several may hold {@code speaking}, if the history can bear it; whoever holds {@code coming} keeps all others out.
     */
    LockRoom(Lock speaking, Lock coming, Collection<Message> history) {
        this.speaking = speaking;
        this.coming = coming;
        this.history = history;
    }

    static LockRoom thatSharesSpeaking(Lock speaking, Lock coming) {
        return new LockRoom(speaking, coming, new ConcurrentLinkedQueue<>());
    }

    @Override
    public Member connect(OutputStream out) {
        return new Connected(new Client(InputStream.nullInputStream(), out));
    }

    @Override
    public boolean join(Member member, String name) {
        Client client = client(member);
        coming.lock();
        try {
            if (members.containsKey(name)) {
                return false;
            }
            client.send(history.stream().map(Message::line).collect(Collectors.joining()));
            client.name(name);
            members.put(name, client);
            broadcast("* " + name + " has joined the chat\n", members.values(), client);
            return true;
        } finally {
            coming.unlock();
        }
    }

    @Override
    public void say(Member member, String text) {
        Client sender = client(member);
        speaking.lock();
        try {
            var message = new Message(sender.name(), text);
            history.add(message);
            broadcast(message.line(), members.values(), sender);
        } finally {
            speaking.unlock();
        }
    }

    @Override
    public void leave(Member member) {
        Client client = client(member);
        coming.lock();
        try {
            if (members.remove(client.name(), client)) {
                broadcast("* " + client.name() + " has left the chat\n", members.values(), client);
            }
        } finally {
            coming.unlock();
        }
    }

    static void broadcast(String line, Iterable<Client> members, Client except) {
        for (Client member : members) {
            if (member != except) {
                member.send(line);
            }
        }
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {}
}
