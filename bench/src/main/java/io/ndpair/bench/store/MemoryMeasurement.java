package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.ProcFiles;
import io.ndpair.store.table.NeighborTable;

/**
 * Resident memory an entry while a table grows from half a size to that size, which is one whole period of how full its segments are: the
 * worst place of it and the mean over it. Resident memory is the process's with the table less that without it; the heap is touched
 * beforehand, so the table is what grows.
 */
final class MemoryMeasurement implements Measurement {
    static final String NAME = "memory";

    private static final int PLACES = 64;

    @Override
    public void run(Task task, SampleLines out) {
        final String size = Size.label(task.neighbors());
        // So that what is compiled and loaded on the way is there before the first run.
        grow(Math.min(task.neighbors(), Size.MILLION), -1);
        for (int run = 0; run < task.runs(); run++) {
            final Found found = grow(task.neighbors(), run);
            out.number("bytes.worst." + size, found.worst);
            out.number("bytes.mean." + size, found.mean);
            out.number("bytes.full." + size, found.full);
            out.expect("entries after growth to " + size, task.neighbors(), found.entries);
        }
    }

    private static Found grow(int neighbors, int run) {
        final long without = ProcFiles.residentBytes();
        try (TouchedTable touched = new TouchedTable(neighbors, run)) {
            final NeighborTable table = touched.table();
            final TableLoops loops = new TableLoops(table, neighbors, 1);
            double worst = 0;
            double sum = 0;
            double last = 0;
            int entries = 0;
            for (int place = 0; place <= PLACES; place++) {
                // Evenly spaced by the logarithm, as a doubling is.
                final int next = (int) Math.round(neighbors * Math.pow(2, (double) place / PLACES - 1));
                loops.fill(entries, next);
                entries = next;
                last = (double) (ProcFiles.residentBytes() - without) / entries;
                worst = Math.max(worst, last);
                sum += place == 0 ? 0 : last;
            }
            return new Found(worst, sum / PLACES, last, table.size());
        }
    }

    private record Found(double worst, double mean, double full, int entries) {}
}
