package costs;

import java.util.List;
import load.Compare.Spread;

/**
 * One thing measured several times.
 *
 * @param of which plot or table it belongs to, such as {@code say}
 * @param who the stage or design
 * @param at under which circumstances, such as {@code 100} receivers
 * @param unit of the values
 * @param values one for each iteration of JMH or run of a load, in the order in which they were measured
 */
record Figure(String of, String who, String at, String unit, List<Double> values) {
    Spread spread() {
        return Spread.of(values);
    }

    double median() {
        return spread().median();
    }

    /** Whether some value of each lies within the range of the other, so that this run does not tell them apart. */
    boolean overlaps(Figure other) {
        return spread().min() <= other.spread().max() && other.spread().min() <= spread().max();
    }
}
