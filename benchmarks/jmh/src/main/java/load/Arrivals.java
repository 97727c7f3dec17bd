package load;

import java.util.BitSet;

/** What one receiver has from one sender, and so what it lacks, has twice, or has in the wrong order. */
final class Arrivals {
    enum Verdict {
        /** The one that was due, or a later one: those between are missing. */
        NEW,
        /** It was missing, and others have overtaken it. */
        REORDERED,
        /** It was here before. */
        DOUBLED
    }

    /** All messages below this number have come, but the missing ones. */
    private int due;
    /** Null as long as nothing was ever missing, which is nearly always. */
    private BitSet missing;

    Verdict arrived(int sequence) {
        if (sequence >= due) {
            if (sequence > due) {
                missing = missing == null ? new BitSet() : missing;
                missing.set(due, sequence);
            }
            due = sequence + 1;
            return Verdict.NEW;
        }
        if (missing == null || !missing.get(sequence)) {
            return Verdict.DOUBLED;
        }
        missing.clear(sequence);
        return Verdict.REORDERED;
    }

    int due() {
        return due;
    }

    /** How many of the messages below {@code sent} have not come. */
    long lost(int sent) {
        return sent - due + (missing == null ? 0 : missing.cardinality());
    }
}
