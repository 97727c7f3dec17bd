package chat;

import java.io.InputStream;
import java.io.OutputStream;

/** The room of stages 2 and 3: no thread of its own, and none for a client's way out. */
final class StageRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final ChatRoom room = new ChatRoom();

    @Override
    public Member connect(OutputStream out) {
        return new Connected(new Client(InputStream.nullInputStream(), out));
    }

    @Override
    public boolean join(Member member, String name) {
        return room.join(client(member), name);
    }

    @Override
    public void say(Member member, String text) {
        room.say(client(member), text);
    }

    @Override
    public void leave(Member member) {
        room.leave(client(member));
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {}
}
