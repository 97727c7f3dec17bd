package chat;

/** Something that a stage may fail in. */
interface Attempt {
    void run();

    /** Does it, and tells what came of it: "ok", or the name of what it threw. */
    static String to(Attempt attempt) {
        try {
            attempt.run();
            return "ok";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }
}
