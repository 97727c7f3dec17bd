package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;

/**
 * Stage 6: one room of many, confined to its own thread. It takes all events that wait in its inbox in one go and adds
 * what comes of them to each member's {@link Outbox} at once: the more there is to do, the less each line costs. Inbox,
 * history and outboxes are bounded. A member for which the room has waited long enough is no longer waited for.
 */
final class ChatRoom implements Runnable {
    private sealed interface Event {}
    private record Join(Client client, String name, BlockingQueue<Boolean> reply) implements Event {}
    private record Say(Client sender, String as, String text) implements Event {}
    private record Who(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Leave(Client client, BlockingQueue<Boolean> reply) implements Event {}
    private record Close() implements Event {}

    /** A line for all members but one. */
    private record Line(Client except, byte[] text) {}

    private final String name;
    private final Limits limits;
    private final BlockingQueue<Event> inbox = new ArrayBlockingQueue<>(Limits.INBOX);
    private final Map<String, Client> members = new LinkedHashMap<>(); // the room's thread's alone
    private final Deque<Message> history = new ArrayDeque<>(); // the room's thread's alone
    private final List<Line> lines = new ArrayList<>(); // to be sent, the room's thread's alone
    private final Map<Client, Integer> had = new HashMap<>(); // how many of them it skips, the room's thread's alone
    private String now; // the time of all that is handled in one go, the room's thread's alone

    ChatRoom(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
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
        var events = new ArrayList<Event>();
        try {
            while (!events.contains(new Close())) {
                events.clear();
                events.add(inbox.take());
                inbox.drainTo(events, limits.outbox() - 1);
                now = Message.now();
                for (Event event : events) {
                    handle(event);
                }
                sendLines();
            }
        } catch (InterruptedException e) {
            // The server is closing.
        }
    }

    private void handle(Event event) throws InterruptedException {
        switch (event) {
            case Join(var client, var name, var reply) -> reply.add(admit(client, name));
            case Say(var sender, var as, var text) when sender.reason() == null -> {
                var message = new Message(now, as, text);
                history.add(message);
                if (history.size() > limits.history()) {
                    history.remove();
                }
                tell(message.line(), sender);
            }
            case Say _ -> { } // the others have been told that it has left, or will be
            case Who(var client, var reply) -> {
                sendLines(client);
                client.send(list()); // the room itself: else who comes or goes next might be told first
                reply.add(true);
            }
            case Leave(var client, var reply) -> {
                remove(client);
                reply.add(true);
            }
            case Close() -> { }
        }
    }

    private boolean admit(Client client, String name) throws InterruptedException {
        if (members.containsKey(name)) {
            return false;
        }
        client.send(history.stream().map(message -> message.line().getBytes(UTF_8)).toList());
        client.send(members.isEmpty() ? "* You are alone in " + this.name + ".\n" : list());
        client.name(name);
        members.put(name, client);
        had.put(client, lines.size());
        tell("* " + name + " has joined " + this.name + "\n", client);
        return true;
    }

    private void remove(Client client) throws InterruptedException {
        if (members.remove(client.name(), client)) {
            sendLines(client); // what was said before it left
            had.remove(client);
            String why = client.reason() == null ? "" : " (" + client.reason() + ")";
            tell("* " + client.name() + " has left " + name + why + "\n", client);
        }
    }

    private String list() {
        String first = members.keySet().stream().limit(Limits.LISTED).collect(Collectors.joining(", "));
        int more = members.size() - Limits.LISTED;
        return "* In " + name + ": " + first + (more > 0 ? " and " + more + " more" : "") + "\n";
    }

    private void tell(String line, Client except) {
        lines.add(new Line(except, line.getBytes(UTF_8)));
    }

    /** Adds the lines to each member's outbox. Members that are too slow are removed, which makes new lines. */
    private void sendLines() throws InterruptedException {
        while (!lines.isEmpty()) {
            var all = lines.stream().map(Line::text).toList();
            var some = lines.stream().map(Line::except).collect(Collectors.toSet()); // who don't get all the lines
            some.addAll(had.keySet());
            var tooSlow = new ArrayList<Client>();
            for (Client member : members.values()) {
                if (!member.add(some.contains(member) ? linesFor(member) : all)) {
                    tooSlow.add(member);
                }
            }
            lines.clear();
            had.clear();
            for (Client member : tooSlow) {
                member.disconnect("too slow");
                remove(member);
            }
        }
    }

    /** Adds the lines to one client's outbox, before the others get them. */
    private void sendLines(Client client) throws InterruptedException {
        client.send(linesFor(client));
        had.put(client, lines.size());
    }

    private List<byte[]> linesFor(Client client) {
        return lines.stream()
                .skip(had.getOrDefault(client, 0))
                .filter(line -> line.except() != client)
                .map(Line::text)
                .toList();
    }
}
