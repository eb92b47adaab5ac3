package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;

/**
 * One replicated table of neighbors: an off-heap extendible hash that grows by one small segment at a time.
 *
 * <p><b>Threads.</b> One writer at a time (methods marked "Writer"), any number of readers beside it. A lookup takes no
 * lock, allocates nothing, and never returns a torn entry nor misses one that is there, whatever the writer does: change,
 * split, install an image or take another hash key. Steady-state changes allocate nothing either.
 *
 * <p><b>As-of.</b> Each segment carries the sequence as of which its range stands. Everything that merges an image with a
 * stream follows one rule: a mutation with sequence q changes range r if and only if q is greater than the sequence as of
 * which r stands. {@link #apply} follows it; {@link #upsert} and {@link #remove} are the master's, who is always right.
 *
 * <p><b>Close.</b> Memory is off-heap and freed at {@link #close}. A call that begins after it finds an empty table
 * (readers) or throws IllegalStateException (the writer); one that is still inside while the memory goes would read freed
 * memory, so the owner ends its reader threads first.
 *
 * <p>Nothing here is durable: that is the journal's part.
 */
public final class NeighborTable implements AutoCloseable {
    /** Most mutations that are warmed at once. */
    public static final int WARM_WIDTH = LookupBatch.WIDTH;

    private static final int ENTRIES_PER_SEGMENT_AT_WORST = 320;
    private static final int SPARE_SEGMENTS = 64;

    private final TableConfig config;
    private final int mostNeighbors;
    private final SegmentPool pool;
    private final SegmentTree tree;
    private final EntryReader entries;
    private final RangeReader reader;
    private final RangeInstaller installer;
    private final RangePages pages;
    private final Rekeying rekeying;
    private final Scrub scrub;
    private final Admission admission;
    private final AtomicLong appliedSequence = new AtomicLong();
    private final AtomicLong imagesInstalled = new AtomicLong();
    private final AtomicLong imagesRefused = new AtomicLong();
    private final AtomicLong refusedFull = new AtomicLong();
    private final AtomicLong refusedSegment = new AtomicLong();
    private final AtomicLong refusedInvalid = new AtomicLong();
    private final AtomicLong skippedOlder = new AtomicLong();
    private final long[] homes = new long[WARM_WIDTH];
    private boolean closed;

    @SuppressWarnings("unused") // written so that what is read by warm is not optimised away
    private long touched;

