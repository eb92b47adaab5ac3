package io.ndpair.bench.jmh;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it cost to confirm a known neighbor, beside looking it up? Expected: at most 1.5 times the lookup: the line is there already, it
 * is the digest and the version that are added.
 */
public class UpsertBenchmark extends MicroBenchmark {
    /** Entries in the table. */
    @Param({"10000", "4000000"})
    public int neighbors;

    private NeighborTable table;
    private final NeighborEntry entry = new NeighborEntry();
    private long state = 1;
    private long sequence;
    private int ticks;

    /** Fills the table. */
    @Setup
    public void fill() {
        table = BatchLookupBenchmark.filled(neighbors);
        sequence = neighbors;
    }

    /** Frees the table. */
    @TearDown
    public void free() {
        table.close();
    }

    /** A known neighbor, confirmed later than before. */
    @Benchmark
    public int confirm() {
        state = Chain.next(state);
        final long number = Chain.below(state, neighbors);
        return table.upsert(
                entry.set(
                        Keys.high(number),
                        Keys.low(number),
                        Keys.link(number),
                        ++ticks & Integer.MAX_VALUE,
                        Keys.mac(number),
                        NeighborState.REACHABLE,
                        0),
                ++sequence);
    }

    /** Looked up, to compare with. */
    @Benchmark
    public boolean lookup() {
        state = Chain.next(state);
        final long number = Chain.below(state, neighbors);
        return table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry);
    }
}
