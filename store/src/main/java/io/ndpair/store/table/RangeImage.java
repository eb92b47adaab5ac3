package io.ndpair.store.table;

/**
 * Where a copied range stands; a holder to be used again. The entries themselves are in the caller's buffer, 32 bytes
 * each, in no particular order.
 */
public final class RangeImage {
    /** Most entries that an image holds: a segment's slots. */
    public static final int MAX_ENTRIES = 1024;

    /** Bytes that a buffer must have room for. */
    public static final int MAX_IMAGE_BYTES = MAX_ENTRIES * EntryLayout.ENTRY_BYTES;

    private long prefix;
    private long asOfSequence;
    private long digest;
    private long keyId;
    private int depth;
    private int count;

    /** An image of nothing. */
    public RangeImage() {}

    /**
     * Sets all fields.
     *
     * @param prefix the high {@code depth} bits of the hash, left-aligned in 64 bits
     * @param depth bits of the prefix
     * @param asOfSequence the last sequence whose effect the entries contain
     * @param count entries
     * @param digest XOR of the entries' digests
     * @param keyId id of the {@link HashKey} that the prefix is meant under
     */
    void set(
            final long prefix,
            final int depth,
            final long asOfSequence,
            final int count,
            final long digest,
            final long keyId) {
        this.prefix = prefix;
        this.depth = depth;
        this.asOfSequence = asOfSequence;
        this.count = count;
        this.digest = digest;
        this.keyId = keyId;
    }

    /**
     * First hash of the range.
     *
     * @return the high {@link #depth()} bits, left-aligned
     */
    public long prefix() {
        return prefix;
    }

    /**
     * How many bits of the hash the range fixes.
     *
     * @return 0 (the whole table) to {@link TableConfig#MAX_DEPTH}
     */
    public int depth() {
        return depth;
    }

    /**
     * As of which sequence the range stands.
     *
     * @return a sequence
     */
    public long asOfSequence() {
        return asOfSequence;
    }

    /**
     * How many entries were copied.
     *
     * @return 0 to {@link #MAX_ENTRIES}
     */
    public int count() {
        return count;
    }

    /**
     * Digest of the range as of that sequence.
     *
     * @return XOR of the 64-bit hashes of its entries
     */
    public long digest() {
        return digest;
    }

    /**
     * Which key the prefix is meant under.
     *
     * @return {@link HashKey#id()}
     */
    public long keyId() {
        return keyId;
    }

    /**
     * Where the next range begins.
     *
     * @return the next hash position, or 0 if this range was the last
     */
    public long nextPosition() {
        return depth == 0 ? 0 : prefix + (1L << (64 - depth));
    }
}
