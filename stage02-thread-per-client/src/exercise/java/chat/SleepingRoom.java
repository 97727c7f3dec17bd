package chat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** A room whose author has cured the two adas by sleeping. Exercise 2.4 shows that it is no cure. */
final class SleepingRoom {
    private final Map<String, Client> members = new HashMap<>();
    private final Script script;

    /** Lets each thread take a step when it is its turn. */
    interface Script {
        void step(String step) throws InterruptedException;
    }

    SleepingRoom(Script script) {
        this.script = script;
    }

    boolean join(Client client, String name) throws InterruptedException {
        script.step("look");
        if (members.containsKey(name)) {
            return false;
        }
        script.step("sleep");
        Thread.sleep(ThreadLocalRandom.current().nextInt(5)); // two who come at once don't wake up at once
        script.step("look again");
        if (members.containsKey(name)) {
            return false;
        }
        script.step("act");
        members.put(name, client);
        return true;
    }
}
