package chat;

import module java.base;

/**
 * Stage 3's room with another lock in place of {@code synchronized}; or with none, and collections that many threads
 * may use at once. Without a lock it promises less: each receiver hears two speakers in an order of its own, and who
 * joins while somebody speaks may hear that twice, from the history and from the broadcast.
 */
final class SharedRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final Lock lock; // or null
    private final Map<String, Client> members;
    private final Collection<Message> history;

    SharedRoom(Lock lock, Map<String, Client> members, Collection<Message> history) {
        this.lock = lock;
        this.members = members;
        this.history = history;
    }

    @Override
    public Member connect(OutputStream out) {
        return new Connected(new Client(InputStream.nullInputStream(), out));
    }

    @Override
    public boolean join(Member member, String name) {
        Client client = client(member);
        lock();
        try {
            if (members.containsKey(name)) {
                return false;
            }
            client.send(history.stream().map(Message::line).collect(Collectors.joining()));
            client.name(name);
            members.put(name, client);
            broadcast("* " + name + " has joined the chat\n", client);
            return true;
        } finally {
            unlock();
        }
    }

    @Override
    public void say(Member member, String text) {
        Client sender = client(member);
        lock();
        try {
            var message = new Message(sender.name(), text);
            history.add(message);
            broadcast(message.line(), sender);
        } finally {
            unlock();
        }
    }

    private void broadcast(String line, Client except) {
        for (Client member : members.values()) {
            if (member != except) {
                member.send(line);
            }
        }
    }

    private void lock() {
        if (lock != null) {
            lock.lock();
        }
    }

    private void unlock() {
        if (lock != null) {
            lock.unlock();
        }
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {}
}
