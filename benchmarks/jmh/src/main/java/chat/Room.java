package chat;

import module java.base;

/** A room by any of the designs that are compared. */
interface Room extends AutoCloseable {
    /** One who is in. May be used by another thread than let it in, by one at a time. */
    interface Speaker {
        void say(String text) throws InterruptedException;
    }

    /** Lets one in who hears on this stream; empty if another one has the name. */
    Optional<Speaker> join(OutputStream out, String name) throws InterruptedException;

    /** Ends every thread that the room has started, and waits for the end. */
    @Override
    void close() throws InterruptedException;
}
