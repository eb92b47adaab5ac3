package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.NeighborTable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A table that grows from empty, its memory touched ahead on another thread as a device does: once for the rate, and once with a clock
 * reading around each single mutation. Beside the latter stand the same clock readings around nothing, for as many mutations: what is in
 * them, the machine did.
 */
final class GrowthMeasurement implements Measurement {
    static final String NAME = "growth";

    private static final double US = 1_000;
    private static final double SLOWEST = 99.99;
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ABOUT_NS = 300;
    private static final int DIGITS = 3;

    private SampleLines out;
    private Observer observer;
    private String size;
    private int neighbors;
    private long sink;

    @Override
    public void run(Task task, SampleLines lines) {
        out = lines;
        neighbors = task.neighbors();
        size = Size.label(neighbors);
        try (Observer watching = new Observer()) {
            observer = watching;
            warmUp(Math.min(neighbors, Size.MILLION));
            for (int run = 0; run < task.runs(); run++) {
                rate(run);
                single(run);
            }
        }
        out.fact("sink", Long.toHexString(sink));
    }

    private void warmUp(int entries) {
        final Histogram histogram = new Histogram(MOST_NS, DIGITS);
        try (TouchedTable touched = new TouchedTable(neighbors, -1)) {
            insertEach(new TableLoops(touched.table(), entries, 1), entries, histogram);
        }
        try (TouchedTable touched = new TouchedTable(neighbors, -1)) {
            new TableLoops(touched.table(), entries, 1).fill(0, entries);
        }
        nothingEach(entries, histogram);
    }

    private void rate(int run) {
        try (TouchedTable touched = new TouchedTable(neighbors, run)) {
            final NeighborTable table = touched.table();
            final TableLoops loops = new TableLoops(table, neighbors, 1);
            observer.begin();
            final long startNs = System.nanoTime();
            loops.fill(0, neighbors);
            final long tookNs = System.nanoTime() - startNs;
            report("growth.rate.", neighbors * 1e9 / tookNs, observer.end());
            out.expect("entries after growth to " + size, neighbors, table.size());
            out.expect("refused while growing to " + size, 0, loops.wrong());
        }
    }

    private void single(int run) {
        final Histogram mutations = new Histogram(MOST_NS, DIGITS);
        final Histogram nothing = new Histogram(MOST_NS, DIGITS);
        try (TouchedTable touched = new TouchedTable(neighbors, run)) {
            final NeighborTable table = touched.table();
            observer.begin();
            insertEach(new TableLoops(table, neighbors, 1), neighbors, mutations);
            final Disturbance disturbance = observer.end();
            out.expect("entries after growth to " + size, neighbors, table.size());
            report("growth.p9999.", mutations.getValueAtPercentile(SLOWEST) / US, disturbance);
            report("growth.max.", mutations.getMaxValue() / US, disturbance);
        }
        nothingEach(neighbors, nothing);
        out.number("machine.p9999." + size, nothing.getValueAtPercentile(SLOWEST) / US);
        out.number("machine.max." + size, nothing.getMaxValue() / US);
    }

    private void report(String key, double number, Disturbance disturbance) {
        out.number(key + size, number);
        out.disturbance(key + size, disturbance);
    }

    private void insertEach(TableLoops loops, int entries, Histogram histogram) {
        long errors = 0;
        for (int number = 0; number < entries; number++) {
            final long beforeNs = System.nanoTime();
            errors += loops.put(number, 0) == Outcome.APPLIED ? 0 : 1;
            histogram.recordValue(Math.min(MOST_NS, System.nanoTime() - beforeNs));
        }
        out.expect("refused while growing to " + size, 0, errors);
    }

    /** For about as long as the mutations took, because the longer one waits the worse it gets. */
    private void nothingEach(int entries, Histogram histogram) {
        final long endNs = System.nanoTime() + entries * ABOUT_NS;
        long nowNs;
        do {
            final long beforeNs = System.nanoTime();
            sink += Keys.low(beforeNs);
            nowNs = System.nanoTime();
            histogram.recordValue(Math.min(MOST_NS, nowNs - beforeNs));
        } while (nowNs < endNs);
    }
}
