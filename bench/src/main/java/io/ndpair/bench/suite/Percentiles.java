package io.ndpair.bench.suite;

import io.ndpair.bench.figure.Chart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies that were collected over several runs, as a chart of percentiles. Confined to one thread. */
public final class Percentiles {
    private static final int TICKS_PER_HALF = 5;
    private static final double US = 1_000;
    private static final double LEAST_US = 0.1;
    private static final double ALL = 100;
    private static final double MOST_NINES = 1e7;

    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final Map<String, Boolean> limits = new LinkedHashMap<>();

    /** Adds the latencies of a run. */
    public void add(String name, boolean isLimit, Histogram run) {
        final Histogram sum = histograms.get(name);
        if (sum == null) {
            histograms.put(name, run.copy());
            limits.put(name, isLimit);
        } else {
            sum.add(run);
        }
    }

    /** The chart: one in how many is slower, and than what. */
    public Chart chart(String key, String title) {
        final List<Chart.Line> lines = new ArrayList<>();
        histograms.forEach((name, histogram) -> lines.add(new Chart.Line(name, limits.get(name), points(histogram))));
        return new Chart(
                key,
                title,
                new Chart.Axis("one in so many is slower", true),
                new Chart.Axis("us", true),
                lines,
                List.of());
    }

    private static List<Chart.Point> points(Histogram histogram) {
        final List<Chart.Point> points = new ArrayList<>();
        for (final var value : histogram.percentiles(TICKS_PER_HALF)) {
            final double share = value.getPercentileLevelIteratedTo();
            // The slowest of all is one in as many as there were.
            final double oneIn = share >= ALL ? histogram.getTotalCount() : ALL / (ALL - share);
            final double x = Math.min(MOST_NINES, Math.max(1, oneIn));
            if (points.isEmpty() || x > points.get(points.size() - 1).x()) {
                points.add(new Chart.Point(x, Math.max(LEAST_US, value.getValueIteratedTo() / US)));
            }
        }
        return points;
    }
}
