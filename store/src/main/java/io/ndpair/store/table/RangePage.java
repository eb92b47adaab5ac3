package io.ndpair.store.table;

import java.util.Arrays;

/**
 * A run of neighboring ranges, all of one depth, and the digest of each; a holder to be used again. Two devices that stand at one sequence compare
 * page by page which ranges differ. Not thread-safe.
 */
public final class RangePage {
    private static final int MAX_BITS = 9;

    /** Most ranges of a page. */
    public static final int MAX_RANGES = 1 << MAX_BITS;

    private final long[] digests = new long[MAX_RANGES];
    private long prefix;
    private int depth;
    private int rangeDepth;

    /** A page of one range, which is the whole table. */
    public RangePage() {}

    /**
     * Sets which ranges it is about; their digests are 0 then.
     *
     * @param newPrefix the high {@code newDepth} bits of the hash, left-aligned
     * @param newDepth bits that all ranges have in common
     * @param newRangeDepth bits that each range fixes
     * @return false if there is no such page: then nothing has changed
     */
    public boolean shape(final long newPrefix, final int newDepth, final int newRangeDepth) {
        if (newDepth < 0
                || newRangeDepth < newDepth
                || newRangeDepth > TableConfig.MAX_DEPTH
                || newRangeDepth - newDepth > MAX_BITS
                || (newDepth == 0 ? newPrefix != 0 : (newPrefix & ((1L << (64 - newDepth)) - 1)) != 0)) {
            return false;
        }
        prefix = newPrefix;
        depth = newDepth;
        rangeDepth = newRangeDepth;
        Arrays.fill(digests, 0, ranges(), 0);
        return true;
    }

    /**
     * Least depth of a page that begins at a hash position and has ranges of this depth.
     *
     * @param hashPosition where it begins
     * @param newRangeDepth depth of its ranges
     * @return a depth; greater than that of the ranges where none of them begins at the position
     */
    static int leastDepth(final long hashPosition, final int newRangeDepth) {
        final int aligned = hashPosition == 0 ? 0 : 64 - Long.numberOfTrailingZeros(hashPosition);
        return Math.max(newRangeDepth - MAX_BITS, aligned);
    }

    /**
     * First hash of the first range.
     *
     * @return left-aligned
     */
    public long prefix() {
        return prefix;
    }

    /**
     * Bits that all ranges have in common.
     *
     * @return 0 for a page of the whole table
     */
    public int depth() {
        return depth;
    }

    /**
     * Bits that each range fixes.
     *
     * @return at least {@link #depth()}
     */
    public int rangeDepth() {
        return rangeDepth;
    }

    /**
     * How many ranges.
     *
     * @return a power of two up to {@link #MAX_RANGES}
     */
    public int ranges() {
        return 1 << (rangeDepth - depth);
    }

    /**
     * Where the ranges behind this page begin.
     *
     * @return a hash position, 0 behind the last
     */
    public long end() {
        return depth == 0 ? 0 : prefix + (1L << (64 - depth));
    }

    /**
     * Which range holds a hash that lies in the page.
     *
     * @param hash of the page
     * @return 0 for the first range
     */
    public int rangeOf(final long hash) {
        return rangeDepth == depth ? 0 : (int) ((hash << depth) >>> (64 - (rangeDepth - depth)));
    }

    /**
     * First hash of a range.
     *
     * @param range 0 for the first one
     * @return left-aligned
     */
    public long start(final int range) {
        return rangeDepth == 0 ? 0 : prefix + ((long) range << (64 - rangeDepth));
    }

    /**
     * Digest of a range.
     *
     * @param range 0 for the first one
     * @return XOR of the 64-bit hashes of its entries
     */
    public long digest(final int range) {
        return digests[range];
    }

    boolean holds(final long hash) {
        return depth == 0 || (hash ^ prefix) >>> (64 - depth) == 0;
    }

    void mix(final long hash, final long digest) {
        digests[rangeOf(hash)] ^= digest;
    }
}
