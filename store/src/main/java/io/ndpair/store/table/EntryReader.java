package io.ndpair.store.table;

import java.util.Arrays;
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
            if (reference == SegmentDirectory.NOWHERE || linkId == EntryCheck.NO_LINK) {
                return false;
            }
            final int segment = SegmentPool.segmentOf(reference);
            final long versionAddress = pool.versionAddress(segment);
            final long version = UnsafeApi.getLongAcquire(null, versionAddress);
            if ((version & 1) == 0) {
                final long slot = Segment.find(Segment.home(pool.address(segment), hash), w0, w1, linkId);
                final long w2 = slot == 0 ? 0 : UnsafeApi.getLong(slot + 16);
                final long w3 = slot == 0 ? 0 : Segment.stateWord(slot);
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
            if (directory.leadsNowhere()) {
                Arrays.fill(batch.w3s, first, first + count, 0);
            } else {
                locate(directory, batch, first, count);
                touch(batch, count);
                find(batch, first, count);
                UnsafeApi.loadFence();
                found += validate(directory, batch, first, count);
            }
        }
        return found;
    }

    private void locate(final SegmentDirectory directory, final LookupBatch batch, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            final long hash = directory.hash(
                    batch.addressHighs[first + i], batch.addressLows[first + i], batch.linkIds[first + i]);
            final int position = directory.position(hash);
            final long reference = directory.reference(position);
            final int segment = SegmentPool.segmentOf(reference);
            batch.positions[i] = position;
            batch.references[i] = reference;
            batch.homes[i] = Segment.home(pool.address(segment), hash);
            batch.versionAddresses[i] = pool.versionAddress(segment);
        }
    }

    /**
     * Begins to read what {@link #find} will need. The loop over the homes is nothing but their reads, so that as many as
     * possible are under way at once: a processor goes on until its window is full of what waits for memory.
     */
    private static void touch(final LookupBatch batch, final int count) {
        final long[] versions = batch.versions;
        final long[] versionAddresses = batch.versionAddresses;
        for (int i = 0; i < count; i++) {
            versions[i] = UnsafeApi.getLongAcquire(null, versionAddresses[i]);
        }
        final long[] homes = batch.homes;
        long touched = 0;
        for (int i = 0; i < count; i++) {
            touched += UnsafeApi.getLong(homes[i]);
        }
        batch.touched = touched;
    }

    private static void find(final LookupBatch batch, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            final int at = first + i;
            final int linkId = batch.linkIds[at];
            final long slot = Segment.find(
                    batch.homes[i],
                    EntryLayout.swapped(batch.addressHighs[at]),
                    EntryLayout.swapped(batch.addressLows[at]),
                    linkId);
            if (slot == 0 || linkId == EntryCheck.NO_LINK) {
                batch.w3s[at] = 0;
            } else {
                batch.w2s[at] = UnsafeApi.getLong(slot + 16);
                batch.w3s[at] = Segment.stateWord(slot);
            }
        }
    }

    /** Keeps the answers whose segment has stayed the same since before it was read, and takes the others again. */
    private int validate(final SegmentDirectory directory, final LookupBatch batch, final int first, final int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            final long version = batch.versions[i];
            if ((version & 1) != 0
                    || UnsafeApi.getLong(batch.versionAddresses[i]) != version
                    || !tree.isCurrent(directory, batch.positions[i], batch.references[i])) {
                again(batch, first + i);
            }
            found += batch.w3s[first + i] == 0 ? 0 : 1;
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
