package scheduler;

import module java.base;

/** Starts a stage's server for the tool, in a process of its own that ends when the tool does, however that ends. */
final class Launch {
    private Launch() {}

    static void main(String[] args) {
        var tool = ProcessHandle.current().parent().orElseThrow();
        tool.onExit().thenRun(() -> Runtime.getRuntime().halt(1)); // no shutdown hook: it might wait for a held thread
        chat.ChatServer.main(args);
    }
}
