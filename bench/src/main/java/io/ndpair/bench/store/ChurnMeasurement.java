package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.environment.ProcFiles;

/**
 * A full table in which neighbors arrive and leave: mutations a second at a share of arrivals and departures, the rest being confirmations of
 * neighbors that stay; and resident memory an entry after the whole table was turned over so many times. At the end every neighbor that stays is
 * looked up, and as many of those that left.
 */
final class ChurnMeasurement implements Measurement {
    static final String NAME = "churn";
    static final int[] PERCENTS = {0, 25, 50, 75, 100};
    static final int[] TURNOVERS = {0, 1, 2, 4, 8};

    private static final int MUTATIONS = 2_000_000;
    private static final int SLICES = 10;

    @Override
    public void run(Task task, SampleLines out) {
        // First, while nothing that another table has left is still there for the taking.
        for (int run = 0; run < task.runs(); run++) {
            memory(task.neighbors(), run, out);
        }
        for (int run = 0; run < task.runs(); run++) {
            rates(task, run, out);
        }
    }

    /** All shares take turns, in slices, so that a core whose speed changes changes them alike. */
    private static void rates(Task task, int run, SampleLines out) {
        final int slice = task.operations(MUTATIONS) / SLICES;
        try (Observer observer = new Observer();
                TouchedTable touched = new TouchedTable(task.neighbors(), run)) {
            final ChurnLoop loop = new ChurnLoop(touched.table(), task.neighbors());
            loop.fill();
            for (final int percent : PERCENTS) {
                loop.mutate(slice, percent);
            }
            final long[] tookNs = new long[PERCENTS.length];
            observer.begin();
            for (int i = 0; i < SLICES; i++) {
                for (int share = 0; share < PERCENTS.length; share++) {
                    final long beforeNs = System.nanoTime();
                    loop.mutate(slice, PERCENTS[share]);
                    tookNs[share] += System.nanoTime() - beforeNs;
                }
            }
            final var disturbance = observer.end();
            for (int share = 0; share < PERCENTS.length; share++) {
                out.number("churn.rate." + PERCENTS[share], (double) SLICES * slice * 1e9 / tookNs[share]);
                out.disturbance("churn.rate." + PERCENTS[share], disturbance);
            }
            check("churn", loop, task.neighbors(), out);
        }
    }

    private static void memory(int neighbors, int run, SampleLines out) {
        final long without = ProcFiles.residentBytes();
        try (TouchedTable touched = new TouchedTable(neighbors, run)) {
            final ChurnLoop loop = new ChurnLoop(touched.table(), neighbors);
            loop.fill();
            int done = 0;
            for (final int turnovers : TURNOVERS) {
                for (; done < turnovers; done++) {
                    loop.turnOver();
                }
                out.number("churn.memory." + turnovers, (double) (ProcFiles.residentBytes() - without) / neighbors);
            }
            check("turnovers", loop, neighbors, out);
        }
    }

    private static void check(String what, ChurnLoop loop, int neighbors, SampleLines out) {
        out.expect("entries after " + what, neighbors, loop.size());
        out.expect("outcomes of " + what + " that were wrong", 0, loop.wrong());
        out.expect("neighbors that are wrong or should not be there after " + what, 0, loop.check());
    }
}
