package io.ndpair.bench.jmh;

import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * What does it cost to write an entry into a record, and to read one out of it? Expected: 5 ns each at most: four words, in the byte order
 * of the machine but for the address.
 */
public class EntryCodecBenchmark extends MicroBenchmark {
    private static final int ENTRIES = 64;

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRIES * EntryLayout.ENTRY_BYTES));
    private final NeighborEntry entry = new NeighborEntry();
    private int at;

    /** Fills the record. */
    @Setup
    public void fill() {
        for (int i = 0; i < ENTRIES; i++) {
            entry.set(i, ~i, 1, i, 0x0200_0000_0000L | i, NeighborState.REACHABLE, 0)
                    .writeTo(buffer, i * EntryLayout.ENTRY_BYTES, 1);
        }
    }

    private int next() {
        at = (at + 1) & (ENTRIES - 1);
        return at * EntryLayout.ENTRY_BYTES;
    }

    /** Into a record. */
    @Benchmark
    public int write() {
        final int offset = next();
        entry.writeTo(buffer, offset, 1);
        return offset;
    }

    /** Out of it. */
    @Benchmark
    public long read() {
        entry.readFrom(buffer, next());
        return entry.mac();
    }
}
