package chat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The room of stage 6: the lobby, with the bounds that the server has by itself.
 * The hub isn't asked when somebody speaks.
 */
final class StageRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ChatRoom room = new ChatRoom("lobby", Limits.DEFAULT);

    StageRoom() {
        threads.execute(room);
    }

    @Override
    public Member connect(OutputStream out) {
        var client = new Client(InputStream.nullInputStream(), out);
        threads.execute(client::write);
        return new Connected(client);
    }

    @Override
    public boolean join(Member member, String name) throws InterruptedException {
        client(member).name(name); // in the server the hub does it, which owns the names
        room.join(client(member));
        return true;
    }

    @Override
    public void say(Member member, String text) throws InterruptedException {
        room.say(client(member), text);
    }

    @Override
    public void leave(Member member) throws InterruptedException {
        room.leave(client(member));
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
