package chat;

import module java.base;

/** The room of the stage whose classes are on the class path, without a network. */
final class StageRoom implements Room {
    private final LocalChat chat = new LocalChat();

    @Override
    public Optional<Speaker> join(OutputStream out, String name) throws InterruptedException {
        Client client = chat.connect(out);
        return chat.join(client, name) ? Optional.of(text -> chat.say(client, text)) : Optional.empty();
    }

    @Override
    public void close() throws InterruptedException {
        chat.close();
    }
}
