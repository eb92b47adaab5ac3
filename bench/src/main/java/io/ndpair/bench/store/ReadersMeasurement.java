package io.ndpair.bench.store;

import io.ndpair.bench.child.Interleaved.Loop;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.SideBySide;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.limit.RawMemory;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * 1, 2, 4 and 8 readers at full speed beside a writer at full speed. With more threads than cores they take turns, so what all of them do together
 * cannot grow: what is asked is whether it shrinks, as it does where readers write a word that they share. Beside it the same number of
 * threads that read as much plain memory, beside the same writer.
 */
final class ReadersMeasurement implements Measurement {
    static final String NAME = "readers";
    static final int[] READERS = {1, 2, 4, 8};

    private static final int MOST_READERS = 8;
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final long QUICK_WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int WINDOWS = 3;

    @Override
    public void run(Task task, SampleLines out) {
        final int neighbors = task.neighbors();
        final HashKey key = HashKey.random(new SplittableRandom(neighbors));
        final long windowNs = task.quick() ? QUICK_WINDOW_NS : WINDOW_NS;
        try (Observer observer = new Observer();
                NeighborTable table = new NeighborTable(TableConfig.of(neighbors), key)) {
            final TableLoops writer = new TableLoops(table, neighbors, 1);
            writer.fill(0, neighbors);
            final List<TableLoops> readers = new ArrayList<>();
            final List<Loop> lookups = new ArrayList<>();
            final List<Loop> raw = new ArrayList<>();
            try (RawMemory memory = new RawMemory(table.memoryBytes())) {
                for (int reader = 0; reader < MOST_READERS; reader++) {
                    final TableLoops loops = new TableLoops(table, neighbors, reader + 2);
                    readers.add(loops);
                    lookups.add(loops::hitIndependent);
                    raw.add(memory.reader(reader + 2));
                }
                together(windowNs, writer, lookups, 2);
                together(windowNs, writer, raw, 2);
                for (int run = 0; run < task.runs(); run++) {
                    for (final int count : READERS) {
                        observer.begin();
                        measure(windowNs, writer, lookups, raw, count, out);
                        out.disturbance("readers.all." + count, observer.end());
                    }
                }
            }
            out.expect(
                    "wrong answers of " + MOST_READERS + " readers beside a writer",
                    0,
                    writer.wrong()
                            + readers.stream().mapToLong(TableLoops::wrong).sum());
            out.expect("entries beside readers", neighbors, table.size());
        }
    }

    private static void measure(
            long windowNs, TableLoops writer, List<Loop> lookups, List<Loop> raw, int count, SampleLines out) {
        double all = 0;
        double least = Double.MAX_VALUE;
        double writes = 0;
        double rawAll = 0;
        for (int window = 0; window < WINDOWS; window++) {
            final double[] ours = together(windowNs, writer, lookups, count);
            writes += ours[0];
            for (int reader = 1; reader <= count; reader++) {
                all += ours[reader];
                least = Math.min(least, ours[reader]);
            }
            final double[] plain = together(windowNs, writer, raw, count);
            for (int reader = 1; reader <= count; reader++) {
                rawAll += plain[reader];
            }
        }
        out.number("readers.all." + count, all / WINDOWS);
        out.number("readers.each." + count, all / WINDOWS / count);
        out.number("readers.least." + count, least);
        out.number("readers.writer." + count, writes / WINDOWS);
        out.number("readers.raw." + count, rawAll / WINDOWS);
    }

    private static double[] together(long windowNs, TableLoops writer, List<Loop> beside, int count) {
        final List<Loop> loops = new ArrayList<>(List.of(writer::upsertKnown));
        loops.addAll(beside.subList(0, count));
        return SideBySide.together(windowNs, loops);
    }
}
