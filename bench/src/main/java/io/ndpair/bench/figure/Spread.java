package io.ndpair.bench.figure;

import java.util.List;

/**
 * What several runs of one measurement gave.
 *
 * @param min least of the runs
 * @param median middle one of the runs, or the mean of the two in the middle
 * @param max greatest of the runs
 * @param runs how many there were
 */
public record Spread(double min, double median, double max, int runs) {
    /** Checks that the numbers are in order. */
    public Spread {
        if (runs < 1 || !(min <= median && median <= max)) {
            throw new IllegalArgumentException(
                    min + " <= " + median + " <= " + max + " of " + runs + " runs is untrue");
        }
    }

    /** The spread of these runs, at least one. */
    public static Spread of(List<Double> runs) {
        final double[] sorted =
                runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("no runs");
        }
        final int middle = sorted.length / 2;
        final double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length);
    }
}
