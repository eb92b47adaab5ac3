package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.table.RangePage;
import io.ndpair.transport.codec.RangeDigestsDecoder;

/**
 * The backup's side of {@link RangeWalk}: which part of the hash space the master has gone past, without a hole. Compares the digests of a page with those of
 * the own table; what is alike is as good as an image of it.
 */
final class RangeCover {

    private static final int MAX_DEPTH = 63;

    private final NeighborStore store;
    private final RangePage page = new RangePage();
    private final RangeSet differing = new RangeSet();
    private boolean running;
    private boolean inPage;
    private long position;
    private long alike;

    RangeCover(NeighborStore store) {
        this.store = store;
    }

    void begin() {
        running = true;
        inPage = false;
        position = 0;
        alike = 0;
    }

    void stop() {
        running = false;
    }

    /** Begun, and the end is not reached. */
    boolean running() {
        return running;
    }

    /** First hash that is not covered; 0 at the beginning and at the end. */
    long position() {
        return position;
    }

    /** Ranges that were found alike since the beginning. */
    long alike() {
        return alike;
    }

    /** The ranges that were found to differ in the last page. */
    RangeSet differing() {
        return differing;
    }

    /**
     * Compares a page of digests, taken at the sequence at which this table stands.
     *
     * @return null, or what is wrong with it
     */
    String compare(RangeDigestsDecoder message) {
        if (inPage || message.prefix() != position) {
            return "RangeDigests: range left out";
        }
        RangeDigestsDecoder.DigestsDecoder theirs = message.digests();
        if (!page.shape(message.prefix(), message.depth(), message.rangeDepth()) || theirs.count() != page.ranges()) {
            return "RangeDigests: prefix, depth or count";
        }
        store.pages().digest(page);
        differing.clear(page.ranges());
        for (int i = 0; theirs.hasNext(); i++) {
            if (theirs.next().digest() != page.digest(i)) {
                differing.add(i);
            } else {
                alike++;
            }
        }
        inPage = true;
        skipAlike();
        return null;
    }

    /** Whether there is such a range. */
    static boolean isRange(long prefix, int depth) {
        return depth >= 0 && depth <= MAX_DEPTH && (depth == 0 ? prefix == 0 : (prefix & (size(depth) - 1)) == 0);
    }

    /** Whether a range may come now: it may begin before the place that we are at, when the master has joined ranges; it must never leave a hole. */
    boolean joins(long prefix, int depth) {
        return depth == 0 || Long.compareUnsigned(position - prefix, size(depth)) < 0;
    }

    /** An image of this range was installed. */
    void covered(long prefix, int depth) {
        position = depth == 0 ? 0 : prefix + size(depth);
        if (position == 0) {
            running = false;
        } else {
            skipAlike();
        }
    }

    private void skipAlike() {
        if (!inPage) {
            return;
        }
        if (!isInPage(position)) {
            inPage = false;
            return;
        }
        int here = page.rangeOf(position);
        if (page.start(here) == position) {
            int next = differing.firstFrom(here);
            boolean passed = next == page.ranges();
            position = passed ? page.end() : page.start(next);
            inPage = !passed;
            running = !passed || position != 0;
        }
    }

    private boolean isInPage(long hash) {
        return page.depth() == 0 || (hash ^ page.prefix()) >>> (64 - page.depth()) == 0;
    }

    private static long size(int depth) {
        return depth == 0 ? 0 : 1L << (64 - depth);
    }
}
