package scheduler;

import module java.base;
import com.sun.jdi.IntegerValue;
import com.sun.jdi.Location;
import com.sun.jdi.ObjectCollectedException;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.ThreadReference;

/** A virtual thread of the server, from before its start. Guarded by the Server. */
final class Worker {
    private static final Map<Integer, String> states = new ConcurrentHashMap<>(); // as the JDK counts them

    final ThreadReference thread;
    ObjectReference client; // whose reader or writer it is
    boolean writes;
    ObjectReference room; // whose thread it is
    final Worker maker; // the thread that started it; null: it isn't one of these
    final int number; // of those that this started
    boolean helps; // it is nobody's else
    int made; // that it has started
    Location at; // the line before which it is held; null: it isn't held
    Location waitsAt; // the line shown in which it waits; null: it waits elsewhere
    boolean free; // it doesn't stop at lines for now
    int passed; // lines since it was set free or last read a line of its client
    ObjectReference wants; // the lock that it asked for last, unless it has got it
    List<ObjectReference> has = List.of(); // the locks that it had when it asked for that
    ObjectReference awaits; // the object on which it last called wait, if it has come to no line since
    int reads; // calls of readLine
    boolean reading; // it is in the last of these, or has done nothing since
    String threw = "";
    boolean ended;

    Worker(ThreadReference thread, Worker maker) {
        this.thread = thread;
        this.maker = maker;
        number = maker == null ? 0 : ++maker.made;
    }

    boolean isReaderOf(Person person) {
        return !writes && client != null && client.equals(person.client);
    }

    /** A line more; true if it has now passed so many without end. A room's thread may: it works for all clients. */
    boolean isGoingRound(int most) {
        return room == null && ++passed > most;
    }

    /** Whether it was set free and is held all the same, as it passed so many lines. */
    boolean isStopped(int most) {
        return at != null && passed > most;
    }

    /**
     * The state of a virtual thread as it has it itself. What the debugger says (ThreadReference.status) is now and
     * then RUNNING for ever of one that is parked: seen with JDK 25.0.3, in one start of ten under load.
     */
    String state() {
        try {
            if (states.isEmpty()) {
                ReferenceType type = thread.referenceType();
                type.fields().stream().filter(it -> it.isStatic() && it.name().matches("[A-Z_]+")).forEach(it -> {
                    if (type.getValue(it) instanceof IntegerValue state) {
                        states.put(state.value(), it.name());
                    }
                });
            }
            return states.get(Peek.number(thread, "state") & 0xff); // a bit above says that it is suspended
        } catch (ObjectCollectedException e) {
            return "TERMINATED";
        }
    }
}
