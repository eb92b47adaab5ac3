package io.ndpair.store.table;

import io.ndpair.store.Outcome;
import java.util.Objects;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** One replicated table of neighbors. */
@SuppressWarnings("DoNotCallSuggester") // the bodies follow in the next commit
public final class NeighborTable implements AutoCloseable {
    private final TableConfig config;
    private final HashKey key;

    /**
     * An empty table, standing as of sequence 0.
     *
     * @param config its bounds
     * @param key the key of its hash
     */
    public NeighborTable(final TableConfig config, final HashKey key) {
        this.config = Objects.requireNonNull(config);
        this.key = Objects.requireNonNull(key);
    }

    /**
     * Looks a neighbor up. Any thread; lock-free.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @param out takes the entry when there is one; untouched otherwise
     * @return whether there is one
     */
    public boolean lookup(final long addressHigh, final long addressLow, final int linkId, final NeighborEntry out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts an entry. Writer.
     *
     * @param entry the entry
     * @param sequence of the mutation
     * @return APPLIED, UNCHANGED, REFUSED_INVALID, REFUSED_FULL or REFUSED_SEGMENT of {@link Outcome}
     */
    public int upsert(final NeighborEntry entry, final long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes an entry. Writer.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @param sequence of the mutation
     * @return APPLIED or UNCHANGED of {@link Outcome}
     */
    public int remove(final long addressHigh, final long addressLow, final int linkId, final long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * Applies a mutation by the one rule: it changes its range if and only if its sequence is greater than the one as of
     * which the range stands. Writer.
     *
     * @param mutation holds the 32 bytes of a mutation
     * @param offset of the mutation
     * @param sequence of the mutation
     * @return APPLIED, UNCHANGED, OLDER, MALFORMED, REFUSED_FULL or REFUSED_SEGMENT of {@link Outcome}
     */
    public int apply(final DirectBuffer mutation, final int offset, final long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * The sequence up to which every mutation has been given to this table. Any thread.
     *
     * @return a sequence
     */
    public long appliedSequence() {
        throw new UnsupportedOperationException();
    }

    /**
     * Says that every mutation up to this sequence has been given to the table, skipped ones included. Writer.
     *
     * @param sequence the last of them
     */
    public void appliedSequence(final long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * A new history begins after this sequence: no range claims to stand beyond it any more. To be called before a batch
     * backup (with the sequence that the stream continues after) and before an epoch is started (with the last sequence),
     * because images and batches that never became part of that history may have left ranges ahead of it, which would then
     * skip the new history's mutations. Sets the applied sequence too. Writer; cheap.
     *
     * @param sequence the last sequence of the old history that counts
     */
    public void cutBack(final long sequence) {
        throw new UnsupportedOperationException();
    }

    /**
     * The key of the hash.
     *
     * @return the present key
     */
    public HashKey key() {
        return key;
    }

    /**
     * Rebuilds the table under another key, aside, and publishes it at once: readers miss nothing. Writer.
     *
     * @param newKey the key
     */
    public void rekey(final HashKey newKey) {
        throw new UnsupportedOperationException();
    }

    /**
     * How many neighbors there are. Any thread.
     *
     * @return entries
     */
    public int size() {
        throw new UnsupportedOperationException();
    }

    /**
     * Digest of the whole table, kept as it changes. Writer.
     *
     * @return XOR of the 64-bit hashes of all entries
     */
    public long digest() {
        throw new UnsupportedOperationException();
    }

    /**
     * Memory used so far. Any thread.
     *
     * @return bytes
     */
    public long memoryBytes() {
        throw new UnsupportedOperationException();
    }

    /**
     * Copies the segment that holds a hash position. Any thread.
     *
     * @param hashPosition any hash; 0 first, then {@link RangeImage#nextPosition()}
     * @param dst room for {@link RangeImage#MAX_IMAGE_BYTES}
     * @param dstOffset of the first entry
     * @param out takes where the range stands
     * @return false if the table is closed
     */
    public boolean copyRange(
            final long hashPosition, final MutableDirectBuffer dst, final int dstOffset, final RangeImage out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces a range's content by an image. Writer.
     *
     * @param prefix of the range
     * @param depth of the range
     * @param asOf sequence as of which the image stands
     * @param entries holds the entries
     * @param offset of the first
     * @param count of entries
     * @return APPLIED, or a negative {@link Outcome}: then nothing has changed
     */
    public int installRange(
            final long prefix,
            final int depth,
            final long asOf,
            final DirectBuffer entries,
            final int offset,
            final int count) {
        throw new UnsupportedOperationException();
    }

    /**
     * Visits every entry. Any thread.
     *
     * @param visitor is given the same holder each time
     */
    public void forEach(final Consumer<NeighborEntry> visitor) {
        throw new UnsupportedOperationException();
    }

    /**
     * Allocates and touches memory ahead of need, so that growth does not wait for the kernel to zero pages. Any one
     * thread other than the writer, every few milliseconds.
     *
     * @return work done: 0 if there was nothing to prepare
     */
    public int prepareMemory() {
        throw new UnsupportedOperationException();
    }

    /**
     * Figures for displays. Any thread.
     *
     * @return a snapshot
     */
    public TableStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Frees the memory. */
    @Override
    public void close() {
        throw new UnsupportedOperationException(config.toString());
    }
}
