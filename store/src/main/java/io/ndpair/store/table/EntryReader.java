package io.ndpair.store.table;

import org.agrona.UnsafeApi;

/**
 * Finds single entries beside the writer: one key, or many whose memory misses overlap. Any thread; holds no state of a
 * reader.
 *
 * <p>A look is right if, after it, the segment's version is still the even one that it began with and the directory still
 * leads to the segment by the same reference; otherwise it is taken again. So nothing that is read before that question may
 * be believed, nor lead anywhere but into memory that the table keeps until it is closed.
 */
final class EntryReader {
    private final SegmentPool pool;
    private final SegmentTree tree;

    EntryReader(final SegmentPool pool, final SegmentTree tree) {
        this.pool = pool;
        this.tree = tree;
    }

    boolean lookup(final long addressHigh, final long addressLow, final int linkId, final NeighborEntry out) {
        final long w0 = EntryLayout.swapped(addressHigh);
        final long w1 = EntryLayout.swapped(addressLow);
        for (int attempt = 1; ; attempt++) {
            final SegmentDirectory directory = tree.directory();
            final long hash = directory.hash(addressHigh, addressLow, linkId);
            final int position = directory.position(hash);
            final long reference = directory.reference(position);
            if (reference == SegmentDirectory.NOWHERE) {
                return false;
            }
            final int segment = SegmentPool.segmentOf(reference);
            final long versionAddress = pool.versionAddress(segment);
            final long version = UnsafeApi.getLongAcquire(null, versionAddress);
            if ((version & 1) == 0) {
                final long slot = Segment.find(pool.address(segment), Segment.home(hash), w0, w1, linkId);
                final long w2 = slot == 0 ? 0 : UnsafeApi.getLong(slot + 16);
                final long w3 = slot == 0 ? 0 : UnsafeApi.getLong(slot + 24);
                UnsafeApi.loadFence();
                if (UnsafeApi.getLong(versionAddress) == version && tree.isCurrent(directory, position, reference)) {
                    if (w3 == 0) {
                        return false;
                    }
                    out.setWords(w0, w1, w2, w3);
                    return true;
                }
            }
            RangeReader.pause(attempt);
        }
    }

    /** Looks up all keys of a batch; returns how many are there. */
    int lookup(final LookupBatch batch) {
        int found = 0;
        for (int first = 0; first < batch.size(); first += LookupBatch.WIDTH) {
            final int count = Math.min(LookupBatch.WIDTH, batch.size() - first);
            final SegmentDirectory directory = tree.directory();
            locate(directory, batch, first, count);
            touch(batch, count);
            found += find(directory, batch, first, count);
        }
        return found;
    }

    private static void locate(
            final SegmentDirectory directory, final LookupBatch batch, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            final long hash = directory.hash(
                    batch.addressHighs[first + i], batch.addressLows[first + i], batch.linkIds[first + i]);
            batch.hashes[i] = hash;
            batch.references[i] = directory.reference(directory.position(hash));
        }
    }

    /** Begins to read what {@link #find} will need: a processor goes on while earlier reads are under way. */
    private void touch(final LookupBatch batch, final int count) {
        long touched = 0;
        for (int i = 0; i < count; i++) {
            if (batch.references[i] != SegmentDirectory.NOWHERE) {
                final int segment = SegmentPool.segmentOf(batch.references[i]);
                // Before any word of the entry that will be believed.
                batch.versions[i] = UnsafeApi.getLongAcquire(null, pool.versionAddress(segment));
                touched += Segment.touch(pool.address(segment), Segment.home(batch.hashes[i]));
            }
        }
        batch.touched = touched;
    }

    private int find(final SegmentDirectory directory, final LookupBatch batch, final int first, final int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            final int at = first + i;
            final long reference = batch.references[i];
            if (reference == SegmentDirectory.NOWHERE) {
                batch.w3s[at] = 0;
                continue;
            }
            final int segment = SegmentPool.segmentOf(reference);
            final long hash = batch.hashes[i];
            final long version = batch.versions[i];
            final long slot = Segment.find(
                    pool.address(segment),
                    Segment.home(hash),
                    EntryLayout.swapped(batch.addressHighs[at]),
                    EntryLayout.swapped(batch.addressLows[at]),
                    batch.linkIds[at]);
            final long w2 = slot == 0 ? 0 : UnsafeApi.getLong(slot + 16);
            final long w3 = slot == 0 ? 0 : UnsafeApi.getLong(slot + 24);
            UnsafeApi.loadFence();
            if ((version & 1) == 0
                    && UnsafeApi.getLong(pool.versionAddress(segment)) == version
                    && tree.isCurrent(directory, directory.position(hash), reference)) {
                batch.w2s[at] = w2;
                batch.w3s[at] = w3;
            } else {
                again(batch, at);
            }
            found += batch.w3s[at] == 0 ? 0 : 1;
        }
        return found;
    }

    /** The writer came between: this key alone, from the beginning. */
    private void again(final LookupBatch batch, final int at) {
        final NeighborEntry entry = batch.again;
        if (lookup(batch.addressHighs[at], batch.addressLows[at], batch.linkIds[at], entry)) {
            batch.w2s[at] = EntryLayout.linkWord(entry.linkId(), entry.lastConfirmedTicks());
            batch.w3s[at] = EntryLayout.stateWord(entry.mac(), Operation.NONE, entry.state(), entry.flags());
        } else {
            batch.w3s[at] = 0;
        }
    }
}
