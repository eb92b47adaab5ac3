package io.ndpair.store.table;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;

/**
 * Goes through the table, a segment a millisecond, and compares what stands in memory with the digest that the segment has kept since each entry was
 * written: so a bit that memory has flipped is found, by master and backup alike, which heartbeats alone never would, because digests follow writes.
 *
 * <table>
 * <caption>What is done about a segment</caption>
 * <tr><th>found</th><th>done</th></tr>
 * <tr><td>digest as kept</td><td>nothing</td></tr>
 * <tr><td>one flipped bit explains the difference</td><td>the bit is put back: 64 bits of digest name one of the 2^18 bits of a segment; readers see either word
 *     whole</td></tr>
 * <tr><td>otherwise</td><td>the kept digest becomes that of what stands there. On a backup the next heartbeat then differs, and a repair brings the range from the
 *     master. A master has no other truth: it goes on with what it has, the backup gets the same, and the operator is told</td></tr>
 * </table>
 *
 * <p>Not covered: free slots, and what is not entries (bounds of probing, versions, the directory). Writer's thread; counters any thread. Allocates only when
 * it finds something. A segment costs one digest an entry; a search for a bit 256 an entry at most, and then the scrub rests for a while.
 */
public final class Scrub {

    private static final long INTERVAL_NS = 1_000_000L;
    private static final long REST_AFTER_DAMAGE_NS = 100_000_000L;
    private static final int STATE_WORD = 3;

    private final SegmentPool pool;
    private final SegmentTree tree;
    private final long[] words = new long[STATE_WORD + 1];
    private final AtomicLong passes = new AtomicLong();
    private final AtomicLong mended = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private long position;
    private long dueNs;
    private boolean begun;

    Scrub(final SegmentPool pool, final SegmentTree tree) {
        this.pool = pool;
        this.tree = tree;
    }

    /**
     * Looks at one segment, if it is time for it.
     *
     * @param nowNs monotonic time
     * @return null, or what was found and done, for the operator
     */
    public String doWork(final long nowNs) {
        if (begun && nowNs - dueNs < 0) {
            return null;
        }
        begun = true;
        dueNs = nowNs + INTERVAL_NS;
        final String found = look(tree.segment(position));
        if (found != null) {
            dueNs = nowNs + REST_AFTER_DAMAGE_NS;
        }
        return found;
    }

    /**
     * How often the whole table was gone through.
     *
     * @return a count
     */
    public long passes() {
        return passes.getAcquire();
    }

    /**
     * Flipped bits that were put back.
     *
     * @return a count
     */
    public long mended() {
        return mended.getAcquire();
    }

    /**
     * Segments with damage that could not be mended here.
     *
     * @return a count
     */
    public long damaged() {
        return damaged.getAcquire();
    }

    private String look(final int segment) {
        final long here = position;
        final int depth = pool.depth(segment);
        position = depth == 0 ? 0 : (here & -(1L << (64 - depth))) + (1L << (64 - depth));
        if (position == 0) {
            increment(passes);
        }
        final long address = pool.address(segment);
        long change = pool.digest(segment);
        for (int i = 0; i < Segment.SLOTS; i++) {
            final long slot = Segment.slot(address, i);
            if (Segment.stateWord(slot) != 0) {
                change ^= SegmentTree.digestOf(slot);
            }
        }
        if (change == 0) {
            return null;
        }
        for (int i = 0; i < Segment.SLOTS; i++) {
            if (putBack(segment, here, Segment.slot(address, i), change)) {
                increment(mended);
                return "a bit of a neighbor had flipped in memory and was put back";
            }
        }
        tree.mixDigest(segment, change);
        increment(damaged);
        return "memory of up to " + pool.count(segment)
                + " neighbors is damaged; a backup has them repaired by its master, a master goes on with what it has";
    }

    /** Whether one bit of this entry explains the change. */
    private boolean putBack(final int segment, final long hash, final long slot, final long change) {
        for (int i = 0; i <= STATE_WORD; i++) {
            words[i] = UnsafeApi.getLong(slot + (long) i * Long.BYTES);
        }
        if (words[STATE_WORD] == 0) {
            return false;
        }
        final long wanted = SegmentTree.digestOf(slot) ^ change;
        for (int i = 0; i <= STATE_WORD; i++) {
            final long stands = words[i];
            for (int bit = 0; bit < Long.SIZE; bit++) {
                words[i] = stands ^ (1L << bit);
                if (TableDigest.of(words[0], words[1], words[2], words[STATE_WORD]) == wanted) {
                    tree.rewrite(segment, hash, slot + (long) i * Long.BYTES, words[i]);
                    return true;
                }
            }
            words[i] = stands;
        }
        return false;
    }

    private static void increment(final AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
