package chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the claims see of stage 5: names and rooms are the hub's, rooms need threads, and each client a writer. */
final class Seam {
    private record Writer(Client client, Thread thread) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Hub hub = new Hub(threads);
    private final List<Writer> writers = new ArrayList<>(); // touched before and after the actors, not by them

    static ChatServer server() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        try {
            return ChatServer.start(new InetSocketAddress("localhost", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Client client(Screen screen) {
        var client = new Client(InputStream.nullInputStream(), screen);
        writers.add(new Writer(client, Thread.startVirtualThread(client::write)));
        return client;
    }

    Client member(String name, Screen screen) throws InterruptedException, Hub.Refusal {
        Client client = client(screen);
        join(client, name);
        return client;
    }

    Client stopped(String name) throws InterruptedException, Hub.Refusal {
        return member(name, new Screen());
    }

    boolean join(Client client, String name) throws InterruptedException, Hub.Refusal {
        return hub.enter(client, name);
    }

    void say(Client client, String text) throws InterruptedException {
        client.room().say(client, text);
    }

    void leave(Client client) throws InterruptedException {
        hub.leave(client);
    }

    void drop(Client client) {
        throw new UnsupportedOperationException();
    }

    void create(Client client, String room) throws InterruptedException, Hub.Refusal {
        hub.create(client, room);
    }

    boolean move(Client client, String room) throws InterruptedException {
        try {
            hub.move(client, room);
            return true;
        } catch (Hub.Refusal e) {
            return false;
        }
    }

    String where(Client client) {
        return client.room().name();
    }

    void close() throws InterruptedException {
        for (Writer writer : writers) {
            if (writer.client.name() != null) {
                writer.client.room().who(writer.client); // answered when all before it is done
            }
        }
        for (Writer writer : writers) {
            writer.client.end();
            writer.thread.join();
        }
        threads.shutdownNow();
        threads.close();
    }
}
