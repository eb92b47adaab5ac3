package io.ndpair.bench.replication;

import io.ndpair.bench.child.Samples;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The percentiles that are figures. */
enum Latency {
    /** The middle. */
    P50(50),
    /** One in a hundred is slower. */
    P99(99),
    /** One in a thousand. */
    P999(99.9),
    /** One in ten thousand. */
    P9999(99.99),
    /** The slowest of all. */
    MAX(100);

    private static final double NS_PER_US = 1e3;

    private final double percentile;

    Latency(double percentile) {
        this.percentile = percentile;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In words. */
    String text() {
        return this == MAX
                ? "slowest of all"
                : "p" + (percentile == Math.rint(percentile) ? (int) percentile + "" : percentile + "");
    }

    /** Adds all of a run, in microseconds. */
    static void add(Samples samples, String what, Histogram found) {
        for (final Latency percentile : values()) {
            samples.add(what + '.' + percentile.key(), found.getValueAtPercentile(percentile.percentile) / NS_PER_US);
        }
    }
}
