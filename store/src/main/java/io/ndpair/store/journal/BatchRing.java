package io.ndpair.store.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bounded memory between the writer, the journal and the live session. The writer appends and never waits; it overwrites
 * what is oldest. Readers go at their own pace by position (bytes since the beginning) and notice when they were overrun.
 *
 * <p>{@link #append}, {@link #discontinue} and the seeks belong to the writer's thread; {@link #read}, {@link #overrun} and
 * {@link #newest} may be called by any. A frame is 16 bytes {length, padding, first sequence} and the record, aligned to 16;
 * a frame of negative length pads to the end of the buffer. The discipline against torn reads is that of a broadcast buffer:
 * the writer announces how far it is going to overwrite before it does, a reader copies first and then looks at that.
 */
public final class BatchRing {
    /** Answer of {@link #read}: nothing newer yet. */
    public static final int EMPTY = 0;

    /** Answer of {@link #read}: the position has been overwritten. */
    public static final int OVERRUN = -1;

    /** Answer of a seek: not held. */
    public static final long NOT_HELD = -1;

    private static final int FRAME_HEADER_BYTES = 16;
    private static final int FRAME_ALIGNMENT = 16;
    private static final int SEQUENCE_OFFSET = 8;
    private static final int INDEX_STRIDE_BYTES = 4096;
    private static final VarHandle INTENT;
    private static final VarHandle TAIL;
    private static final VarHandle NEWEST;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            INTENT = lookup.findVarHandle(BatchRing.class, "intent", long.class);
            TAIL = lookup.findVarHandle(BatchRing.class, "tail", long.class);
            NEWEST = lookup.findVarHandle(BatchRing.class, "newest", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final UnsafeBuffer buffer;
    private final int capacity;

    // Every so many bytes the position and first sequence of a frame, for seeks; used as a ring too. Writer only.
    private final long[] indexPositions;
    private final long[] indexSequences;
    private long indexCount;
    private long indexFrom;

    private long floor;
    private long floorSequence;
    private boolean floorComplete;

    @SuppressWarnings("unused") // by VarHandle
    private volatile long intent;

    @SuppressWarnings("unused") // by VarHandle
    private volatile long tail;

    @SuppressWarnings("unused") // by VarHandle
    private volatile long newest = -1;

    /**
     * An empty ring.
     *
     * @param capacityBytes a power of two, many times the longest record
     */
    public BatchRing(int capacityBytes) {
        if (!BitUtil.isPowerOfTwo(capacityBytes) || capacityBytes < 2 * RecordLayout.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("ring must be a power of two of at least "
                    + 2 * RecordLayout.MAX_RECORD_BYTES + " bytes but is " + capacityBytes);
        }
        capacity = capacityBytes;
        buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes).order(ByteOrder.LITTLE_ENDIAN));
        indexPositions = new long[capacityBytes / INDEX_STRIDE_BYTES];
        indexSequences = new long[indexPositions.length];
    }

    /** Appends one record. Writer. */
    public void append(DirectBuffer record, int offset, int length) {
        int frameBytes = BitUtil.align(FRAME_HEADER_BYTES + length, FRAME_ALIGNMENT);
        long position = (long) TAIL.get(this);
        int room = capacity - slot(position);
        if (frameBytes > room) {
            INTENT.setRelease(this, position + room + frameBytes);
            VarHandle.storeStoreFence();
            buffer.putInt(slot(position), -room);
            position += room;
        } else {
            INTENT.setRelease(this, position + frameBytes);
            VarHandle.storeStoreFence();
        }
        int at = slot(position);
        long firstSequence = RecordLayout.firstSequence(record, offset);
        buffer.putInt(at, length);
        buffer.putLong(at + SEQUENCE_OFFSET, firstSequence);
        buffer.putBytes(at + FRAME_HEADER_BYTES, record, offset, length);
        remember(position, firstSequence);
        NEWEST.setRelease(this, position);
        TAIL.setRelease(this, position + frameBytes);
    }

    private void remember(long position, long firstSequence) {
        if (indexCount == indexFrom || position - indexPositions[last(indexCount)] >= INDEX_STRIDE_BYTES) {
            indexPositions[(int) (indexCount % indexPositions.length)] = position;
            indexSequences[(int) (indexCount % indexPositions.length)] = firstSequence;
            indexCount++;
        }
    }

    private int last(long count) {
        return (int) ((count - 1) % indexPositions.length);
    }

    /**
     * What comes next does not join what stands here: nothing before can be sought any more. Writer.
     *
     * @param nextSequence that comes next
     * @param complete     whether no record of that sequence stands elsewhere, so that it may be sought here
     */
    public void discontinue(long nextSequence, boolean complete) {
        floor = (long) TAIL.get(this);
        floorSequence = nextSequence;
        floorComplete = complete;
        indexFrom = indexCount;
    }

    /** Whether what stands at a position joins what comes last. Writer. */
    boolean joins(long position) {
        return position >= floor;
    }

    /** The position of what follows everything that stood elsewhere, for who has read all of that. Writer. */
    long seekFloor(long expectedSequence) {
        return expectedSequence == floorSequence && !overrun(floor) ? floor : NOT_HELD;
    }

    /** Where the next record will stand. Any thread. */
    public long tail() {
        return (long) TAIL.getAcquire(this);
    }

    /** Where the newest record stands, negative before the first. Any thread. */
    public long newest() {
        return (long) NEWEST.getAcquire(this);
    }

    /** Whether the record at a position has been, or is being, overwritten. Any thread. */
    public boolean overrun(long position) {
        VarHandle.loadLoadFence();
        return position + capacity < (long) INTENT.getVolatile(this);
    }

    /**
     * Copies the record at a position. Any thread.
     *
     * @param destination room for {@link RecordLayout#MAX_RECORD_BYTES}
     * @return its length, {@link #EMPTY} or {@link #OVERRUN}
     */
    public int read(long position, MutableDirectBuffer destination) {
        long start = position;
        if (start < tail()) {
            int length = buffer.getInt(slot(start));
            if (length < 0) {
                if (overrun(start)) {
                    return OVERRUN;
                }
                start -= length;
                length = start < tail() ? buffer.getInt(slot(start)) : 0;
            }
            if (overrun(position) || length <= 0 || length > RecordLayout.MAX_RECORD_BYTES) {
                return start < tail() ? OVERRUN : EMPTY;
            }
            destination.putBytes(0, buffer, slot(start) + FRAME_HEADER_BYTES, length);
            return overrun(position) ? OVERRUN : length;
        }
        return EMPTY;
    }

    /** The position after the record of {@code length} that {@link #read} has copied from {@code position}. */
    public long after(long position, int length) {
        int frameBytes = BitUtil.align(FRAME_HEADER_BYTES + length, FRAME_ALIGNMENT);
        int room = capacity - slot(position);
        return position + frameBytes + (frameBytes > room ? room : 0);
    }

    /** The buffer that {@link #recordOffset} points into. Writer, and only until the next append. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Past a padding, if one stands here. Writer. */
    long settled(long position) {
        if (position < tail()) {
            int length = buffer.getInt(slot(position));
            return length < 0 ? position - length : position;
        }
        return position;
    }

    int recordOffset(long position) {
        return slot(position) + FRAME_HEADER_BYTES;
    }

    int recordLength(long position) {
        return buffer.getInt(slot(position));
    }

    /**
     * The position of the first record that reaches a sequence. Writer.
     *
     * @return {@link #NOT_HELD} where an earlier one might have been overwritten; the tail where it is still to come
     */
    long seek(long sequence) {
        long position = startBelow(sequence);
        if (position == NOT_HELD) {
            return NOT_HELD;
        }
        for (position = settled(position); position < tail(); position = settled(position)) {
            int offset = recordOffset(position);
            if (RecordLayout.reach(buffer, offset) >= sequence) {
                return position;
            }
            position = after(position, recordLength(position));
        }
        return position;
    }

    /**
     * The position after one certain record. Writer.
     *
     * @return {@link #NOT_HELD} if that record is not here
     */
    long seekAfter(long firstSequence, int crc) {
        long position = startBelow(firstSequence);
        if (position == NOT_HELD) {
            return NOT_HELD;
        }
        for (position = settled(position); position < tail(); position = settled(position)) {
            int offset = recordOffset(position);
            long next = after(position, recordLength(position));
            long first = RecordLayout.firstSequence(buffer, offset);
            if (first > firstSequence) {
                return NOT_HELD;
            }
            if (first == firstSequence && RecordLayout.crc(buffer, offset) == crc) {
                return next;
            }
            position = next;
        }
        return NOT_HELD;
    }

    /** A frame from which nothing that reaches the sequence has been passed over yet. */
    private long startBelow(long sequence) {
        long low = Math.max(indexFrom, indexCount - indexPositions.length);
        long high = indexCount;
        // Entries whose frames are overwritten are the oldest ones; so both conditions are monotonous.
        while (low < high) {
            long middle = (low + high) >>> 1;
            int entry = (int) (middle % indexPositions.length);
            if (overrun(indexPositions[entry]) || indexSequences[entry] < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long found = low - 1;
        if (found >= Math.max(indexFrom, indexCount - indexPositions.length)) {
            long position = indexPositions[(int) (found % indexPositions.length)];
            if (!overrun(position)) {
                return position;
            }
        }
        boolean complete = sequence > floorSequence || (sequence == floorSequence && floorComplete);
        return complete && !overrun(floor) ? floor : NOT_HELD;
    }

    private int slot(long position) {
        return (int) (position & (capacity - 1));
    }
}
