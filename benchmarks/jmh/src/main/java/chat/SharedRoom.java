package chat;

import module java.base;

/**
 * Stage 3's room with another lock in place of {@code synchronized}; or with none, and collections that many threads
 * may use at once. Without a lock it promises less: each receiver hears two speakers in an order of its own, and who
 * joins while somebody speaks may hear that twice, from the history and from the broadcast.
 */
final class SharedRoom implements Room {
    private final Lock lock; // or null
    private final Map<String, Client> members;
    private final Collection<Message> history;

    SharedRoom(Lock lock, Map<String, Client> members, Collection<Message> history) {
        this.lock = lock;
        this.members = members;
        this.history = history;
    }

    @Override
    public Optional<Speaker> join(OutputStream out, String name) {
        var client = new Client(InputStream.nullInputStream(), out);
        lock();
        try {
            if (members.containsKey(name)) {
                return Optional.empty();
            }
            client.send(history.stream().map(Message::line).collect(Collectors.joining()));
            client.name(name);
            members.put(name, client);
            broadcast("* " + name + " has joined the chat\n", client);
            return Optional.of(text -> say(client, text));
        } finally {
            unlock();
        }
    }

    private void say(Client sender, String text) {
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

    @Override
    public void close() {}
}
