package chat;

import java.io.OutputStream;

/** The room of the stage whose classes are on the class path, without a network. */
final class StageRoom implements Room {
    private record Connected(Client client) implements Member {}

    private final LocalChat chat = new LocalChat();

    @Override
    public Member connect(OutputStream out) {
        return new Connected(chat.connect(out));
    }

    @Override
    public boolean join(Member member, String name) {
        return chat.join(client(member), name);
    }

    @Override
    public void say(Member member, String text) {
        chat.say(client(member), text);
    }

    private static Client client(Member member) {
        return ((Connected) member).client;
    }

    @Override
    public void close() {
        chat.close();
    }
}
