package io.ndpair.store.table;

import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * What is inside a segment: 1,024 slots of 32 bytes, as 512 pairs that are a cache line each. A key's home is a pair; where it
 * is full, the key stands in one of the pairs that follow. How far the keys of a home have gone at most, its bound, stands in
 * the home itself: half in each slot's four bits that an entry in a table does not use ({@link
 * EntryLayout#OPERATION_MASK}). So one line answers most questions, hit or miss, and to remove an entry its slot is cleared:
 * no moves, no tombstones. docs/TABLE.md has what else was measured.
 *
 * <pre>
 *  pair 0                    pair 1                          pair 511
 * +------------+------------+------------+------------+ ... +------------+------------+
 * | entry | b  | entry | b' | entry | b  | entry | b' |     | entry | b  | entry | b' |
 * +------------+------------+------------+------------+ ... +------------+------------+
 *  bound of a pair: pairs beyond it in which its keys may stand = b + 16 b'
 * </pre>
 *
 * <p>A free slot is all zero but for those bits. Functions over addresses, without checks of them: callers are the table's own,
 * segments are aligned to their size. Whoever reads beside the writer validates afterwards; nothing here trusts what it reads
 * to end.
 */
final class Segment {
    static final int SLOTS = RangeImage.MAX_ENTRIES;
    static final int SEGMENT_BYTES = SLOTS * EntryLayout.ENTRY_BYTES;

    /** Pairs beyond its home in which a key may stand: what eight bits hold. */
    static final int MAX_BOUND = 255;

    /** Slots in which a key may stand. */
    static final int MAX_CANDIDATES = 2 * (MAX_BOUND + 1);

    private static final int PAIR_BYTES = 2 * EntryLayout.ENTRY_BYTES;
    private static final int PAIR_SHIFT = 6;
    private static final int ENTRY_SHIFT = 5;
    private static final int PAIR_MASK = SLOTS / 2 - 1;
    private static final int OFFSET_MASK = SEGMENT_BYTES - 1;
    private static final int BOUND_SHIFT = 52;
    private static final int BOUND_HALF_BITS = 4;
    private static final int BOUND_HALF_MASK = 0xF;

    private Segment() {}

    /** Address of the pair that is a hash's home. */
    static long home(final long segment, final long hash) {
        return segment + ((hash & PAIR_MASK) << PAIR_SHIFT);
    }

    static long slot(final long segment, final int index) {
        return segment + (long) index * EntryLayout.ENTRY_BYTES;
    }

    /** The fourth word of the entry in a slot; 0 if the slot is free. */
    static long stateWord(final long slot) {
        return UnsafeApi.getLong(slot + 24) & ~EntryLayout.OPERATION_MASK;
    }

    /** Changes the fourth word of the entry in a slot. */
    static void stateWord(final long slot, final long w3) {
        UnsafeApi.putLong(slot + 24, w3 | (UnsafeApi.getLong(slot + 24) & EntryLayout.OPERATION_MASK));
    }

    /** Address of the slot that holds the key, or 0. The link must be one, so that a free slot is no key's. */
    static long find(final long home, final long w0, final long w1, final int linkId) {
        if (holds(home, w0, w1, linkId)) {
            return home;
        }
        if (holds(home + EntryLayout.ENTRY_BYTES, w0, w1, linkId)) {
            return home + EntryLayout.ENTRY_BYTES;
        }
        long pair = home;
        for (int further = bound(home); further > 0; further--) {
            pair = next(pair);
            if (holds(pair, w0, w1, linkId)) {
                return pair;
            }
            if (holds(pair + EntryLayout.ENTRY_BYTES, w0, w1, linkId)) {
                return pair + EntryLayout.ENTRY_BYTES;
            }
        }
        return 0;
    }

    /** Address of the first free slot that a key of this home may take, or 0. */
    static long free(final long home) {
        long pair = home;
        for (int distance = 0; distance <= MAX_BOUND; distance++) {
            if (stateWord(pair) == 0) {
                return pair;
            }
            if (stateWord(pair + EntryLayout.ENTRY_BYTES) == 0) {
                return pair + EntryLayout.ENTRY_BYTES;
            }
            pair = next(pair);
        }
        return 0;
    }

