package load;

import module java.base;

/**
 * What one run has found. Rates are of the measuring interval; what went wrong is counted from the first message to the
 * last.
 *
 * @param seconds the measuring interval
 * @param deliveries messages that came to a receiver that reads, in that interval
 * @param longestPauseMillis the longest time without a delivery to any of those, from the first message to the end of
 *     that interval
 * @param sent messages, over the whole run
 * @param heard what came to all clients that read, over the whole run
 * @param cutOff clients that read, and that the server cut off
 * @param writtenOff how often nothing came for two seconds, and what was in the air was not waited for any longer
 * @param generatorBusy CPU time of the generator's thread, as a share of the interval
 * @param serverBusy CPU time of the server's process, as a share of the interval: 2 is two cores; 0 if it isn't known
 * @param memory null if it isn't known
 */
public record Report(
        double joinSeconds,
        double seconds,
        long deliveries,
        double longestPauseMillis,
        long sent,
        Heard heard,
        int cutOff,
        int writtenOff,
        double generatorBusy,
        double serverBusy,
        Memory memory,
        List<SlowReader> slowReaders) {

    /**
     * What came to some clients.
     *
     * @param lines messages
     * @param lost messages that never came
     * @param missed how many lines the server told them that they missed
     * @param doubled messages that came more than once
     * @param reordered messages that came after a later one of the same sender
     * @param malformed lines that are neither a notice nor a message as it was sent: torn, mixed up, or back to its
     *     sender
     */
    public record Heard(
            long lines, long lost, long missed, long doubled, long reordered, long malformed, String firstMalformed) {
        static final Heard NOTHING = new Heard(0, 0, 0, 0, 0, 0, null);

        Heard and(Heard other) {
            return new Heard(lines + other.lines, lost + other.lost, missed + other.missed, doubled + other.doubled,
                    reordered + other.reordered, malformed + other.malformed,
                    firstMalformed == null ? other.firstMalformed : firstMalformed);
        }

        /** What should never be, in words. What was lost is fine as far as it was told. */
        List<String> flaws() {
            var flaws = new ArrayList<String>();
            if (lost > missed) {
                flaws.add("lost %d, told of %d".formatted(lost, missed));
            }
            if (doubled > 0) {
                flaws.add("doubled " + doubled);
            }
            if (reordered > 0) {
                flaws.add("reordered " + reordered);
            }
            if (malformed > 0) {
                flaws.add("malformed " + malformed + ", the first: " + firstMalformed.replaceAll("\\p{Cntrl}", "?"));
            }
            return flaws;
        }
    }

    /**
     * How it went with a slow reader.
     *
     * @param bytesPerSecond that it took
     * @param lateMillis by how much it was later than it should be at the most; if that is much, it wasn't steady
     * @param cutOffAfter seconds since the talking began; NaN if it was kept
     * @param why what the others were told of it; null if nothing
     */
    public record SlowReader(
            String name, double bytesPerSecond, Heard heard, double lateMillis, double cutOffAfter, String why) {
        boolean isKept() {
            return Double.isNaN(cutOffAfter);
        }
    }

    public double deliveriesPerSecond() {
        return deliveries / seconds;
    }

    /** The server's CPU time for a delivery, in nanoseconds. */
    public double serverNanos() {
        return serverBusy * seconds * 1e9 / deliveries;
    }

    /** What should never be, in words: empty if every client that reads has every message once, whole, in order. */
    public List<String> flaws() {
        var flaws = heard.flaws();
        if (cutOff > 0) {
            flaws.add("cut off " + cutOff + " that read");
        }
        for (SlowReader slow : slowReaders) {
            slow.heard.flaws().forEach(flaw -> flaws.add(slow.name + ": " + flaw));
        }
        return flaws;
    }

    /** In one line. */
    String summary() {
        String line = deliveries == 0 && seconds == 0
                ? String.format("joined in %.1f s", joinSeconds)
                : String.format("%.0f k deliveries/s, longest pause %.0f ms, busy: generator %.0f %%, "
                        + "server %.0f %%", deliveriesPerSecond() / 1000, longestPauseMillis,
                        100 * generatorBusy, 100 * serverBusy);
        return line + (writtenOff == 0 ? "" : ", silent for 2 seconds " + writtenOff + " times")
                + (flaws().isEmpty() ? "" : "; FLAWS: " + String.join(", ", flaws()));
    }
}