    /**
     * An empty table, standing as of sequence 0.
     *
     * @param config its bounds
     * @param key the key of its hash
     * @throws OutOfMemoryError if there is no memory for the first segments
     */
    public NeighborTable(final TableConfig config, final HashKey key) {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalStateException("entries are little endian in memory; this processor is not");
        }
        this.config = Objects.requireNonNull(config);
        // In the middle of a batch backup a table may hold all of the old history and all of the new one.
        mostNeighbors = 2 * config.maxNeighbors() + RangeImage.MAX_ENTRIES;
        final int maxSegments = mostNeighbors / ENTRIES_PER_SEGMENT_AT_WORST + SPARE_SEGMENTS;
        // Twice, because another key is taken by building the whole table aside.
        pool = new SegmentPool(2 * maxSegments + SPARE_SEGMENTS, config.hugePages());
        tree = new SegmentTree(pool, config.maxDepth(), maxSegments, Objects.requireNonNull(key), 0);
        entries = new EntryReader(pool, tree);
        reader = new RangeReader(pool, tree, appliedSequence);
        installer = new RangeInstaller(pool, tree, config.maxDepth(), mostNeighbors);
        pages = new RangePages(pool, tree);
        rekeying = new Rekeying(pool, tree, appliedSequence);
        scrub = new Scrub(pool, tree);
        admission = new Admission(pool, tree, new Quotas(tree.counts(), config.maxNeighbors()), mostNeighbors);
    }

    /**
     * Looks a neighbor up. Any thread; lock-free; allocates nothing.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @param out takes the entry when there is one; untouched otherwise
     * @return whether there is one
     */
    public boolean lookup(final long addressHigh, final long addressLow, final int linkId, final NeighborEntry out) {
        return entries.lookup(addressHigh, addressLow, linkId, out);
    }

    /**
     * Looks up all keys of a batch; faster than one by one, because their memory misses overlap. Each answer is as right as
     * that of {@link #lookup}; together they are of no common moment. Any thread; lock-free; allocates nothing.
     *
     * @param batch holds the keys and takes the answers
     * @return how many are there
     */
    public int lookupBatch(final LookupBatch batch) {
        return entries.lookup(batch);
    }

    /**
     * Puts an entry: the master's change, which does not ask how the range stands. Nothing is evicted for it, see {@link
     * #admission()}. Writer; allocates nothing unless the directory doubles.
     *
     * @param entry the entry
     * @param sequence of the mutation; if nothing changes it is not used up
     * @return APPLIED, UNCHANGED (the identical 32 bytes are there), REFUSED_INVALID, REFUSED_SEGMENT or the refusal of a
     *     limit, of {@link Outcome}
     */
    public int upsert(final NeighborEntry entry, final long sequence) {
        if (!EntryCheck.acceptable(
                entry.addressHigh(), entry.addressLow(), entry.linkId(), entry.mac(), entry.state(), entry.flags())) {
            return counted(Outcome.REFUSED_INVALID);
        }
        return counted(admission.put(entry, sequence));
    }

    /**
     * The way into a table that has limits.
     *
     * @return the one of this table
     */
    public Admission admission() {
        return admission;
    }

    /**
     * Counts what {@link Admission#put} refused and nothing could be displaced for. Writer.
     *
     * @param refusal the {@link Outcome}
     * @return the refusal
     */
    public int refuse(final int refusal) {
        return counted(refusal);
    }

    /**
     * Removes an entry: the master's change. Writer; allocates nothing.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @param sequence of the mutation; if nothing changes it is not used up
     * @return APPLIED or UNCHANGED of {@link Outcome}
     */
    public int remove(final long addressHigh, final long addressLow, final int linkId, final long sequence) {
        final long hash = tree.directory().hash(addressHigh, addressLow, linkId);
        final boolean removed =
                tree.remove(hash, EntryLayout.swapped(addressHigh), EntryLayout.swapped(addressLow), linkId, sequence);
        return removed ? Outcome.APPLIED : Outcome.UNCHANGED;
    }

    /**
     * Applies a mutation by the one rule: it changes its range if and only if its sequence is greater than the one as of
     * which the range stands. For replay and for a backup, which may hold twice maxNeighbors: in the middle of a batch
     * backup there is what is left of the old history and what has come of the new one. Does not move {@link
     * #appliedSequence()}. Writer; allocates nothing unless the directory doubles.
     *
     * @param mutation holds the 32 bytes of a mutation; bounds are the caller's duty
     * @param offset of the mutation
     * @param sequence of the mutation
     * @return APPLIED, UNCHANGED, OLDER, MALFORMED, REFUSED_FULL or REFUSED_SEGMENT of {@link Outcome}
     */
    public int apply(final DirectBuffer mutation, final int offset, final long sequence) {
        final long w0 = EntryLayout.word(mutation, offset);
        final long w1 = EntryLayout.word(mutation, offset + 8);
        final long w2 = EntryLayout.word(mutation, offset + 16);
        final long w3 = EntryLayout.word(mutation, offset + 24);
        final int operation = EntryLayout.operationOf(w3);
        if (operation != Operation.REMOVE
                && (operation != Operation.UPSERT || !EntryCheck.acceptable(w0, w1, w2, w3))) {
            return counted(Outcome.MALFORMED);
        }
        final long hash = tree.directory().hashOfWords(w0, w1, w2);
        if (sequence <= pool.asOf(tree.segment(hash))) {
            skippedOlder.setRelease(skippedOlder.getPlain() + 1);
            return Outcome.OLDER;
        }
        if (operation == Operation.REMOVE) {
            return tree.remove(hash, w0, w1, EntryLayout.linkIdOf(w2), sequence) ? Outcome.APPLIED : Outcome.UNCHANGED;
        }
        return counted(tree.put(hash, w0, w1, w2, w3 & ~EntryLayout.OPERATION_MASK, sequence, mostNeighbors, null));
    }

    /**
     * Begins to read what a change of each of these entries will need, so that they wait for memory together and not one after
     * another. Changes nothing. Writer; allocates nothing.
     *
     * @param mutations holds them, as entries of 32 bytes; of each only address and link matter
     * @param offset of the first
     * @param stride bytes from one to the next
     * @param count of them; at most {@link #WARM_WIDTH}
     */
    public void warm(final DirectBuffer mutations, final int offset, final int stride, final int count) {
        final SegmentDirectory directory = tree.directory();
        for (int i = 0, at = offset; i < count; i++, at += stride) {
            final long hash = directory.hashOfWords(
                    EntryLayout.word(mutations, at),
                    EntryLayout.word(mutations, at + 8),
                    EntryLayout.word(mutations, at + 16));
            homes[i] = Segment.home(pool.address(tree.segment(hash)), hash);
        }
        // Nothing but reads, so that as many as possible are under way at once; hashes in between would fill the
        // processor's window.
        long touchedHere = 0;
        for (int i = 0; i < count; i++) {
            touchedHere += UnsafeApi.getLong(homes[i]);
        }
        touched = touchedHere;
    }

    /**
     * The sequence up to which every mutation has been given to this table. Any thread; acquire.
     *
     * @return a sequence
     */
    public long appliedSequence() {
        return appliedSequence.getAcquire();
    }

    /**
     * Says that every mutation up to this sequence has been given to the table, skipped and refused ones included; release.
     * Images are as of at least this sequence. Writer.
     *
     * @param sequence the last of them
     */
    public void appliedSequence(final long sequence) {
        appliedSequence.setRelease(sequence);
    }

    /**
     * A new history goes on from this sequence: no range claims to stand beyond it any more, and the applied sequence is
     * set to it. To be called when a batch backup begins (with the sequence that the stream continues after) and when an
     * epoch is started (with the last sequence): images and batches that never became part of the new history may have left
     * ranges ahead of it, and such a range would skip the new history's mutations. Writer; a pass over the version words if a range
     * has ever stood beyond the sequence, nothing otherwise.
     *
     * @param sequence the last sequence that counts
     * @return how many segments had to be looked at
     */
    public int cutBack(final long sequence) {
        requireOpen();
        appliedSequence.setRelease(sequence);
        return tree.cutBack(sequence);
    }

    /**
     * The key of the hash. Any thread.
     *
     * @return the present key
     */
    public HashKey key() {
        return tree.directory().key();
    }

    /**
     * Rebuilds the table under another key, aside, and publishes it at once: readers miss nothing. All ranges then stand
     * as of the applied sequence. Visits every entry and takes, for that time, the memory of a second table. Writer.
     *
     * @param newKey the key
     * @return APPLIED, UNCHANGED if it is the present key, or REFUSED_SEGMENT of {@link Outcome} if there is no memory for
     *     the second table: then nothing has changed
     */
    public int rekey(final HashKey newKey) {
        requireOpen();
        return counted(rekeying.towards(newKey, Integer.MAX_VALUE));
    }

    /**
     * The same in steps, for a writer that has others to serve meanwhile. Writer.
     *
     * @return the move to another key
     */
    public Rekeying rekeying() {
        return rekeying;
    }

    /**
     * Looks for what memory did not keep. Writer.
     *
     * @return the table's scrub
     */
    public Scrub scrub() {
        return scrub;
    }

    /**
     * How many neighbors there are. Any thread.
     *
     * @return entries
     */
    public int size() {
        return tree.neighbors();
    }

    /**
     * Digest of the whole table, kept as it changes; the same on both devices whatever their hash keys. Writer.
     *
     * @return XOR of the 64-bit hashes of all entries
     */
    public long digest() {
        return tree.digest();
    }

    /**
     * Memory that has come into being: segments ever used or touched ahead, their notes, the directory. Any thread.
     *
     * @return bytes
     */
    public long memoryBytes() {
        return pool.memoryBytes() + (long) tree.directory().length() * Long.BYTES;
    }

    /**
     * Copies the segment that holds a hash position, consistent in itself. It stands as of the greater of the segment's
     * version and of the applied sequence read before the copy. Any thread; allocates nothing.
     *
     * @param hashPosition any hash; 0 first, then {@link RangeImage#nextPosition()}
     * @param dst room for {@link RangeImage#MAX_IMAGE_BYTES}, of which all may be written over
     * @param dstOffset of the first entry
     * @param out takes where the range stands; its prefix lies before the position if an installed image has joined ranges
     * @return false if the table is closed
     */
    public boolean copyRange(
            final long hashPosition, final MutableDirectBuffer dst, final int dstOffset, final RangeImage out) {
        return reader.copy(hashPosition, dst, dstOffset, out) != null;
    }

    /**
     * Digests of ranges, for two devices to find where they differ.
     *
     * @return those of this table; the writer's
     */
    public RangePages pages() {
        return pages;
    }

    /**
     * Replaces a range's content by an image, which is checked entry by entry before anything changes and published like a
     * split: a reader sees, segment by segment, the old or the new. The range stands as of the image's sequence afterwards,
     * whatever it stood as of before, and nothing outside of it does. Writer.
     *
     * @param prefix the high {@code depth} bits of the hash, left-aligned; its other bits zero
     * @param depth 0 to the table's limit on depth
     * @param asOf sequence as of which the image stands
     * @param entries holds the entries, 32 bytes each with no operation
     * @param offset of the first
     * @param count of entries, at most {@link RangeImage#MAX_ENTRIES}
     * @return APPLIED, or a negative {@link Outcome}: then no entry has changed (REFUSED_FULL beyond twice maxNeighbors)
     */
    public int installRange(
            final long prefix,
            final int depth,
            final long asOf,
            final DirectBuffer entries,
            final int offset,
            final int count) {
        requireOpen();
        final int outcome = installer.install(prefix, depth, asOf, entries, offset, count);
        final AtomicLong counter = outcome == Outcome.APPLIED ? imagesInstalled : imagesRefused;
        counter.setRelease(counter.getPlain() + 1);
        return outcome;
    }

    /**
     * Visits every entry in hash order, a segment at a time, each consistent in itself. An entry that is there the whole
     * time is seen exactly once, even while the table grows or takes another key. Any thread.
     *
     * @param visitor is given the same holder each time
     */
    public void forEach(final Consumer<NeighborEntry> visitor) {
        reader.forEach(RangeReader.ANY_LINK, visitor);
    }

    /**
     * Visits every entry of one link, like {@link #forEach(Consumer)}. There is no index by link: costs a walk through the
     * whole table. Any thread.
     *
     * @param linkId the link; 0, which is no link, has no entries
     * @param visitor is given the same holder each time
     */
    public void forEach(final int linkId, final Consumer<NeighborEntry> visitor) {
        if (linkId != RangeReader.ANY_LINK) {
            reader.forEach(linkId, visitor);
        }
    }

    /**
     * Touches memory ahead of need, so that growth does not wait for the kernel to zero pages. Any one thread other than
     * the writer, every few milliseconds; at most 2 MiB a call.
     *
     * @return work done: 0 if there was nothing to prepare
     */
    public int prepareMemory() {
        return pool.prepare(tree.segmentsSoon());
    }

    /**
     * Figures for displays. Any thread.
     *
     * @return a snapshot
     */
    public TableStatus status() {
        return new TableStatus(
                size(),
                config.maxNeighbors(),
                tree.segments(),
                tree.directory().depth(),
                memoryBytes(),
                pool.plainPagesReason(),
                tree.splits(),
                rekeying.count(),
                imagesInstalled.getAcquire(),
                imagesRefused.getAcquire(),
                refusedFull.getAcquire(),
                refusedSegment.getAcquire(),
                refusedInvalid.getAcquire(),
                skippedOlder.getAcquire(),
                admission.status());
    }

    /** Empties the table for readers and frees its memory; see the class about readers. Writer; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tree.close();
            pool.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the table is closed");
        }
    }

    private int counted(final int outcome) {
        if (outcome < 0) {
            switch (outcome) {
                case Outcome.REFUSED_FULL -> increment(refusedFull);
                case Outcome.REFUSED_SEGMENT -> increment(refusedSegment);
                case Outcome.REFUSED_INVALID, Outcome.MALFORMED -> increment(refusedInvalid);
                default -> admission.countRefusal(outcome);
            }
        }
        return outcome;
    }

    private static void increment(final AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
