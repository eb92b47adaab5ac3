package io.ndpair.bench.jmh;

import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a lookup cost whose key depends on the lookup before, as a hit and as a miss? Expected: about one dependent random read of
 * memory for a hit, and no more for a miss.
 */
public class TableLookupBenchmark extends MicroBenchmark {
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long ABSENT_PREFIX = 0x2001_0db8_ffff_0000L;

    /** Entries in the table. */
    @Param({"1000000", "4000000"})
    public int neighbors;

    private NeighborTable table;
    private final NeighborEntry found = new NeighborEntry();
    private long next;

    /** Fills the table. */
    @Setup
    public void fill() {
        table = new NeighborTable(TableConfig.of(neighbors), HashKey.random(new SplittableRandom(1)));
        final NeighborEntry entry = new NeighborEntry();
        for (int i = 0; i < neighbors; i++) {
            table.upsert(
                    entry.set(PREFIX, interfaceId(i), 1, 0, 0x0200_0000_0000L | i, NeighborState.REACHABLE, 0), i + 1);
        }
    }

    /** Frees the table. */
    @TearDown
    public void free() {
        table.close();
    }

    private static long interfaceId(long i) {
        return (i + 1) * 0x9E37_79B9_7F4A_7C15L;
    }

    /** A key that is there; which one, the entry before says. */
    @Benchmark
    public boolean dependentHit() {
        next = Math.floorMod((next + found.mac()) * 0x5851_F42D_4C95_7F2DL + 1, neighbors);
        return table.lookup(PREFIX, interfaceId(next), 1, found);
    }

    /** A key that is not there. */
    @Benchmark
    public boolean dependentMiss() {
        next = Math.floorMod(next * 0x5851_F42D_4C95_7F2DL + 1, (long) neighbors);
        final boolean wasThere = table.lookup(ABSENT_PREFIX, interfaceId(next), 1, found);
        next += wasThere ? 1 : 0;
        return wasThere;
    }
}
