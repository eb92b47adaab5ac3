package io.ndpair.transport.session;

import io.ndpair.store.table.RangePage;
import java.util.Arrays;

/** Which ranges of a page are meant: one bit each. Reused. */
final class RangeSet {

    private final long[] bits = new long[RangePage.MAX_RANGES / Long.SIZE];
    private int ranges;

    /** None of so many ranges. */
    void clear(int ofRanges) {
        ranges = ofRanges;
        Arrays.fill(bits, 0);
    }

    void add(int range) {
        bits[range >>> 6] |= 1L << range;
    }

    void addAll() {
        for (int i = 0; i < ranges; i++) {
            add(i);
        }
    }

    /** The first one from a range on, or the number of ranges if there is none. */
    int firstFrom(int range) {
        for (int i = range; i < ranges; i++) {
            if ((bits[i >>> 6] & 1L << i) != 0) {
                return i;
            }
        }
        return ranges;
    }

    /** How many are meant. */
    int size() {
        int meant = 0;
        for (long word : bits) {
            meant += Long.bitCount(word);
        }
        return meant;
    }

    /** Words that hold the bits of all ranges. */
    int words() {
        return (ranges + Long.SIZE - 1) / Long.SIZE;
    }

    long word(int index) {
        return bits[index];
    }

    /** Sets a word; false when it has bits for which there is no range. */
    boolean word(int index, long value) {
        int left = ranges - index * Long.SIZE;
        bits[index] = value;
        return left >= Long.SIZE || value >>> left == 0;
    }
}
