package io.ndpair.bench.jmh;

import io.ndpair.bench.workload.Keys;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What do hash, directory, version check and copy of a hit cost when no memory is missed? Everything is in the first cache and each key
 * depends on the entry before. Expected: 20 ns at most, so that a lookup in a large table is little more than its one read of memory.
 */
public class HashBenchmark extends MicroBenchmark {
    private static final int NEIGHBORS = 64;

    private NeighborTable table;
    private final NeighborEntry found = new NeighborEntry();
    private long next;

    /** Fills the table. */
    @Setup
    public void fill() {
        table = BatchLookupBenchmark.filled(NEIGHBORS);
    }

    /** Frees the table. */
    @TearDown
    public void free() {
        table.close();
    }

    /** A key that is there; which one, the entry before says. */
    @Benchmark
    public boolean cachedHit() {
        next = (next + found.mac() + 1) & (NEIGHBORS - 1);
        return table.lookup(Keys.high(next), Keys.low(next), Keys.link(next), found);
    }

    /** The key alone, which is in the figure above. */
    @Benchmark
    public long keyAlone() {
        next = (next + 1) & (NEIGHBORS - 1);
        next = (next + (Keys.high(next) ^ Keys.low(next) ^ Keys.link(next))) & (NEIGHBORS - 1);
        return next;
    }
}
