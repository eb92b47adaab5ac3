package io.ndpair.node.device;

import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.RangeImage;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A walk over a table that is taken up and left as its owner has time: it holds a copy of one segment and no more. An entry that is there
 * from the beginning to the end is given exactly once, unless the table takes on another hash key meanwhile. Any thread, one at a time.
 */
final class TableWalk {
    private final Ranges ranges;
    private final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(RangeImage.MAX_IMAGE_BYTES));
    private final RangeImage image = new RangeImage();
    private long hashPosition;
    private long keyId;
    private boolean isAtEnd;
    private int next;
    private int count;

    /** What is walked over. */
    @FunctionalInterface
    interface Ranges {
        /** Copies the range that holds a hash position; false if there is nothing to walk over any more. */
        boolean copyRange(long hashPosition, MutableDirectBuffer dst, int dstOffset, RangeImage out);
    }

    TableWalk(Ranges ranges) {
        this.ranges = ranges;
        restart();
    }

    /** Begins anew. */
    void restart() {
        hashPosition = 0;
        isAtEnd = false;
        next = 0;
        count = 0;
    }

    /**
     * The next entry.
     *
     * @return false at the end of the table.
     */
    boolean next(NeighborEntry into) {
        while (next == count) {
            if (isAtEnd || !ranges.copyRange(hashPosition, copy, 0, image)) {
                return false;
            }
            if (hashPosition != 0 && image.keyId() != keyId) {
                // The table took on another key: entries stand elsewhere now, and some may be given twice.
                restart();
                continue;
            }
            keyId = image.keyId();
            next = 0;
            count = image.count();
            hashPosition = image.nextPosition();
            isAtEnd = hashPosition == 0;
        }
        into.readFrom(copy, next++ * EntryLayout.ENTRY_BYTES);
        return true;
    }
}
