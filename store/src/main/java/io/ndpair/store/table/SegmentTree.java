package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The writer's side of a table: changes entries in place under the segment's version word, and everything larger (a split,
 * a range's image, another key) by building segments aside and publishing them through the directory.
 *
 * <p>How a reader stays right, in the order of the writer's stores. In place: version odd, entry, version even with the new
 * sequence. Aside: new segments whole, references to them, and only then may a segment that they replace be used again.
 * One thread; {@link #directory()} may be read by any.
 */
final class SegmentTree {
    /** Entries at which a segment is split; 0.91 of its slots keeps an entry under 70 bytes after a doubling. */
    static final int SPLIT_COUNT = 928;

    /** One in 32 segments is split: all of them are about to be. */
    private static final int DOUBLING_SHIFT = 5;

    /** Mean count before which hardly any segment is split: some six standard deviations below {@link #SPLIT_COUNT}. */
    private static final int COUNT_BEFORE_DOUBLING = SPLIT_COUNT * 4 / 5;

    private final SegmentPool pool;
    private final SegmentHalves halves;
    private final int maxDepth;
    private final int maxSegments;
    private final IntArrayList replaced = new IntArrayList();
    private final AtomicInteger segments = new AtomicInteger();
    private final AtomicInteger neighbors = new AtomicInteger();
    private final AtomicLong splits = new AtomicLong();
    private volatile SegmentDirectory directory;
    private final LinkCounts counts = new LinkCounts();
    private long digest;

    /** No segment has ever stood for more since the last cut. */
    private long greatestAsOf;

    SegmentTree(final SegmentPool pool, final int maxDepth, final int maxSegments, final HashKey key, final long asOf) {
        this.pool = pool;
        halves = new SegmentHalves(pool);
        this.maxDepth = maxDepth;
        this.maxSegments = maxSegments;
        final int root = pool.take(0);
        if (root == SegmentPool.NONE) {
            throw new OutOfMemoryError("no memory for a table's first segment");
        }
        release(root, asOf);
        directory = new SegmentDirectory(key, pool.reference(root));
        segments.setRelease(1);
    }

    SegmentDirectory directory() {
        return directory;
    }

    int segments() {
        return segments.getAcquire();
    }

    int neighbors() {
        return neighbors.getAcquire();
    }

    /**
     * How many segments more growth may ask for soon. Any thread. As the hash spreads keys evenly, all segments get full at
     * about the same time: then as many again are wanted while the neighbors grow by a few percent.
     */
    int segmentsSoon() {
        final int present = segments();
        final int before = Integer.highestOneBit(present);
        final boolean doubling = present - before > before >>> DOUBLING_SHIFT;
        final boolean nearlyFull = neighbors() > (long) COUNT_BEFORE_DOUBLING * present;
        return doubling || nearlyFull ? 2 * before - present : 0;
    }

    long digest() {
        return digest;
    }

    LinkCounts counts() {
        return counts;
    }

    /** Address of the slot that holds a key, or 0. Writer. */
    long find(final long w0, final long w1, final int linkId) {
        final long hash = directory.hashOfWords(w0, w1, linkId);
        return Segment.find(Segment.home(pool.address(segment(hash)), hash), w0, w1, linkId);
    }

    long splits() {
        return splits.getAcquire();
    }

    /** The segment that a hash leads to. */
    int segment(final long hash) {
        final SegmentDirectory present = directory;
        final long reference = present.reference(present.position(hash));
        if (reference == SegmentDirectory.NOWHERE) {
            throw new IllegalStateException("the table is closed");
        }
        return SegmentPool.segmentOf(reference);
    }

    /** To be asked by a reader after a load fence: whether what it read under a reference was the table's. */
    boolean isCurrent(final SegmentDirectory read, final int position, final long reference) {
        return directory == read && read.reference(position) == reference;
    }

    /** Puts an entry as of a sequence, within the quotas if there are any to be kept; an {@link Outcome}. */
    int put(
            final long hash,
            final long w0,
            final long w1,
            final long w2,
            final long w3,
            final long sequence,
            final int maxNeighbors,
            final Quotas quotas) {
        final int segment = segment(hash);
        final long slot = Segment.find(Segment.home(pool.address(segment), hash), w0, w1, EntryLayout.linkIdOf(w2));
        if (slot == 0) {
            return insert(hash, w0, w1, w2, w3, sequence, maxNeighbors, quotas);
        }
        final long oldW2 = UnsafeApi.getLong(slot + 16);
        final long oldW3 = Segment.stateWord(slot);
        if (oldW2 == w2 && oldW3 == w3) {
            return Outcome.UNCHANGED;
        }
        if (EntryKind.of(oldW3) != EntryKind.of(w3)) {
            final int refusal = changeKind(EntryLayout.linkIdOf(w2), oldW3, w3, quotas);
            if (refusal != Outcome.APPLIED) {
                return refusal;
            }
        }
        begin(segment, hash, sequence);
        UnsafeApi.putLong(slot + 16, w2);
        Segment.stateWord(slot, w3);
        mixDigest(segment, TableDigest.of(w0, w1, oldW2, oldW3) ^ TableDigest.of(w0, w1, w2, w3));
        release(segment, sequence);
        return Outcome.APPLIED;
    }

    /** Removes an entry as of a sequence; whether there was one. */
    boolean remove(final long hash, final long w0, final long w1, final int linkId, final long sequence) {
        final int segment = segment(hash);
        final long home = Segment.home(pool.address(segment), hash);
        final long slot = linkId == EntryCheck.NO_LINK ? 0 : Segment.find(home, w0, w1, linkId);
        if (slot == 0) {
            return false;
        }
        final long entryDigest = digestOf(slot);
        counts.remove(linkId, Segment.stateWord(slot));
        begin(segment, hash, sequence);
        Segment.clear(home, slot, directory);
        mixDigest(segment, entryDigest);
        pool.count(segment, pool.count(segment) - 1);
        release(segment, sequence);
        neighbors.setRelease(neighbors.getPlain() - 1);
        return true;
    }

    /** Adds another tree's entry to this one, which no reader knows yet; false if there is no room. */
    boolean add(final long slot) {
        final long w0 = UnsafeApi.getLong(slot);
        final long w1 = UnsafeApi.getLong(slot + 8);
        final long w2 = UnsafeApi.getLong(slot + 16);
        final long hash = directory.hashOfWords(w0, w1, w2);
        final long free = room(hash);
        if (free == 0) {
            return false;
        }
        fill(segment(hash), hash, free, w0, w1, w2, Segment.stateWord(slot));
        digest ^= digestOf(slot);
        neighbors.setRelease(neighbors.getPlain() + 1);
        return true;
    }

    /** Splits until the segment that holds the prefix is at least so deep; false if the limits are reached. */
    boolean splitDownTo(final long prefix, final int depth) {
        while (pool.depth(segment(prefix)) < depth) {
            if (!split(prefix)) {
                return false;
            }
        }
        return true;
    }

    /** How many entries a range holds whose segments lie wholly within it. */
    int countOf(final long prefix, final int depth) {
        final SegmentDirectory present = directory;
        int entries = 0;
        int position = present.position(prefix);
        final int end = position + (present.length() >>> depth);
        while (position < end) {
            final int segment = SegmentPool.segmentOf(present.reference(position));
            entries += pool.count(segment);
            position += present.length() >>> pool.depth(segment);
        }
        return entries;
    }

    /** Whether a range of so many segments more would be within the limits. */
    boolean hasRoomFor(final int moreSegments) {
        return segments.getPlain() + moreSegments <= maxSegments;
    }

    /** Makes the directory deep enough for segments of this depth; false at the limit. */
    boolean deepenTo(final int depth) {
        if (depth > maxDepth) {
            return false;
        }
        while (directory.depth() < depth) {
            directory = directory.doubled();
        }
        return true;
    }

    /** Fills a slot of a segment that no reader knows yet, or whose version is odd. */
    void fill(
            final int segment,
            final long hash,
            final long slot,
            final long w0,
            final long w1,
            final long w2,
            final long w3) {
        Segment.fill(Segment.home(pool.address(segment), hash), slot, w0, w1, w2, w3);
        pool.count(segment, pool.count(segment) + 1);
        pool.digest(segment, pool.digest(segment) ^ TableDigest.of(w0, w1, w2, w3));
    }

    /** Ends the writing of a segment: it stands as of this sequence. */
    void release(final int segment, final long asOf) {
        if (asOf > greatestAsOf) {
            greatestAsOf = asOf;
        }
        UnsafeApi.putLongRelease(null, pool.versionAddress(segment), asOf << 1);
    }

    /**
     * Replaces a range, whose segments lie wholly within it, by segments that were built aside and released, in hash order.
     * The directory must be deep enough for them.
     */
    void replace(final long prefix, final int depth, final IntArrayList built) {
        final SegmentDirectory present = directory;
        final int first = present.position(prefix);
        final int end = first + (present.length() >>> depth);
        replaced.clear();
        for (int position = first; position < end; ) {
            final int segment = SegmentPool.segmentOf(present.reference(position));
            replaced.addInt(segment);
            position += present.length() >>> pool.depth(segment);
        }
        int position = first;
        for (int i = 0; i < built.size(); i++) {
            final int segment = built.getInt(i);
            final int count = present.length() >>> pool.depth(segment);
            present.publish(position, count, pool.reference(segment));
            position += count;
            account(segment, 1);
        }
        for (int i = 0; i < replaced.size(); i++) {
            final int segment = replaced.getInt(i);
            account(segment, -1);
            pool.retire(segment);
        }
    }

    /** An empty tree under another key in the same memory; null if there is none left. */
    SegmentTree sibling(final HashKey key, final long asOf) {
        try {
            return new SegmentTree(pool, maxDepth, maxSegments, key, asOf);
        } catch (OutOfMemoryError e) {
            return null;
        }
    }

    /** Takes over what another tree holds, in one store, and gives its own segments back. */
    void become(final SegmentTree other) {
        final SegmentDirectory former = directory;
        directory = other.directory;
        segments.setRelease(other.segments());
        neighbors.setRelease(other.neighbors());
        digest = other.digest;
        greatestAsOf = Math.max(greatestAsOf, other.greatestAsOf);
        retireAll(former);
    }

    void retireAll() {
        retireAll(directory);
    }

    /**
     * No segment stands for more than this sequence any more. Where none did, which is so when a backup that has everything
     * becomes master, no segment is looked at: a promotion must not take longer for a larger table.
     *
     * @return how many segments were looked at
     */
    int cutBack(final long sequence) {
        if (greatestAsOf <= sequence) {
            return 0;
        }
        greatestAsOf = sequence;
        int looked = 0;
        final SegmentDirectory present = directory;
        for (int position = 0; position < present.length(); ) {
            final int segment = SegmentPool.segmentOf(present.reference(position));
            final int count = present.length() >>> pool.depth(segment);
            if (pool.asOf(segment) > sequence) {
                UnsafeApi.putLong(pool.versionAddress(segment), (pool.asOf(segment) << 1) | 1);
                UnsafeApi.storeStoreFence();
                present.publish(position, count, pool.renewedReference(segment));
                release(segment, sequence);
            }
            position += count;
            looked++;
        }
        return looked;
    }

    /** Leads nowhere from now on. */
    void close() {
        directory = new SegmentDirectory(directory.key(), SegmentDirectory.NOWHERE);
    }

    /** Puts a word of an entry right; no key or count changes by it. */
    void rewrite(final int segment, final long hash, final long address, final long word) {
        final long asOf = pool.asOf(segment);
        begin(segment, hash, asOf);
        UnsafeApi.putLong(address, word);
        release(segment, asOf);
    }

    private int insert(
            final long hash,
            final long w0,
            final long w1,
            final long w2,
            final long w3,
            final long sequence,
            final int maxNeighbors,
            final Quotas quotas) {
        final int linkId = EntryLayout.linkIdOf(w2);
        final int admitted = quotas == null ? Outcome.APPLIED : quotas.admits(linkId, w3, neighbors.getPlain());
        if (admitted != Outcome.APPLIED) {
            return admitted;
        }
        if (neighbors.getPlain() >= maxNeighbors) {
            return Outcome.REFUSED_FULL;
        }
        if (!counts.reserve(linkId)) {
            return Outcome.REFUSED_LINKS;
        }
        final long slot = room(hash);
        if (slot == 0) {
            return Outcome.REFUSED_SEGMENT;
        }
        final int segment = segment(hash);
        begin(segment, hash, sequence);
        fill(segment, hash, slot, w0, w1, w2, w3);
        digest ^= TableDigest.of(w0, w1, w2, w3);
        release(segment, sequence);
        counts.add(linkId, w3);
        neighbors.setRelease(neighbors.getPlain() + 1);
        return Outcome.APPLIED;
    }

    /** Where in its segment a new key may stand, after as many splits as it takes; 0 if there is no room. */
    private long room(final long hash) {
        while (true) {
            final int segment = segment(hash);
            final long slot = Segment.free(Segment.home(pool.address(segment), hash));
            if (slot != 0 && pool.count(segment) < SPLIT_COUNT) {
                return slot;
            }
            if (!split(hash)) {
                // At the limits a segment is filled to the brim before anything is refused.
                return slot;
            }
        }
    }

    /**
     * Begins a change in place. A version must never come back to a value that a reader may have begun with; where the
     * sequence does not grow (a new history after a cut), the segment goes on under a new reference.
     */
    private void begin(final int segment, final long hash, final long sequence) {
        final long asOf = pool.asOf(segment);
        UnsafeApi.putLong(pool.versionAddress(segment), (asOf << 1) | 1);
        UnsafeApi.storeStoreFence();
        if (sequence <= asOf) {
            final SegmentDirectory present = directory;
            final int count = present.length() >>> pool.depth(segment);
            present.publish(present.position(hash) & -count, count, pool.renewedReference(segment));
            UnsafeApi.storeStoreFence();
        }
    }

    private boolean split(final long hash) {
        final int parent = segment(hash);
        final int depth = pool.depth(parent);
        if (depth >= maxDepth || segments.getPlain() >= maxSegments) {
            return false;
        }
        if (!halves.build(parent, directory)) {
            return false;
        }
        final int left = halves.left();
        final int right = halves.right();
        release(left, pool.asOf(parent));
        release(right, pool.asOf(parent));
        if (directory.depth() == depth) {
            directory = directory.doubled();
        }
        final SegmentDirectory present = directory;
        final int half = present.length() >>> (depth + 1);
        final int first = present.position(hash) & -(2 * half);
        // The right half first: who walks upwards and has met the left child must not meet the parent behind it, and in
        // it the left again.
        present.publish(first + half, half, pool.reference(right));
        present.publish(first, half, pool.reference(left));
        pool.retire(parent);
        segments.setRelease(segments.getPlain() + 1);
        splits.setRelease(splits.getPlain() + 1);
        return true;
    }

    private void retireAll(final SegmentDirectory former) {
        for (int position = 0; position < former.length(); ) {
            final int segment = SegmentPool.segmentOf(former.reference(position));
            position += former.length() >>> pool.depth(segment);
            pool.retire(segment);
        }
    }

    private int changeKind(final int linkId, final long oldW3, final long newW3, final Quotas quotas) {
        final int admitted = quotas == null ? Outcome.APPLIED : quotas.admitsChange(linkId, oldW3, newW3);
        if (admitted == Outcome.APPLIED) {
            counts.change(linkId, oldW3, newW3);
        }
        return admitted;
    }

    private void account(final int segment, final int sign) {
        counts.segment(pool.address(segment), sign);
        neighbors.setRelease(neighbors.getPlain() + sign * pool.count(segment));
        segments.setRelease(segments.getPlain() + sign);
        digest ^= pool.digest(segment);
    }

    /** The kept digests of a segment and of the table change. */
    void mixDigest(final int segment, final long change) {
        digest ^= change;
        pool.digest(segment, pool.digest(segment) ^ change);
    }

    static long digestOf(final long slot) {
        return TableDigest.of(
                UnsafeApi.getLong(slot),
                UnsafeApi.getLong(slot + 8),
                UnsafeApi.getLong(slot + 16),
                Segment.stateWord(slot));
    }
}
