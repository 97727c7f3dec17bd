package costs;

import module java.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import load.Spread;

/**
 * One thing measured several times.
 *
 * @param who the stage, server or design, or the benchmark of {@link Of#PITFALL}
 * @param values by round, which pairs them with the values of others in the same round
 */
record Figure(Of of, String who, At at, TreeMap<Integer, Double> values) {
    /** What was measured. */
    enum Of {
        ROOM("messages/s"),
        PITFALL("ns/op"),
        SOCKETS("deliveries/s"),
        CPU("ns of the server's CPU time, a delivery"),
        PAUSE("ms without a delivery, at most"),
        GENERATOR("of its time the generator was busy"),
        RESIDENT("resident bytes, all told"),
        HEAP("bytes of live objects, all told");

        final String unit;

        Of(String unit) {
            this.unit = unit;
        }
    }

    /**
     * Under which circumstances.
     *
     * @param clients receivers, in a room without a network; all clients, over sockets
     * @param speaking threads or clients that speak
     * @param window messages that each of them has on the way
     * @param stopped clients that have stopped reading
     */
    record At(int clients, int speaking, int window, int stopped) {
        static At room(int receivers, int speaking, int window) {
            return new At(receivers, speaking, window, 0);
        }

        static At idle(int clients) {
            return new At(clients, 0, 0, 0);
        }

        /** In JSON, such as {@code 1000 1 64}: what is 0 is left out, from the end. */
        @JsonValue
        String numbers() {
            return Stream.of(clients, speaking, window, stopped).filter(number -> number > 0)
                    .map(String::valueOf).collect(Collectors.joining(" "));
        }

        @JsonCreator
        static At of(String numbers) {
            int[] all = Arrays.copyOf(new Scanner(numbers).tokens().mapToInt(Integer::parseInt).toArray(), 4);
            return new At(all[0], all[1], all[2], all[3]);
        }
    }

    /** For who reads the JSON. */
    @JsonProperty
    String unit() {
        return of.unit;
    }

    Spread spread() {
        return Spread.of(values.values());
    }

    /** Each value converted, to another unit for example. */
    Figure map(DoubleUnaryOperator conversion) {
        var converted = new TreeMap<>(values);
        converted.replaceAll((round, value) -> conversion.applyAsDouble(value));
        return new Figure(of, who, at, converted);
    }

    /** Of each value and the other figure's value in the same round; a round that only one of them has is left out. */
    Figure with(Figure other, DoubleBinaryOperator operator) {
        var both = new TreeMap<>(values);
        both.keySet().retainAll(other.values.keySet());
        both.replaceAll((round, value) -> operator.applyAsDouble(value, other.values.get(round)));
        return new Figure(of, who, at, both);
    }
}
