package scheduler;

import module java.base;

/** Starts a stage's server for the tool, in a process of its own that ends when the tool does, however that ends. */
final class Launch {
    private Launch() {}

    /** The tool writes nothing to this process's standard input, which ends when the tool does. */
    static void main(String[] args) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                System.in.read();
            } catch (IOException e) {
                // then the tool has ended, too
            }
            Runtime.getRuntime().halt(1); // no shutdown hook: it might wait for a held thread
        });
        chat.ChatServer.main(args);
    }
}
