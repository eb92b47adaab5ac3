package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The move of a table to another hash key, aside and a few segments at a time, so that whoever else runs on the writer's thread goes on. Readers see the
 * former table until the new one is published in one store; they miss nothing. In between nothing may change the table: a move that
 * finds it changed is refused at its end. For its time it takes the memory of a second table. Writer's thread.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>none</td><td>{@link #towards} another key</td><td>under way</td></tr>
 * <tr><td>under way</td><td>{@link #towards} the same key, segments are left</td><td>same</td></tr>
 * <tr><td>under way</td><td>... the last segment is copied</td><td>none, published</td></tr>
 * <tr><td>under way</td><td>... no memory, or the table has changed</td><td>none, refused, counted</td></tr>
 * <tr><td>under way</td><td>{@link #towards} a third key</td><td>begun anew</td></tr>
 * <tr><td>any</td><td>{@link #abandon}</td><td>none; memory is given back</td></tr>
 * </table>
 */
public final class Rekeying {

    /** There is more to copy; no {@link Outcome}. */
    public static final int MORE = Integer.MAX_VALUE;

    private final SegmentPool pool;
    private final SegmentTree tree;
    private final AtomicLong appliedSequence;
    private final AtomicLong rekeys = new AtomicLong();
    private SegmentTree next;
    private SegmentDirectory from;
    private long fromDigest;
    private long fromSequence;
    private int position;

    Rekeying(final SegmentPool pool, final SegmentTree tree, final AtomicLong appliedSequence) {
        this.pool = pool;
        this.tree = tree;
        this.appliedSequence = appliedSequence;
    }

    /**
     * Goes on, or begins.
     *
     * @param key to move to
     * @param segments most segments to copy now, each of some hundred entries
     * @return {@link #MORE}, or {@link Outcome}: APPLIED when the table has moved, UNCHANGED if the key is its own, REFUSED_SEGMENT if there is no memory
     *     for the second table or the first has changed meanwhile; nothing has changed then
     */
    public int towards(final HashKey key, final int segments) {
        if (next != null && !key.equals(next.directory().key())) {
            abandon();
        }
        if (next == null) {
            if (key.equals(tree.directory().key())) {
                return Outcome.UNCHANGED;
            }
            if (!begin(key)) {
                return Outcome.REFUSED_SEGMENT;
            }
        }
        for (int i = 0; i < segments && position < from.length(); i++) {
            final int copied = copySegment();
            if (copied == 0) {
                abandon();
                return Outcome.REFUSED_SEGMENT;
            }
            position += copied;
        }
        return position < from.length() ? MORE : publish();
    }

    /** Gives the second table's memory back. Nothing happens when none is under way. */
    public void abandon() {
        if (next != null) {
            next.retireAll();
            next = null;
            from = null;
        }
    }

    /** Moves that came to their end. Any thread. */
    long count() {
        return rekeys.getAcquire();
    }

    private boolean begin(final HashKey key) {
        fromSequence = appliedSequence.getPlain();
        next = tree.sibling(key, fromSequence);
        from = tree.directory();
        fromDigest = tree.digest();
        position = 0;
        return next != null;
    }

    /** How many positions the segment has, 0 if there was no room for it. */
    private int copySegment() {
        final int segment = SegmentPool.segmentOf(from.reference(position));
        final long address = pool.address(segment);
        for (int i = 0; i < Segment.SLOTS; i++) {
            final long slot = Segment.slot(address, i);
            if (Segment.stateWord(slot) != 0 && !next.add(slot)) {
                return 0;
            }
        }
        return from.length() >>> pool.depth(segment);
    }

    private int publish() {
        final boolean same = tree.directory() == from
                && tree.digest() == fromDigest
                && tree.neighbors() == next.neighbors()
                && appliedSequence.getPlain() == fromSequence;
        if (!same) {
            abandon();
            return Outcome.REFUSED_SEGMENT;
        }
        tree.become(next);
        next = null;
        from = null;
        rekeys.setRelease(rekeys.getPlain() + 1);
        return Outcome.APPLIED;
    }
}
