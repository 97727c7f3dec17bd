package costs;

/** How long to measure. */
enum Effort {
    /** Everything runs for a moment, to see that it still does. No figure of it means anything. */
    ONCE(1, 1, 0, 1, 10, "--warmup 100ms --measure 200ms", "--warmup 100ms --measure 200ms"),
    /** Under 3 minutes. */
    QUICK(1, 1, 1, 2, 100, "--warmup 500ms --measure 500ms", "--warmup 1s --measure 1s"),
    /** Under 15 minutes. */
    FULL(1, 5, 1, 3, 250, "--warmup 2s --measure 2s", "--warmup 2s --measure 2s");

    /** How often every JMH benchmark is run, in a JVM of its own each time, in turns with the others. */
    final int forks;
    /** How often the most telling loads are run on the floor and stage 6, in turns; all else is run less often. */
    final int rounds;
    final int warmups;
    final int iterations;
    final int milliseconds;
    final String load;
    /** Long enough before the measuring for the kernel's buffers of a stopped client to be full. */
    final String loadWithStopped;

    Effort(int forks, int rounds, int warmups, int iterations, int milliseconds, String load, String loadWithStopped) {
        this.forks = forks;
        this.rounds = rounds;
        this.warmups = warmups;
        this.iterations = iterations;
        this.milliseconds = milliseconds;
        this.load = load;
        this.loadWithStopped = loadWithStopped;
    }
}
