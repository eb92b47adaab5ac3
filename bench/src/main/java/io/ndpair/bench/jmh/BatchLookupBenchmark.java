package io.ndpair.bench.jmh;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.LookupBatch;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does it save to look 64 known keys up together instead of one by one? Expected: 1.5 times at a million neighbors and more, where the
 * misses of memory overlap; little where the table fits the cache.
 */
public class BatchLookupBenchmark extends MicroBenchmark {
    private static final int BATCH = 64;

    /** Entries in the table. */
    @Param({"10000", "4000000"})
    public int neighbors;

    private NeighborTable table;
    private final LookupBatch batch = new LookupBatch(BATCH);
    private final NeighborEntry found = new NeighborEntry();
    private long state = 1;

    /** Fills the table. */
    @Setup
    public void fill() {
        table = filled(neighbors);
    }

    static NeighborTable filled(int neighbors) {
        final NeighborTable table =
                new NeighborTable(TableConfig.of(neighbors), HashKey.random(new SplittableRandom(1)));
        final NeighborEntry entry = new NeighborEntry();
        for (int i = 0; i < neighbors; i++) {
            table.upsert(
                    entry.set(Keys.high(i), Keys.low(i), Keys.link(i), 0, Keys.mac(i), NeighborState.REACHABLE, 0),
                    i + 1);
        }
        return table;
    }

    /** Frees the table. */
    @TearDown
    public void free() {
        table.close();
    }

    private long draw() {
        state = Chain.next(state);
        return Chain.below(state, neighbors);
    }

    /** One after the other. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long oneByOne() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            final long number = draw();
            table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), found);
            sum += found.mac();
        }
        return sum;
    }

    /** Together, the filling of the batch and the reading of the answers included. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long together() {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            final long number = draw();
            batch.add(Keys.high(number), Keys.low(number), Keys.link(number));
        }
        table.lookupBatch(batch);
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            batch.entry(i, found);
            sum += found.mac();
        }
        return sum;
    }
}
