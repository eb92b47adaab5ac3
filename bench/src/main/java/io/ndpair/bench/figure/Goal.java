package io.ndpair.bench.figure;

/**
 * What a figure should be: at most or at least a bound, either of the figure itself or of its ratio to something measured in the same
 * run.
 *
 * @param isAtMost whether less is better; otherwise more is
 * @param bound the bound, in the figure's unit or as a ratio
 * @param times name of what the ratio is to; empty when the bound is one of the figure itself
 */
public record Goal(boolean isAtMost, double bound, String times) {
    /** Checks the bound. */
    public Goal {
        if (!(bound >= 0) || Double.isInfinite(bound) || times == null) {
            throw new IllegalArgumentException("no goal: " + bound + " x " + times);
        }
    }

    /** The figure itself is to be no more than this. */
    public static Goal atMost(double bound) {
        return new Goal(true, bound, "");
    }

    /** The figure itself is to be no less than this. */
    public static Goal atLeast(double bound) {
        return new Goal(false, bound, "");
    }

    /** The figure is to be no more than so many times another. */
    public static Goal atMostTimes(double bound, String other) {
        return new Goal(true, bound, other);
    }

    /** The figure is to be no less than so many times another. */
    public static Goal atLeastTimes(double bound, String other) {
        return new Goal(false, bound, other);
    }

    /** Whether the bound is one of a ratio. */
    public boolean isRelative() {
        return !times.isEmpty();
    }

    /** Whether a value (the figure's median, or the ratio if the goal is relative) meets the goal. */
    public boolean isMetBy(double value) {
        return isAtMost ? value <= bound : value >= bound;
    }

    /** By what factor a value misses the goal: 1.0 when it just meets it, more the further it is from it, less when it is better. */
    public double missedBy(double value) {
        if (isAtMost) {
            return bound == 0 ? (value == 0 ? 1 : Double.POSITIVE_INFINITY) : value / bound;
        }
        return value == 0 ? Double.POSITIVE_INFINITY : bound / value;
    }
}
