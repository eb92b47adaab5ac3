package io.ndpair.bench.store;

import io.ndpair.bench.limit.RawMemory;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.RangeImage;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies a table that holds so many neighbors, range after range, one behind the other into memory. Confined to one thread. */
final class RangeCopy implements AutoCloseable {
    private static final int ENTRY_BYTES = 32;
    private static final int KIB = 1024;
    private static final int PIECE_BYTES = 32 * KIB;

    private final NeighborTable table;
    private final int neighbors;
    private final RawMemory memory;
    private final UnsafeBuffer destination;
    private final RangeImage image = new RangeImage();
    private long position;
    private int offsetBytes;
    private long missing;
    private long rawOffset;

    RangeCopy(NeighborTable table, int neighbors) {
        this.table = table;
        this.neighbors = neighbors;
        memory = new RawMemory(bytes() + RangeImage.MAX_IMAGE_BYTES);
        destination = new UnsafeBuffer(memory.address(), Math.toIntExact(memory.lengthBytes()));
    }

    /** Bytes of the entries. */
    long bytes() {
        return (long) neighbors * ENTRY_BYTES;
    }

    /** Entries that whole copies did not have, or had too often. */
    long missing() {
        return missing;
    }

    /** One whole copy. */
    void all() {
        position = 0;
        offsetBytes = 0;
        long copied;
        do {
            copied = offsetBytes;
            next();
        } while (position != 0);
        missing += Math.abs(neighbors - (copied / ENTRY_BYTES + image.count()));
    }

    /** Goes on with a copy by about so many KiB; after the last range comes the first. */
    long some(int kib) {
        for (long bytes = 0; bytes < (long) kib * KIB; bytes += (long) image.count() * ENTRY_BYTES) {
            next();
        }
        return offsetBytes;
    }

    private void next() {
        table.copyRange(position, destination, offsetBytes, image);
        position = image.nextPosition();
        offsetBytes = position == 0 ? 0 : offsetBytes + image.count() * ENTRY_BYTES;
    }

    /** Copies as many bytes of plain memory to the same place. */
    void raw(RawMemory source) {
        memory.copyFrom(source, 0, source.lengthBytes(), PIECE_BYTES);
    }

    /** Goes on with such a copy by so many KiB. */
    long someRaw(RawMemory source, int kib) {
        final long length = Math.min((long) kib * KIB, source.lengthBytes() - rawOffset);
        memory.copyFrom(source, rawOffset, length, PIECE_BYTES);
        rawOffset = rawOffset + length == source.lengthBytes() ? 0 : rawOffset + length;
        return rawOffset;
    }

    @Override
    public void close() {
        memory.close();
    }
}
