package io.ndpair.store.table;

import org.agrona.UnsafeApi;

/**
 * Digests of ranges, from those that the segments keep of themselves. Writer; each answer stands as of the last sequence given to the table. Reads a few
 * words a segment; only a segment that is shared by several ranges is gone through entry by entry.
 */
public final class RangePages {
    private final SegmentPool pool;
    private final SegmentTree tree;

    RangePages(final SegmentPool pool, final SegmentTree tree) {
        this.pool = pool;
        this.tree = tree;
    }

    /**
     * Chooses the page that begins at a hash position, of ranges that are this table's segments or joined from them, and digests it.
     *
     * @param hashPosition 0 first, then {@link RangePage#end()}
     * @param page takes shape and digests
     */
    public void at(final long hashPosition, final RangePage page) {
        final int here = pool.depth(tree.segment(hashPosition));
        final int depth = RangePage.leastDepth(hashPosition, here);
        if (!page.shape(hashPosition, depth, Math.max(depth, shallowest(hashPosition, depth, here)))) {
            throw new IllegalArgumentException("no range begins at " + Long.toHexString(hashPosition));
        }
        digest(page);
    }

    /**
     * Digests the ranges of a page that was shaped by another device.
     *
     * @param page takes the digests
     */
    public void digest(final RangePage page) {
        page.shape(page.prefix(), page.depth(), page.rangeDepth());
        for (long at = page.prefix(); ; ) {
            final int segment = tree.segment(at);
            final int depth = pool.depth(segment);
            if (depth >= page.rangeDepth()) {
                page.mix(at, pool.digest(segment));
            } else {
                spread(segment, page);
            }
            at = next(at, depth);
            if (at == 0 || !page.holds(at)) {
                return;
            }
        }
    }

    /** Depth of the shallowest segment under a prefix, of {@code most} at most. */
    private int shallowest(final long prefix, final int depth, final int most) {
        int shallowest = most;
        long at = prefix;
        do {
            final int found = pool.depth(tree.segment(at));
            shallowest = Math.min(shallowest, found);
            at = next(at, found);
        } while (at != 0 && (depth == 0 || (at ^ prefix) >>> (64 - depth) == 0));
        return shallowest;
    }

    private void spread(final int segment, final RangePage page) {
        final SegmentDirectory directory = tree.directory();
        final long address = pool.address(segment);
        for (int i = 0; i < Segment.SLOTS; i++) {
            final long slot = Segment.slot(address, i);
            final long w3 = Segment.stateWord(slot);
            if (w3 != 0) {
                final long w0 = UnsafeApi.getLong(slot);
                final long w1 = UnsafeApi.getLong(slot + 8);
                final long w2 = UnsafeApi.getLong(slot + 16);
                final long hash = directory.hashOfWords(w0, w1, w2);
                if (page.holds(hash)) {
                    page.mix(hash, TableDigest.of(w0, w1, w2, w3));
                }
            }
        }
    }

    private static long next(final long at, final int depth) {
        return depth == 0 ? 0 : (at & -(1L << (64 - depth))) + (1L << (64 - depth));
    }
}
