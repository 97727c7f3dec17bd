package chat;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What a check has opened, to be closed in the opposite order, whichever thread has opened it. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> all = new ConcurrentLinkedDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        all.push(resource);
        return resource;
    }

    @Override
    public void close() throws Exception {
        for (var resource : all) {
            resource.close();
        }
    }
}
