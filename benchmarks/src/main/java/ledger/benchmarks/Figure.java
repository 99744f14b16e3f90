package ledger.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * Something measured.
 *
 * @param name what it is of
 * @param value in {@code unit}
 * @param latency how long requests took; {@code null} where that was not asked
 * @param limit what the same would be at best; {@code null} where nothing is known to compare with
 */
record Figure(
        String name,
        double value,
        String unit,
        @Nullable Latency latency,
        @Nullable Figure limit) {
    static Figure rate(String name, double perSecond) {
        return new Figure(name, perSecond, "/s", null, null);
    }

    static Figure seconds(String name, double seconds) {
        return new Figure(name, seconds, "s", null, null);
    }

    Figure with(Latency measured) {
        return new Figure(name, value, unit, measured, limit);
    }

    Figure beside(@Nullable Figure raw) {
        return new Figure(name, value, unit, latency, raw);
    }

    /** Percentiles in milliseconds. */
    record Latency(double p50, double p99, double p999) {}
}
