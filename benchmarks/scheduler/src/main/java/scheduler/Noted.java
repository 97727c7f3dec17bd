package scheduler;

import module java.base;

/** What a watched stage's own threads note about themselves. Called from the stage's classes, see StageLoader. */
public final class Noted {
    static final Map<Thread, Noted> threads = new ConcurrentHashMap<>();

    final Object work; // the Session, Client or ChatRoom whose thread it is
    volatile Object client; // to which it last began to send
    volatile Object room; // which it last asked for something
    volatile long sends; // so far; written by the thread itself alone

    private Noted(Object work) {
        this.work = work;
    }

    /** A thread begins its work. */
    public static void begin(Object work) {
        if (Thread.currentThread().isVirtual()) { // stage 6's log is written by another
            threads.keySet().removeIf(thread -> !thread.isAlive());
            threads.put(Thread.currentThread(), new Noted(work));
        }
    }

    /** A thread begins to send to a client. */
    public static void send(Object client) {
        Noted noted = threads.get(Thread.currentThread());
        if (noted != null) {
            noted.client = client;
            noted.sends = noted.sends + 1;
        }
    }

    /** A thread asks a room for something. */
    public static void ask(Object room) {
        Noted noted = threads.get(Thread.currentThread());
        if (noted != null) {
            noted.room = room;
        }
    }
}
