package load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Percentiles of a run, in milliseconds. */
public record Latencies(long count, double p50, double p90, double p99, double p999, double max) {

    /**
     * Collects latencies, of which many in a row are the same: those of messages that went
     * out together and are read together.
     */
    static final class Recorder {
        private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

        private final Histogram nanos = new Histogram(1000, LONGEST, 3);
        private long last;
        private long times;

        void record(long latency) {
            record(latency, 1);
        }

        void record(long latency, long count) {
            if (latency != last) {
                flush();
                last = latency;
            }
            times += count;
        }

        private void flush() {
            if (times > 0) {
                nanos.recordValueWithCount(Math.clamp(last, 0, LONGEST), times);
                times = 0;
            }
        }

        Latencies result() {
            flush();
            return new Latencies(nanos.getTotalCount(), at(50), at(90), at(99), at(99.9), nanos.getMaxValue() / 1e6);
        }

        private double at(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }
    }
}
