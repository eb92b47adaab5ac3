package io.ndpair.bench.store;

import io.ndpair.bench.child.Allocation;
import io.ndpair.bench.child.Interleaved;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.environment.ProcFiles;
import io.ndpair.bench.limit.RawMemory;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;

/** Lookups and changes of a table that does not grow, beside random reads of as much memory. */
final class LookupMeasurement implements Measurement {
    static final String NAME = "lookup";

    private static final int LOOKUPS = 2_000_000;

    @Override
    public void run(Task task, SampleLines out) {
        final String size = Size.label(task.neighbors());
        final int operations = task.operations(LOOKUPS);
        final HashKey key = HashKey.random(new SplittableRandom(task.neighbors()));
        try (Observer observer = new Observer();
                NeighborTable table = new NeighborTable(TableConfig.of(task.neighbors()), key)) {
            final TableLoops loops = new TableLoops(table, task.neighbors(), 1);
            loops.fill(0, task.neighbors());
            out.expect("entries of the table at " + size, task.neighbors(), table.size());
            try (RawMemory memory = new RawMemory(table.memoryBytes())) {
                out.fact(
                        "footprint." + size,
                        (table.memoryBytes() >> 20) + " MiB; huge pages of table and raw memory together "
                                + (ProcFiles.hugePageBytes() >> 20) + " MiB; directory depth "
                                + table.status().directoryDepth());
                new Interleaved()
                        .add("raw.dependent." + size, operations, memory::readDependent)
                        .add("hit.dependent." + size, operations, loops::hitDependent)
                        .add("miss.dependent." + size, operations, loops::missDependent)
                        .add("raw.independent." + size, operations, memory::readIndependent)
                        .add("hit.independent." + size, operations, loops::hitIndependent)
                        .add("miss.independent." + size, operations, loops::missIndependent)
                        .add("hit.batch." + size, operations, loops::hitBatch)
                        .add("miss.batch." + size, operations, loops::missBatch)
                        .add("upsert.known." + size, operations, loops::upsertKnown)
                        .add("keys." + size, operations, loops::keysOnly)
                        .run(task.runs(), observer, out);
            }
            allocations(size, loops, operations, out);
            out.expect("wrong answers of the table at " + size, 0, loops.wrong());
            out.expect("entries of the table at " + size + " afterwards", task.neighbors(), table.size());
        }
    }

    /** Bytes on the heap an operation, counted by the JVM for this thread; everything is compiled by now. */
    private static void allocations(String size, TableLoops loops, int operations, SampleLines out) {
        final Allocation allocation = new Allocation();
        out.number("allocation.lookup." + size, allocation.perOperation(operations, loops::hitIndependent));
        out.number("allocation.batch." + size, allocation.perOperation(operations, loops::hitBatch));
        out.number("allocation.upsert." + size, allocation.perOperation(operations, loops::upsertKnown));
    }
}
