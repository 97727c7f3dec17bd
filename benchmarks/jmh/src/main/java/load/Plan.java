package load;

import java.time.Duration;

/**
 * What one run does.
 *
 * @param clients members of the one room; the first of them also send, the last of them stop reading
 * @param senders how many of the clients send
 * @param window closed loop: how many messages each sender has in the air at most
 * @param rate open loop: messages a second, from all senders together, on a fixed schedule; 0 means closed loop
 * @param bytes length of a line as delivered, with time stamp, name and newline
 * @param stopped how many of the clients stop reading once everyone is in
 * @param idle nobody sends: everyone joins, then the server's memory is looked at
 * @param pid the server's process, whose CPU time and memory are reported; 0 if unknown
 */
public record Plan(
        String host,
        int port,
        Protocol protocol,
        int clients,
        int senders,
        int window,
        double rate,
        int bytes,
        int stopped,
        boolean idle,
        Duration warmup,
        Duration measure,
        Duration joinTimeout,
        long pid) {

    static final int MOST_IN_THE_AIR = 1 << 16;

    public Plan {
        check(clients >= 2 && clients <= 100_000, "--clients is 2 to 100000");
        check(senders >= 1 && senders <= 9999, "--senders is 1 to 9999");
        check(stopped >= 0, "--stopped is not negative");
        check(senders + stopped <= clients,
                "senders and stopped clients are some of the clients, and not the same ones");
        check(clients - stopped >= 2, "with nobody left to read there is nothing to measure");
        check(window >= 1 && window <= MOST_IN_THE_AIR, "--window is 1 to " + MOST_IN_THE_AIR);
        check(rate >= 0, "--rate is not negative");
        check(measure.isPositive(), "--measure is positive");
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    boolean isOpenLoop() {
        return rate > 0;
    }

    /** The clients from this number on stop reading. */
    int firstStopped() {
        return clients - stopped;
    }
}
