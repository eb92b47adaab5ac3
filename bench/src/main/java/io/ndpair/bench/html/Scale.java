package io.ndpair.bench.html;

import java.util.ArrayList;
import java.util.List;

/** Where a number stands on an axis, from 0 to 1, and which numbers are written beside it. */
final class Scale {
    private static final double TICKS = 5;
    private static final double FEW_DECADES = 2;
    private static final double[] STEPS = {1, 2, 5, 10};
    private static final double[] PARTS_OF_A_DECADE = {1, 2, 5};
    /** Beyond this many decades only every second or third is written. */
    private static final int MOST_DECADES = 7;

    private final boolean isLog;
    private final double from;
    private final double to;
    private final List<Double> ticks = new ArrayList<>();

    private Scale(boolean isLog, double from, double to) {
        this.isLog = isLog;
        this.from = from;
        this.to = to;
    }

    /** A linear axis from 0 (or the least number, if that is not to be there) to beyond the greatest. */
    static Scale linear(double least, double most, boolean fromZero) {
        final double low = fromZero ? Math.min(0, least) : least;
        final double range = most > low ? most - low : Math.max(1, Math.abs(most));
        final double rough = range / TICKS;
        final double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = decade;
        for (final double part : STEPS) {
            step = part * decade;
            if (step >= rough) {
                break;
            }
        }
        final double first = Math.floor(low / step) * step;
        final double last = fromZero ? Math.ceil((low + range) / step) * step : low + range;
        final Scale scale = new Scale(false, fromZero ? first : low, last);
        for (int i = 0; first + i * step <= last * (1 + 1e-9); i++) {
            if (first + i * step >= scale.from) {
                scale.ticks.add(first + i * step);
            }
        }
        return scale;
    }

    /** An axis of factors, over whole steps of 1, 2, 5. */
    static Scale log(double least, double most) {
        final double low = floor(least);
        final double high = ceil(Math.max(most, least * (1 + 1e-6)));
        final Scale scale = new Scale(true, Math.log10(low), Math.log10(high));
        final double decades = scale.to - scale.from;
        final int every = (int) Math.ceil(decades / MOST_DECADES);
        for (int decade = (int) Math.floor(scale.from); decade <= scale.to; decade++) {
            for (final double part : PARTS_OF_A_DECADE) {
                final double tick = part * Math.pow(10, decade);
                final boolean isWritten = part == 1 ? Math.floorMod(decade, every) == 0 : decades <= FEW_DECADES;
                if (isWritten && tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    scale.ticks.add(tick);
                }
            }
        }
        return scale;
    }

    private static double floor(double value) {
        final double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double best = decade;
        for (final double part : PARTS_OF_A_DECADE) {
            best = part * decade <= value * (1 + 1e-9) ? part * decade : best;
        }
        return best;
    }

    private static double ceil(double value) {
        final double decade = Math.pow(10, Math.floor(Math.log10(value)));
        for (final double part : STEPS) {
            if (part * decade >= value * (1 - 1e-9)) {
                return part * decade;
            }
        }
        return decade * 10;
    }

    double place(double value) {
        final double at = isLog ? Math.log10(value) : value;
        return Math.min(1, Math.max(0, (at - from) / (to - from)));
    }

    List<Double> ticks() {
        return ticks;
    }
}
