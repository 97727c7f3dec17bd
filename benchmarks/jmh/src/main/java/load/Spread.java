package load;

import java.util.Collection;

/** What was measured several times: the median, and between what values it lies. */
public record Spread(double min, double median, double max) {
    /** Of at least one value. */
    public static Spread of(Collection<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(middle)) / 2;
        return new Spread(sorted.getFirst(), median, sorted.getLast());
    }

    /** Whether some value of each lies within the range of the other, so that they aren't told apart. */
    public boolean overlaps(Spread other) {
        return min <= other.max && other.min <= max;
    }
}
