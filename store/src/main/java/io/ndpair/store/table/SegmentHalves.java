package io.ndpair.store.table;

import org.agrona.UnsafeApi;

/**
 * Builds the two halves of a segment aside: segments one bit deeper that hold its entries between them, and that no reader
 * knows yet. To release them and to lead to them is the {@link SegmentTree}'s part. One thread, the writer's.
 */
final class SegmentHalves {
    private final SegmentPool pool;
    private int left = SegmentPool.NONE;
    private int right = SegmentPool.NONE;

    SegmentHalves(final SegmentPool pool) {
        this.pool = pool;
    }

    /**
     * Builds both, each with its count and digest; the parent stays as it is.
     *
     * @param parent    to be halved; not of the greatest depth
     * @param directory that leads to it, for its key
     * @return false if there is no memory, or in a half no slot for an entry: nothing has been taken then
     */
    boolean build(final int parent, final SegmentDirectory directory) {
        final int depth = pool.depth(parent);
        left = pool.take(depth + 1);
        right = left == SegmentPool.NONE ? SegmentPool.NONE : pool.take(depth + 1);
        if (right == SegmentPool.NONE || !distribute(parent, depth, directory)) {
            retireTaken(left);
            retireTaken(right);
            return false;
        }
        return true;
    }

    /** The half of the smaller hashes, as of the last {@link #build} that succeeded. */
    int left() {
        return left;
    }

    /** The half of the greater hashes. */
    int right() {
        return right;
    }

    /** Copies the parent's entries to its children by the next bit of their hash. */
    private boolean distribute(final int parent, final int depth, final SegmentDirectory directory) {
        final long address = pool.address(parent);
        final long leftAddress = pool.address(left);
        final long rightAddress = pool.address(right);
        int toRight = 0;
        long digestOfRight = 0;
        for (int i = 0; i < Segment.SLOTS; i++) {
            final long from = Segment.slot(address, i);
            final long w3 = Segment.stateWord(from);
            if (w3 == 0) {
                continue;
            }
            final long w0 = UnsafeApi.getLong(from);
            final long w1 = UnsafeApi.getLong(from + 8);
            final long w2 = UnsafeApi.getLong(from + 16);
            final long hash = directory.hashOfWords(w0, w1, w2);
            final boolean isRight = (hash << depth) < 0;
            final long home = Segment.home(isRight ? rightAddress : leftAddress, hash);
            final long to = Segment.free(home);
            if (to == 0) {
                return false;
            }
            Segment.fill(home, to, w0, w1, w2, w3);
            if (isRight) {
                toRight++;
                digestOfRight ^= TableDigest.of(w0, w1, w2, w3);
            }
        }
        pool.count(right, toRight);
        pool.digest(right, digestOfRight);
        pool.count(left, pool.count(parent) - toRight);
        pool.digest(left, pool.digest(parent) ^ digestOfRight);
        return true;
    }

    private void retireTaken(final int segment) {
        if (segment != SegmentPool.NONE) {
            pool.retire(segment);
        }
    }
}
