package io.ndpair.store.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * The off-heap memory of one table: segments in slabs, and beside them a dense array of version words and one of the
 * writer's notes about each segment. Segments are known by index; a retired one is kept for the next split.
 *
 * <p>Owned by the table's writer. Readers compute addresses from indexes that they found in a published directory. A slab
 * is reserved whole but its pages come into being as they are touched, by {@link #prepare} on another thread if possible,
 * so that a small table costs little and the writer does not wait for the kernel to zero pages.
 */
final class SegmentPool {
    /** No segment: the limit is reached or the system has no memory. */
    static final int NONE = -1;

    /** 64 MiB. */
    private static final int SLAB_SHIFT = 11;

    private static final int SLAB_SEGMENTS = 1 << SLAB_SHIFT;
    private static final int SLAB_MASK = SLAB_SEGMENTS - 1;
    private static final long SLAB_BYTES = (long) SLAB_SEGMENTS * Segment.SEGMENT_BYTES;

    private static final int NOTE_BYTES = 32;
    private static final int DEPTH_OFFSET = 0;
    private static final int COUNT_OFFSET = 4;
    private static final int DIGEST_OFFSET = 8;
    private static final int GENERATION_OFFSET = 16;

    private static final long SMALL_PAGE_BYTES = 4096;

    /** At most this much is touched ahead: some tens of milliseconds of the fastest growth. */
    private static final long LARGEST_LEAD_BYTES = 64L * 1024 * 1024;

    private static final VarHandle SLAB = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int IDLE = 0;
    private static final int TOUCHING = 1;
    private static final int CLOSED = 2;

    private final int capacity;
    private final boolean hugePages;
    private final long versions;
    private final long notes;
    private final long[] slabs;
    private final long[] allocations;
    private final IntArrayList retired = new IntArrayList();
    private final AtomicInteger usedSegments = new AtomicInteger();
    private final AtomicInteger toucher = new AtomicInteger(IDLE);
    private volatile long touchedBytes;
    private volatile String plainPagesReason;

    SegmentPool(final int capacity, final boolean hugePages) {
        this.capacity = capacity;
        this.hugePages = hugePages;
        plainPagesReason = hugePages ? "" : "huge ones are not asked for";
        slabs = new long[(capacity + SLAB_MASK) >>> SLAB_SHIFT];
        allocations = new long[slabs.length];
        versions = UnsafeApi.allocateMemory((long) capacity * Long.BYTES);
        notes = UnsafeApi.allocateMemory((long) capacity * NOTE_BYTES);
    }

    /**
     * Takes a segment: empty, its version being written (odd), of a generation that no reference has had yet. Whoever
     * still reads it under an older reference finds the directory changed.
     */
    int take(final int depth) {
        final int segment;
        final int generation;
        if (!retired.isEmpty()) {
            segment = retired.removeAt(retired.size() - 1);
            generation = nextGeneration(generation(segment));
        } else {
            segment = takeUnused();
            generation = 1;
        }
        if (segment != NONE) {
            UnsafeApi.putLong(versionAddress(segment), 1);
            UnsafeApi.storeStoreFence();
            UnsafeApi.setMemory(address(segment), Segment.SEGMENT_BYTES, (byte) 0);
            final long note = note(segment);
            UnsafeApi.putInt(note + DEPTH_OFFSET, depth);
            UnsafeApi.putInt(note + COUNT_OFFSET, 0);
            UnsafeApi.putLong(note + DIGEST_OFFSET, 0);
            UnsafeApi.putInt(note + GENERATION_OFFSET, generation);
        }
        return segment;
    }

    /** Gives a segment back. It must not be in any published directory any more. */
    void retire(final int segment) {
        // What is written into it from now on must not be seen before the directory that does not lead to it.
        UnsafeApi.storeStoreFence();
        retired.addInt(segment);
    }

    /** A reference for directories: never zero, and never again the same after a segment was retired or renewed. */
    long reference(final int segment) {
        return ((long) generation(segment) << 32) | segment;
    }

    /** The same segment under a new generation. */
    long renewedReference(final int segment) {
        UnsafeApi.putInt(note(segment) + GENERATION_OFFSET, nextGeneration(generation(segment)));
        return reference(segment);
    }

    static int segmentOf(final long reference) {
        return (int) reference;
    }

    /** Where a segment begins, a multiple of its size. */
    long address(final int segment) {
        return slabs[segment >>> SLAB_SHIFT] + (long) (segment & SLAB_MASK) * Segment.SEGMENT_BYTES;
    }

    /** Where a segment's version word is: the sequence in its high 63 bits, the lowest set while it is being written. */
    long versionAddress(final int segment) {
        return versions + (long) segment * Long.BYTES;
    }

    long asOf(final int segment) {
        return UnsafeApi.getLong(versionAddress(segment)) >>> 1;
    }

    int depth(final int segment) {
        return UnsafeApi.getInt(note(segment) + DEPTH_OFFSET);
    }

    int count(final int segment) {
        return UnsafeApi.getInt(note(segment) + COUNT_OFFSET);
    }

    void count(final int segment, final int entries) {
        UnsafeApi.putInt(note(segment) + COUNT_OFFSET, entries);
    }

    long digest(final int segment) {
        return UnsafeApi.getLong(note(segment) + DIGEST_OFFSET);
    }

    void digest(final int segment, final long digest) {
        UnsafeApi.putLong(note(segment) + DIGEST_OFFSET, digest);
    }

    int capacity() {
        return capacity;
    }

    /** Why no huge pages were asked for, or not with success; empty if they were. */
    String plainPagesReason() {
        return plainPagesReason;
    }

    /** Bytes that have come into being. */
    long memoryBytes() {
        final int used = usedSegments.get();
        final long segmentBytes = Math.max((long) used * Segment.SEGMENT_BYTES, touchedBytes);
        return segmentBytes + (long) used * (Long.BYTES + NOTE_BYTES);
    }

    /**
     * Touches the next pages that the writer will need. One thread at a time; at most one huge page a call.
     *
     * @param segmentsSoon how many segments more growth may ask for soon
     */
    int prepare(final int segmentsSoon) {
        if (!toucher.compareAndSet(IDLE, TOUCHING)) {
            return 0;
        }
        try {
            final long usedBytes = (long) usedSegments.get() * Segment.SEGMENT_BYTES;
            final long target =
                    Math.min(usedBytes + leadBytes(usedBytes, segmentsSoon), (long) capacity * Segment.SEGMENT_BYTES);
            final long from = Math.max(touchedBytes, usedBytes - usedBytes % SMALL_PAGE_BYTES);
            if (from >= target) {
                return 0;
            }
            final int slab = (int) (from / SLAB_BYTES);
            if (!addSlab(slab)) {
                return 0;
            }
            final long end = Math.min(Math.min(target, from + HugePages.PAGE_BYTES), slabEnd(slab));
            final long base = (long) SLAB.getAcquire(slabs, slab);
            for (long offset = from; offset < end; offset += SMALL_PAGE_BYTES) {
                // Writes what is there already, so that it may race with the writer.
                UnsafeApi.compareAndSetLong(null, base + offset - slab * SLAB_BYTES, 0, 0);
            }
            touchedBytes = end;
            return 1;
        } finally {
            toucher.set(IDLE);
        }
    }

    /** Frees everything; readers must not hold references any more. */
    void close() {
        while (!toucher.compareAndSet(IDLE, CLOSED)) {
            if (toucher.get() == CLOSED) {
                return;
            }
            Thread.onSpinWait();
        }
        for (final long allocation : allocations) {
            if (allocation != 0) {
                UnsafeApi.freeMemory(allocation);
            }
        }
        UnsafeApi.freeMemory(versions);
        UnsafeApi.freeMemory(notes);
    }

    /** A huge page, or what growth may ask for soon if that is more; but a small table is at most doubled. */
    private static long leadBytes(final long usedBytes, final int segmentsSoon) {
        final long wanted = Math.max(HugePages.PAGE_BYTES, (long) segmentsSoon * Segment.SEGMENT_BYTES);
        return Math.min(usedBytes, Math.min(LARGEST_LEAD_BYTES, wanted));
    }

    private int takeUnused() {
        final int segment = usedSegments.getPlain();
        if (segment == capacity || !addSlab(segment >>> SLAB_SHIFT)) {
            return NONE;
        }
        usedSegments.setRelease(segment + 1);
        return segment;
    }

    /**
     * Reserves a slab unless it is there. Called ahead of need by the thread that touches pages; the writer calls it too and
     * does it only if that thread does not run. Where both do, one of them frees its own again.
     */
    private boolean addSlab(final int slab) {
        if ((long) SLAB.getAcquire(slabs, slab) != 0) {
            return true;
        }
        final long lengthBytes = slabEnd(slab) - slab * SLAB_BYTES;
        final long allocation;
        try {
            allocation = UnsafeApi.allocateMemory(lengthBytes + HugePages.PAGE_BYTES);
        } catch (final OutOfMemoryError e) {
            // The table goes on with what it has: new entries are refused and counted where a split would be needed.
            return false;
        }
        final long base = (allocation + HugePages.PAGE_BYTES - 1) & -HugePages.PAGE_BYTES;
        if (hugePages) {
            plainPagesReason = HugePages.advise(base, lengthBytes);
        }
        if (SLAB.compareAndSet(slabs, slab, 0L, base)) {
            SLAB.setRelease(allocations, slab, allocation);
        } else {
            UnsafeApi.freeMemory(allocation);
        }
        return true;
    }

    private long slabEnd(final int slab) {
        return Math.min((long) (slab + 1) << SLAB_SHIFT, capacity) * Segment.SEGMENT_BYTES;
    }

    private int generation(final int segment) {
        return UnsafeApi.getInt(note(segment) + GENERATION_OFFSET);
    }

    private static int nextGeneration(final int generation) {
        return generation == -1 ? 1 : generation + 1;
    }

    private long note(final int segment) {
        return notes + (long) segment * NOTE_BYTES;
    }
}
