package chat;

import java.io.OutputStream;

/**
 * A room by any of the designs that are compared. A member is connected by one thread and may then be used by another,
 * one at a time. {@code close()} ends every thread that the room has started, and waits for the end.
 */
interface Room extends AutoCloseable {
    /** One who may come in. Each room makes its own. */
    interface Member {}

    /** A member who is not in yet, and hears on this stream. */
    Member connect(OutputStream out) throws InterruptedException;

    /** Lets the member in; false if another one has the name. */
    boolean join(Member member, String name) throws InterruptedException;

    void say(Member member, String text) throws InterruptedException;

    @Override
    void close();
}
