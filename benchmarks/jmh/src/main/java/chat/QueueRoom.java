package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import module java.base;

/**
 * Stage 4's room with other queues and other threads: one broadcaster, an inbox, and for each client an outbox and a
 * writer. What stands in a queue is not an event, as there, but what to do about it.
 */
final class QueueRoom implements Room {
    /** What the thread at the other end of a queue is to do. */
    interface Task {
        void run() throws InterruptedException, IOException;
    }

    private record Connected(String name, OutputStream out, BlockingQueue<Task> outbox) {
        private void send(String text) throws InterruptedException {
            byte[] bytes = text.getBytes(UTF_8); // on the broadcaster, as in stage 4
            outbox.put(() -> out.write(bytes));
        }
    }

    private final Supplier<BlockingQueue<Task>> queues;
    private final ExecutorService threads;
    private final BlockingQueue<Task> inbox;
    private final Map<String, Connected> members = new HashMap<>(); // the broadcaster's alone
    private final List<Message> history = new ArrayList<>(); // the broadcaster's alone

    QueueRoom(Supplier<BlockingQueue<Task>> queues, ThreadFactory factory) {
        this.queues = queues;
        threads = Executors.newThreadPerTaskExecutor(factory);
        inbox = queues.get();
        threads.execute(() -> runTasksOf(inbox));
    }

    private static void runTasksOf(BlockingQueue<Task> queue) {
        try {
            while (true) {
                queue.take().run();
            }
        } catch (InterruptedException e) {
            // The room is closing.
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the streams of these measurements never fail
        }
    }

    @Override
    public Optional<Speaker> join(OutputStream out, String name) throws InterruptedException {
        var client = new Connected(name, out, queues.get());
        threads.execute(() -> runTasksOf(client.outbox));
        var isIn = new CompletableFuture<Boolean>();
        inbox.put(() -> isIn.complete(admit(client)));
        return isIn.join() ? Optional.of(text -> inbox.put(() -> say(client, text))) : Optional.empty();
    }

    private boolean admit(Connected client) throws InterruptedException {
        if (members.putIfAbsent(client.name, client) != null) {
            return false;
        }
        client.send(history.stream().map(Message::line).collect(Collectors.joining()));
        broadcast("* " + client.name + " has joined the chat\n", client);
        return true;
    }

    private void say(Connected sender, String text) throws InterruptedException {
        var message = new Message(sender.name, text);
        history.add(message);
        broadcast(message.line(), sender);
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
