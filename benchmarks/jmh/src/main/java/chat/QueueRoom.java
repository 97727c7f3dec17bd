package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Stage 4 with other queues and other threads: one broadcaster, an inbox, and for each client an outbox and a writer. A
 * thread that drains takes all that waits in its queue at once, and a writer that drains makes one write of it.
 */
final class QueueRoom implements Room {
    /** Makes the queues. They have to hold all that is in the air: what a full one does is not measured here. */
    interface Queues {
        <T> BlockingQueue<T> make();
    }

    private sealed interface Event {}
    private record Join(Connected client, String name, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Connected sender, String text) implements Event {}
    private record Leave(Connected client, BlockingQueue<Boolean> reply) implements Event {}

    private static final class Connected implements Member {
        final OutputStream out;
        final BlockingQueue<byte[]> outbox;
        String name;

        Connected(OutputStream out, BlockingQueue<byte[]> outbox) {
            this.out = out;
            this.outbox = outbox;
        }

        void send(String text) throws InterruptedException {
            outbox.put(text.getBytes(UTF_8));
        }

        void write(List<byte[]> texts) {
            try {
                if (texts.size() == 1) {
                    out.write(texts.getFirst());
                    return;
                }
                int length = 0;
                for (byte[] text : texts) {
                    length += text.length;
                }
                var all = new byte[length];
                int at = 0;
                for (byte[] text : texts) {
                    System.arraycopy(text, 0, all, at, text.length);
                    at += text.length;
                }
                out.write(all);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // the streams of these measurements never fail
            }
        }
    }

    private final Queues queues;
    private final boolean drains;
    private final ExecutorService threads;
    private final BlockingQueue<Event> inbox;
    private final Map<String, Connected> members = new HashMap<>(); // the broadcaster's alone
    private final List<Message> history = new ArrayList<>(); // the broadcaster's alone

    QueueRoom(Queues queues, ThreadFactory factory, boolean drains) {
        this.queues = queues;
        this.drains = drains;
        threads = Executors.newThreadPerTaskExecutor(factory);
        inbox = queues.make();
        threads.execute(() -> takeFrom(inbox, this::handle));
    }

    @Override
    public Member connect(OutputStream out) {
        var client = new Connected(out, queues.make());
        threads.execute(() -> takeFrom(client.outbox, client::write));
        return client;
    }

    @Override
    public boolean join(Member member, String name) throws InterruptedException {
        BlockingQueue<Boolean> reply = queues.make();
        inbox.put(new Join((Connected) member, name, reply));
        return reply.take();
    }

    @Override
    public void say(Member member, String text) throws InterruptedException {
        inbox.put(new Say((Connected) member, text));
    }

    @Override
    public void leave(Member member) throws InterruptedException {
        BlockingQueue<Boolean> reply = queues.make();
        inbox.put(new Leave((Connected) member, reply));
        reply.take();
    }

    private <T> void takeFrom(BlockingQueue<T> queue, Consumer<List<T>> consumer) {
        try {
            var taken = new ArrayList<T>();
            while (true) {
                taken.add(queue.take());
                if (drains) {
                    Design.QueueKind.drain(queue, taken);
                }
                consumer.accept(taken);
                taken.clear();
            }
        } catch (InterruptedException e) {
            // The room is closing.
        }
    }

    private void handle(List<Event> events) {
        try {
            for (Event event : events) {
                handle(event);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Join(var client, var name, var reply) -> reply.add(admit(client, name));
            case Say(var sender, var text) -> {
                var message = new Message(sender.name, text);
                history.add(message);
                broadcast(message.line(), sender);
            }
            case Leave(var client, var reply) -> {
                if (members.remove(client.name, client)) {
                    broadcast("* " + client.name + " has left the chat\n", client);
                }
                reply.add(true);
            }
        }
    }

    private boolean admit(Connected client, String name) throws InterruptedException {
        if (members.containsKey(name)) {
            return false;
        }
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        client.name = name;
        members.put(name, client);
        broadcast("* " + name + " has joined the chat\n", client);
        return true;
    }

    private void broadcast(String line, Connected except) throws InterruptedException {
        for (Connected member : members.values()) {
            if (member != except) {
                member.send(line);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
