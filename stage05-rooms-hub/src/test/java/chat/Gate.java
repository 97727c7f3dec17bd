package chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A way out to a client that can be shut: the next who writes is held, until the gate is opened. It keeps what came
 * through.
 */
final class Gate extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicBoolean shut = new AtomicBoolean();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    void shut() {
        shut.set(true);
    }

    /** Waits until somebody is held. */
    void awaitHeld() throws InterruptedException {
        if (!held.await(TestClient.patience().toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
            throw new AssertionError("a thread should be writing to this client by now, and none is");
        }
    }

    void open() {
        opened.countDown();
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (shut.compareAndSet(true, false)) {
            held.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (written) {
            written.write(bytes, from, length);
        }
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    String text() {
        synchronized (written) {
            return written.toString(UTF_8);
        }
    }
}
