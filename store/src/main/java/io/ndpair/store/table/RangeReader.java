package io.ndpair.store.table;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/** Copies segments whole and walks all of them, beside the writer. Any thread; holds no state of a reader. */
final class RangeReader {
    /** Stands for all links. */
    static final int ANY_LINK = EntryCheck.NO_LINK;

    private final SegmentPool pool;
    private final SegmentTree tree;
    private final AtomicLong appliedSequence;

    RangeReader(final SegmentPool pool, final SegmentTree tree, final AtomicLong appliedSequence) {
        this.pool = pool;
        this.tree = tree;
        this.appliedSequence = appliedSequence;
    }

    /** Copies the segment that holds a hash position; returns the directory that led there, null if the table is closed. */
    SegmentDirectory copy(
            final long hashPosition, final MutableDirectBuffer dst, final int dstOffset, final RangeImage out) {
        dst.boundsCheck(dstOffset, RangeImage.MAX_IMAGE_BYTES);
        for (int attempt = 1; ; attempt++) {
            // Read before the copy: whatever was applied until now is in it, so the copy stands at least as of this.
            final long applied = appliedSequence.getAcquire();
            final SegmentDirectory directory = tree.directory();
            final int position = directory.position(hashPosition);
            final long reference = directory.reference(position);
            if (reference == SegmentDirectory.NOWHERE) {
                return null;
            }
            final int segment = SegmentPool.segmentOf(reference);
            final long versionAddress = pool.versionAddress(segment);
            final long version = UnsafeApi.getLongAcquire(null, versionAddress);
            if ((version & 1) == 0) {
                final int depth = pool.depth(segment);
                final long digest = pool.digest(segment);
                final int count = Segment.copy(pool.address(segment), dst, dstOffset);
                UnsafeApi.loadFence();
                if (UnsafeApi.getLong(versionAddress) == version && tree.isCurrent(directory, position, reference)) {
                    final long prefix = depth == 0 ? 0 : hashPosition & -(1L << (64 - depth));
                    out.set(prefix, depth, Math.max(version >>> 1, applied), count, digest, directory.keyId());
                    return directory;
                }
            }
            pause(attempt);
        }
    }

    /**
     * Visits every entry, walking by hash position: what the table does meanwhile to its segments does not matter. If it
     * takes another key the walk begins anew under that key and leaves out what lay behind it under the former ones.
     *
     * @param linkId the link whose entries are wanted; {@link #ANY_LINK} for all
     */
    void forEach(final int linkId, final Consumer<NeighborEntry> visitor) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        final RangeImage image = new RangeImage();
        final NeighborEntry entry = new NeighborEntry();
        Walked walked = null;
        SegmentDirectory walking = null;
        long position = 0;
        while (true) {
            final SegmentDirectory directory = copy(position, buffer, 0, image);
            if (directory == null) {
                return;
            }
            if (walking != null && !walking.key().equals(directory.key())) {
                walked = new Walked(walking, position, walked);
                position = 0;
                walking = directory;
                continue;
            }
            walking = directory;
            for (int i = 0; i < image.count(); i++) {
                final int at = i * EntryLayout.ENTRY_BYTES;
                if (linkId != ANY_LINK && linkId != EntryLayout.linkIdOf(EntryLayout.word(buffer, at + 16))) {
                    continue;
                }
                final long hash = hashAt(directory, buffer, at);
                // An image that was installed meanwhile may have joined ranges, so a segment may begin before the
                // position.
                if (Long.compareUnsigned(hash, position) >= 0 && !isBehind(walked, buffer, at)) {
                    entry.readFrom(buffer, at);
                    visitor.accept(entry);
                }
            }
            position = image.nextPosition();
            if (position == 0) {
                return;
            }
        }
    }

    /** Lets the writer get on. It writes for some nanoseconds, unless the system has just put it aside. */
    @SuppressWarnings("ThreadPriorityCheck") // not relied upon: the loop would end without it, only later
    static void pause(final int attempt) {
        if ((attempt & 0x3F) == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    private static boolean isBehind(final Walked walked, final UnsafeBuffer buffer, final int offset) {
        for (Walked former = walked; former != null; former = former.before) {
            if (Long.compareUnsigned(hashAt(former.directory, buffer, offset), former.position) < 0) {
                return true;
            }
        }
        return false;
    }

    private static long hashAt(final SegmentDirectory directory, final UnsafeBuffer buffer, final int offset) {
        return directory.hashOfWords(
                EntryLayout.word(buffer, offset),
                EntryLayout.word(buffer, offset + 8),
                EntryLayout.word(buffer, offset + 16));
    }

    /** How far a walk had come under a former key. */
    private record Walked(SegmentDirectory directory, long position, Walked before) {}
}
