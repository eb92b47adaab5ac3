package io.ndpair.store.table;

/**
 * A hand that goes round the slots of a table, a few at a time, in hash order. It stands at a hash position and a slot within
 * the segment there; when that segment splits or is replaced meanwhile, a few entries are visited twice or not until the next
 * round, which is what sampling and sweeping can live with. Writer.
 */
final class SlotHand {
    /** What is done with a slot that holds an entry. */
    @FunctionalInterface
    interface Visitor {
        void visit(long slot);
    }

    private final SegmentPool pool;
    private final SegmentTree tree;
    private long position;
    private int index;

    SlotHand(final SegmentPool pool, final SegmentTree tree) {
        this.pool = pool;
        this.tree = tree;
    }

    /** Goes past this many slots, at most to the end of a round; whether the round has ended. */
    boolean advance(final int slots, final Visitor visitor) {
        int left = slots;
        while (left > 0) {
            final int segment = tree.segment(position);
            final long address = pool.address(segment);
            final int end = Math.min(Segment.SLOTS, index + left);
            left -= end - index;
            for (int i = index; i < end; i++) {
                final long slot = Segment.slot(address, i);
                if (Segment.stateWord(slot) != 0) {
                    visitor.visit(slot);
                }
            }
            index = end;
            if (end == Segment.SLOTS) {
                index = 0;
                final int depth = pool.depth(segment);
                final long rangeSize = depth == 0 ? 0 : 1L << (64 - depth);
                position = (position & -rangeSize) + rangeSize;
                if (position == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
