package io.ndpair.store.history;

import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.NeighborEntry;
import org.agrona.DirectBuffer;

/** Sums records up into blocks of a chunk. A block ends when the record after it comes, so the last one is always open. */
final class ChunkBuilder {
    /** Mutations that a filter has room for. */
    static final int BLOCK_MUTATIONS = 4096;

    /** Bytes that are read where one address is looked for in a block. */
    static final int BLOCK_BYTES = 256 << 10;

    private final Continuity continuity = new Continuity();
    private final NeighborEntry entry = new NeighborEntry();
    private OpenChunk chunk = new OpenChunk();
    private boolean begun;
    private long place;
    private long lastPlace;
    private int lastCrc;
    private long leastWallMs;
    private long mostWallMs;
    private int mutations;
    private int bytes;
    private int flags;

    /** Begins a file, behind what stands before it, if that is known. */
    void begin(boolean known, Epoch epoch, long nextSequence) {
        chunk = new OpenChunk();
        begun = false;
        continuity.forget();
        if (known) {
            continuity.set(epoch, nextSequence);
        }
    }

    OpenChunk chunk() {
        return chunk;
    }

    /** The present chunk was stored: goes on with another. */
    void nextChunk() {
        chunk = new OpenChunk();
    }

    /** Where the last record of the blocks that are sealed stands, if a block was just ended by {@link #endBlock}. */
    long lastPlace() {
        return lastPlace;
    }

    int lastCrc() {
        return lastCrc;
    }

    Continuity continuity() {
        return continuity;
    }

    /** Whether the open block is to be ended before a record of so many mutations is taken. */
    boolean blockFull(int moreMutations) {
        return begun && (mutations + moreMutations > BLOCK_MUTATIONS || bytes >= BLOCK_BYTES);
    }

    void take(DirectBuffer buffer, int offset, int length, long recordPlace) {
        long wallMs = RecordLayout.wallClockMs(buffer, offset);
        if (!begun) {
            begun = true;
            place = recordPlace;
            leastWallMs = wallMs;
            mostWallMs = wallMs;
            mutations = 0;
            bytes = 0;
            flags = 0;
        }
        if (continuity.broken(buffer, offset)) {
            flags |= Block.MARKED;
        }
        continuity.advance(buffer, offset);
        leastWallMs = Math.min(leastWallMs, wallMs);
        mostWallMs = Math.max(mostWallMs, wallMs);
        bytes += length;
        lastPlace = recordPlace;
        lastCrc = RecordLayout.crc(buffer, offset);
        int count = RecordLayout.count(buffer, offset);
        mutations += count;
        if (count > 0) {
            int stride = RecordLayout.mutationStride(buffer, offset);
            int at = RecordLayout.mutationsOffset(buffer, offset);
            for (int i = 0; i < count; i++, at += stride) {
                entry.readFrom(buffer, at);
                chunk.add(KeyFilter.hash(entry.addressHigh(), entry.addressLow()));
            }
        }
    }

    /** Ends the open block; {@code cut} says that the file cannot be read beyond it. */
    void endBlock(boolean cut) {
        if (begun || cut) {
            int all = flags | (cut ? Block.CUT | Block.MARKED : 0);
            chunk.seal(
                    begun
                            ? new Block(
                                    place,
                                    lastPlace,
                                    continuity.nextSequence(),
                                    continuity.epoch(),
                                    leastWallMs,
                                    mostWallMs,
                                    all)
                            : new Block(
                                    lastPlace,
                                    lastPlace,
                                    continuity.nextSequence(),
                                    continuity.epoch(),
                                    Long.MAX_VALUE,
                                    Long.MIN_VALUE,
                                    all));
            begun = false;
            flags = 0;
        }
    }

    /** A file is gone on with behind this record, which a stored chunk ends with. */
    void resumeBehind(long recordPlace, int crc) {
        lastPlace = recordPlace;
        lastCrc = crc;
    }
}
