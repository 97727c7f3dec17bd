package costs;

/** How long to measure. */
enum Effort {
    /** Everything runs for a moment, to see that it still does. No figure of it means anything. */
    ONCE(1, 1, 10, "--warmup 50ms --measure 100ms"),
    QUICK(1, 2, 200, "--warmup 1s --measure 1s"),
    FULL(5, 3, 300, "--warmup 1s --measure 2s");

    /** How often every measurement in a room is made, in a JVM of its own each time, in turns with the others. */
    final int forks;
    /** How often every load is put on every server, in turns. */
    final int rounds;
    /** How long one measurement in a room takes, after a warm-up of twice as long. */
    final int milliseconds;
    final String load;

    Effort(int forks, int rounds, int milliseconds, String load) {
        this.forks = forks;
        this.rounds = rounds;
        this.milliseconds = milliseconds;
        this.load = load;
    }
}
