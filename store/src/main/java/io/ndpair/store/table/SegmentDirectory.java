package io.ndpair.store.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.UnsafeApi;

/**
 * Leads from a neighbor to its segment: 2^depth references, found by the high bits of the keyed hash. The key stands in
 * here, so that a table changes its key and its references in one store.
 *
 * <p>The writer exchanges single references when it splits a segment, and publishes a new directory when it doubles it or
 * takes another key. A reader that has read a segment asks whether the directory is still the table's and the reference
 * still the same: references are never used again (see {@link SegmentPool#reference}).
 */
final class SegmentDirectory {
    /** What a closed table's directory holds: leads nowhere. */
    static final long NOWHERE = 0;

    private static final VarHandle REFERENCE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] references;
    private final long key0;
    private final long key1;
    private final long key2;
    private final long key3;
    private final int depth;
    private final HashKey key;
    private final long keyId;

    private SegmentDirectory(final HashKey key, final long keyId, final int depth, final long[] references) {
        this.references = references;
        this.key = key;
        this.keyId = keyId;
        this.depth = depth;
        key0 = key.key0();
        key1 = key.key1();
        key2 = key.key2();
        key3 = key.key3();
    }

    /** One reference for all hashes. */
    SegmentDirectory(final HashKey key, final long reference) {
        this(key, key.id(), 0, new long[] {reference});
    }

    /** The same with twice as many references. */
    SegmentDirectory doubled() {
        final long[] twice = new long[references.length * 2];
        for (int i = 0; i < twice.length; i++) {
            twice[i] = references[i >>> 1];
        }
        return new SegmentDirectory(key, keyId, depth + 1, twice);
    }

    long hash(final long addressHigh, final long addressLow, final int linkId) {
        return KeyHash.of(key0, key1, key2, key3, addressHigh, addressLow, linkId);
    }

    long hashOfWords(final long w0, final long w1, final long w2) {
        return hash(EntryLayout.swapped(w0), EntryLayout.swapped(w1), EntryLayout.linkIdOf(w2));
    }

    long hashOfSlot(final long slot) {
        return hashOfWords(UnsafeApi.getLong(slot), UnsafeApi.getLong(slot + 8), UnsafeApi.getLong(slot + 16));
    }

    /** Which reference a hash leads to. */
    int position(final long hash) {
        // Two shifts, because a shift by 64 would be none.
        return (int) ((hash >>> 1) >>> (63 - depth));
    }

    long reference(final int position) {
        return (long) REFERENCE.getAcquire(references, position);
    }

    /** Publishes references to one segment at {@code count} positions. */
    void publish(final int position, final int count, final long reference) {
        for (int i = position; i < position + count; i++) {
            REFERENCE.setRelease(references, i, reference);
        }
    }

    /** Whether this is a closed table's directory. */
    boolean leadsNowhere() {
        return reference(0) == NOWHERE;
    }

    int depth() {
        return depth;
    }

    int length() {
        return references.length;
    }

    HashKey key() {
        return key;
    }

    long keyId() {
        return keyId;
    }
}
