package io.ndpair.bench.store;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Mutations that happen at fixed times, whatever becomes of the ones before: each is due at its own time, and its latency counts from
 * then. The caller's thread spins; what is due is done at once, a duty cycle's worth at most, and then sealed. Confined to one thread.
 */
final class OpenLoop {
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;
    private static final double P99 = 99;
    private static final double P9999 = 99.99;
    private static final double US = 1_000;

    private final Target target;
    private final long intervalNs;
    private final Histogram caller = new Histogram(MOST_NS, DIGITS);
    private final Histogram journaled = new Histogram(MOST_NS, DIGITS);

    /** What takes the mutations. */
    interface Target {
        /** Takes the mutation of this number, 0 being the first. */
        void take(long number);

        /** Seals what was taken since the last call. */
        void seal(int taken, long nowNs);

        /** How many mutations, from the first on, would survive the death of the process. */
        long journaled();
    }

    OpenLoop(Target target, long ratePerSecond) {
        this.target = target;
        this.intervalNs = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
    }

    /** Offers so many mutations and waits until they are journaled. */
    OpenLoop run(long mutations) {
        final long startNs = System.nanoTime();
        long taken = 0;
        long safe = 0;
        while (safe < mutations) {
            long nowNs = System.nanoTime();
            final long due = Math.min(mutations, (nowNs - startNs) / intervalNs + 1);
            if (taken < due) {
                final long first = taken;
                final long last = Math.min(due, taken + JournalMeasurement.CYCLE);
                while (taken < last) {
                    target.take(taken++);
                }
                target.seal((int) (taken - first), nowNs);
                nowNs = System.nanoTime();
                for (long number = first; number < taken; number++) {
                    record(caller, nowNs - startNs - number * intervalNs);
                }
            } else {
                Thread.onSpinWait();
            }
            final long journaledNow = target.journaled();
            if (journaledNow > safe) {
                nowNs = System.nanoTime();
                for (; safe < journaledNow; safe++) {
                    record(journaled, nowNs - startNs - safe * intervalNs);
                }
            } else if (nowNs - startNs > MOST_NS + mutations * intervalNs) {
                throw new IllegalStateException((mutations - safe) + " mutations were never journaled");
            }
        }
        return this;
    }

    private static void record(Histogram histogram, long latencyNs) {
        histogram.recordValue(Math.min(MOST_NS, Math.max(0, latencyNs)));
    }

    double callerP99Us() {
        return caller.getValueAtPercentile(P99) / US;
    }

    double callerP9999Us() {
        return caller.getValueAtPercentile(P9999) / US;
    }

    double callerMaxUs() {
        return caller.getMaxValue() / US;
    }

    double journaledP9999Ms() {
        return journaled.getValueAtPercentile(P9999) / US / US;
    }
}
