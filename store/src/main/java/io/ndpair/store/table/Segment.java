package io.ndpair.store.table;

import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * What is inside a segment: 1,024 slots of 32 bytes with linear probing, before them a byte for each slot that bounds the
 * probing of the keys whose home it is. A key whose home is h stands in one of the {@code bound[h]} slots from h on; so a
 * miss ends early (at once where the bound is 0), and to remove an entry its slot is cleared: no moves, no tombstones.
 *
 * <pre>
 *  0        1024
 * +--------+--------------------------------+
 * | bounds | slots: 1,024 x 32 bytes         |
 * +--------+--------------------------------+
 * </pre>
 *
 * <p>Functions over addresses, without checks of them: callers are the table's own. Whoever reads beside the writer
 * validates afterwards; nothing here trusts what it reads to end.
 */
final class Segment {
    static final int SLOTS = RangeImage.MAX_ENTRIES;
    static final int SLOT_MASK = SLOTS - 1;
    static final int BOUNDS_BYTES = SLOTS;
    static final int SEGMENT_BYTES = BOUNDS_BYTES + SLOTS * EntryLayout.ENTRY_BYTES;

    /** Slots that a key may be looked for in: what a byte holds. */
    static final int MAX_BOUND = 255;

    private static final int SLOT_SHIFT = 5;

    private Segment() {}

    static int home(final long hash) {
        return (int) hash & SLOT_MASK;
    }

    static long slot(final long segment, final int index) {
        return segment + BOUNDS_BYTES + ((long) (index & SLOT_MASK) << SLOT_SHIFT);
    }

    /** Address of the slot that holds the key, or 0. */
    static long find(final long segment, final int home, final long w0, final long w1, final int linkId) {
        final int bound = bound(segment, home);
        for (int displacement = 0; displacement < bound; displacement++) {
            final long slot = slot(segment, home + displacement);
            if (UnsafeApi.getLong(slot + 8) == w1
                    && UnsafeApi.getLong(slot) == w0
                    && UnsafeApi.getInt(slot + 16) == linkId
                    && UnsafeApi.getLong(slot + 24) != 0) {
                return slot;
            }
        }
        return 0;
    }

    /** Reads what a lookup of this home begins with. What it answers has no meaning. */
    static long touch(final long segment, final int home) {
        return UnsafeApi.getByte(segment + home) + UnsafeApi.getLong(slot(segment, home));
    }

    /** Displacement of the first free slot that a key of this home may take, or -1. */
    static int free(final long segment, final int home) {
        for (int displacement = 0; displacement < MAX_BOUND; displacement++) {
            if (UnsafeApi.getLong(slot(segment, home + displacement) + 24) == 0) {
                return displacement;
            }
        }
        return -1;
    }

    /** Fills the free slot at a displacement. */
    static void fill(
            final long segment,
            final int home,
            final int displacement,
            final long w0,
            final long w1,
            final long w2,
            final long w3) {
        final long slot = slot(segment, home + displacement);
        UnsafeApi.putLong(slot, w0);
        UnsafeApi.putLong(slot + 8, w1);
        UnsafeApi.putLong(slot + 16, w2);
        UnsafeApi.putLong(slot + 24, w3);
        if (displacement >= bound(segment, home)) {
            UnsafeApi.putByte(segment + home, (byte) (displacement + 1));
        }
    }

    /** Clears a slot; where its entry was the farthest of its home, the bound shrinks to the next farthest. */
    static void clear(final long segment, final int home, final long slot, final SegmentDirectory directory) {
        UnsafeApi.putLong(slot, 0);
        UnsafeApi.putLong(slot + 8, 0);
        UnsafeApi.putLong(slot + 16, 0);
        UnsafeApi.putLong(slot + 24, 0);
        final int index = (int) ((slot - segment - BOUNDS_BYTES) >>> SLOT_SHIFT);
        final int displacement = (index - home) & SLOT_MASK;
        if (displacement + 1 == bound(segment, home)) {
            int bound = displacement;
            while (bound > 0 && !isAtHome(slot(segment, home + bound - 1), home, directory)) {
                bound--;
            }
            UnsafeApi.putByte(segment + home, (byte) bound);
        }
    }

    /** Copies the entries that lie within the buffer's room for a whole segment; returns how many. */
    static int copy(final long segment, final MutableDirectBuffer dst, final int dstOffset) {
        final byte[] array = dst.byteArray();
        final long base = dst.addressOffset() + dstOffset;
        long to = base;
        long slot = segment + BOUNDS_BYTES;
        final long end = segment + SEGMENT_BYTES;
        while (slot < end) {
            final long w3 = UnsafeApi.getLong(slot + 24);
            if (w3 != 0) {
                UnsafeApi.putLong(array, to, UnsafeApi.getLong(slot));
                UnsafeApi.putLong(array, to + 8, UnsafeApi.getLong(slot + 8));
                UnsafeApi.putLong(array, to + 16, UnsafeApi.getLong(slot + 16));
                UnsafeApi.putLong(array, to + 24, w3);
                to += EntryLayout.ENTRY_BYTES;
            }
            slot += EntryLayout.ENTRY_BYTES;
        }
        return (int) ((to - base) >>> SLOT_SHIFT);
    }

    private static int bound(final long segment, final int home) {
        return UnsafeApi.getByte(segment + home) & 0xFF;
    }

    private static boolean isAtHome(final long slot, final int home, final SegmentDirectory directory) {
        return UnsafeApi.getLong(slot + 24) != 0 && home(directory.hashOfSlot(slot)) == home;
    }
}
