package load;

/**
 * What one run has found. Rates are of the measuring interval; what went wrong is counted
 * from the first message to the last.
 *
 * @param deliveries messages that came to a receiver in the measuring interval; one message to 999 receivers makes 999
 * @param sent messages, over the whole run
 * @param delivered deliveries, over the whole run
 * @param lost deliveries that never came, to clients that read
 * @param doubled deliveries that came more than once
 * @param reordered deliveries that came after a later one of the same sender
 * @param malformed lines that are neither a notice nor a message as it was sent: torn, mixed up, or back to its sender
 * @param cutOff clients that read, and that the server cut off
 * @param stoppedCutOff clients that had stopped reading, and that the server had cut off when they looked again
 * @param writtenOff times that nothing came for two seconds, so that the generator waited
 *     no longer for what was in the air
 * @param unsent open loop: messages that were due and could not be sent, since the server did not read
 *     or too many were in the air
 * @param longestPauseMillis longest time without a delivery to anyone, in the measuring interval
 * @param toEach from sending (open loop: from when it was due) to each delivery; messages of the measuring interval.
 *     What was written off or not sent counts with the time that it had taken by then
 * @param toLast the same to the last delivery of each message
 * @param sendingLag open loop: how much later than due a message went out
 * @param generatorBusy CPU time of the generator's thread, as a share of the time measured:
 *     near 1, it may be the slower side
 * @param generatorNanos CPU time of the generator's whole process, for a delivery
 * @param serverBusy CPU time of the server's process, as a share of the time measured: 2 is two cores;
 *     0 if its pid is not known
 * @param serverNanos the same for a delivery
 * @param memory null if the server's pid is not known
 */
public record Report(
        Plan plan,
        double joinSeconds,
        double seconds,
        long messages,
        long deliveries,
        double deliveriesPerSecond,
        long sent,
        long delivered,
        long lost,
        long doubled,
        long reordered,
        long malformed,
        String firstMalformed,
        int cutOff,
        int stoppedCutOff,
        int writtenOff,
        long unsent,
        double longestPauseMillis,
        Latencies toEach,
        Latencies toLast,
        Latencies sendingLag,
        double generatorBusy,
        double generatorNanos,
        double serverBusy,
        double serverNanos,
        ServerProcess.Memory memory) {

    /** Whether every client that reads has every message once, whole, and in order. */
    public boolean isFlawless() {
        return lost == 0 && doubled == 0 && reordered == 0 && malformed == 0 && cutOff == 0;
    }

    /**
     * Whether the figures may tell more of the generator than of the server: it had no time left, and the server had.
     */
    public boolean isGeneratorTheLimit() {
        return generatorBusy > 0.9 && serverBusy > 0 && serverBusy < 0.9;
    }

    /** In one line. */
    public String summary() {
        var line = new StringBuilder("n=%d".formatted(plan.clients()));
        if (plan.idle()) {
            line.append(" idle: joined in %.1f s".formatted(joinSeconds));
        } else {
            line.append(plan.isOpenLoop() ? " s=%d rate=%.0f/s".formatted(plan.senders(), plan.rate())
                    : " s=%d w=%d".formatted(plan.senders(), plan.window()));
            line.append((": %.0f k deliveries/s (%.0f messages/s), latency ms p50 %.2f p99 %.2f max %.1f, "
                    + "longest pause %.0f ms").formatted(deliveriesPerSecond / 1000, messages / seconds,
                    toEach.p50(), toEach.p99(), toEach.max(), longestPauseMillis));
            line.append(", CPU a delivery: generator %.0f ns (%.0f %% of a core)"
                    .formatted(generatorNanos, 100 * generatorBusy));
            if (plan.pid() != 0) {
                line.append(", server %.0f ns (%.0f %%)".formatted(serverNanos, 100 * serverBusy));
            }
        }
        line.append("; lost %d, doubled %d, reordered %d, malformed %d, cut off %d"
                .formatted(lost, doubled, reordered, malformed, cutOff));
        if (plan.stopped() > 0) {
            line.append(", stopped and cut off %d of %d".formatted(stoppedCutOff, plan.stopped()));
        }
        if (unsent > 0) {
            line.append(", due but not sent %d".formatted(unsent));
        }
        if (isGeneratorTheLimit()) {
            line.append(", the generator was the slower side");
        }
        if (writtenOff > 0) {
            line.append(", silent for two seconds %d times".formatted(writtenOff));
        }
        if (memory != null) {
            line.append("; server: %.1f MB resident, %.1f MB at most, %d threads".formatted(
                    memory.residentBytes() / 1e6, memory.peakResidentBytes() / 1e6, memory.threads()));
            if (memory.liveHeapBytes() >= 0) {
                line.append(", %.1f MB live heap".formatted(memory.liveHeapBytes() / 1e6));
            }
        }
        return line.toString();
    }
}