    /** Fills a free slot with an entry of this home. */
    static void fill(final long home, final long slot, final long w0, final long w1, final long w2, final long w3) {
        UnsafeApi.putLong(slot, w0);
        UnsafeApi.putLong(slot + 8, w1);
        UnsafeApi.putLong(slot + 16, w2);
        stateWord(slot, w3);
        final int distance = distance(home, slot);
        if (distance > bound(home)) {
            bound(home, distance);
        }
    }

    /** Clears a slot; where its entry was the only one of its home so far away, the bound shrinks to the next farthest. */
    static void clear(final long home, final long slot, final SegmentDirectory directory) {
        UnsafeApi.putLong(slot, 0);
        UnsafeApi.putLong(slot + 8, 0);
        UnsafeApi.putLong(slot + 16, 0);
        stateWord(slot, 0);
        final int distance = distance(home, slot);
        if (distance > 0 && distance == bound(home)) {
            int bound = distance;
            final long segment = home & -SEGMENT_BYTES;
            for (long pair = slot & -PAIR_BYTES; bound > 0 && !holdsOne(pair, segment, home, directory); bound--) {
                pair = previous(pair);
            }
            bound(home, bound);
        }
    }

    /**
     * Copies the entries; returns how many. What the buffer holds beyond them, up to a whole segment's slots, is overwritten
     * too: a free slot is copied like an entry and then written over, because whether a slot is free cannot be predicted.
     */
    static int copy(final long segment, final MutableDirectBuffer dst, final int dstOffset) {
        final byte[] array = dst.byteArray();
        final long base = dst.addressOffset() + dstOffset;
        long to = base;
        final long end = segment + SEGMENT_BYTES;
        for (long slot = segment; slot < end; slot += EntryLayout.ENTRY_BYTES) {
            final long w3 = stateWord(slot);
            UnsafeApi.putLong(array, to, UnsafeApi.getLong(slot));
            UnsafeApi.putLong(array, to + 8, UnsafeApi.getLong(slot + 8));
            UnsafeApi.putLong(array, to + 16, UnsafeApi.getLong(slot + 16));
            UnsafeApi.putLong(array, to + 24, w3);
            // An entry's length if w3 is not 0, without a branch.
            to += ((w3 | -w3) >>> 63) << ENTRY_SHIFT;
        }
        return (int) ((to - base) >>> ENTRY_SHIFT);
    }

    /** How many pairs beyond a home its keys may stand in. */
    static int bound(final long home) {
        final long low = UnsafeApi.getLong(home + 24) >>> BOUND_SHIFT;
        final long high = UnsafeApi.getLong(home + EntryLayout.ENTRY_BYTES + 24) >>> BOUND_SHIFT;
        return (int) (low & BOUND_HALF_MASK) | (int) (high & BOUND_HALF_MASK) << BOUND_HALF_BITS;
    }

    private static void bound(final long home, final int bound) {
        half(home, bound & BOUND_HALF_MASK);
        half(home + EntryLayout.ENTRY_BYTES, bound >>> BOUND_HALF_BITS);
    }

    private static void half(final long slot, final int bits) {
        UnsafeApi.putLong(slot + 24, stateWord(slot) | ((long) bits << BOUND_SHIFT));
    }

    // The interface id first: the neighbors of a link share their prefixes.
    private static boolean holds(final long slot, final long w0, final long w1, final int linkId) {
        return UnsafeApi.getLong(slot + 8) == w1
                && UnsafeApi.getLong(slot) == w0
                && UnsafeApi.getInt(slot + 16) == linkId;
    }

    private static boolean holdsOne(
            final long pair, final long segment, final long home, final SegmentDirectory directory) {
        return isOf(pair, segment, home, directory) || isOf(pair + EntryLayout.ENTRY_BYTES, segment, home, directory);
    }

    private static boolean isOf(
            final long slot, final long segment, final long home, final SegmentDirectory directory) {
        return stateWord(slot) != 0 && home(segment, directory.hashOfSlot(slot)) == home;
    }

    private static int distance(final long home, final long slot) {
        return (int) (slot - home & OFFSET_MASK) >>> PAIR_SHIFT;
    }

    private static long next(final long pair) {
        return (pair & -SEGMENT_BYTES) | (pair + PAIR_BYTES & OFFSET_MASK);
    }

    private static long previous(final long pair) {
        return (pair & -SEGMENT_BYTES) | (pair - PAIR_BYTES & OFFSET_MASK);
    }
}
