package io.ndpair.bench.limit;

import io.ndpair.bench.child.Interleaved;
import io.ndpair.bench.workload.Chain;
import org.agrona.UnsafeApi;

/**
 * So many bytes of memory, got and touched as the table gets its own (off-heap, by the same malloc, so on the same pages), and the cost of
 * reading and copying them without any data structure. One random read is that of one 64-byte line. Confined to one thread.
 */
public final class RawMemory implements AutoCloseable {
    private static final int LINE_BYTES = 64;
    private static final long HUGE_PAGE_BYTES = 2L << 20;

    private final long allocation;
    private final long base;
    private final long lengthBytes;
    private long state = 1;

    /** Takes and fills so many bytes, rounded up to a line. */
    public RawMemory(long lengthBytes) {
        this.lengthBytes = (lengthBytes + LINE_BYTES - 1) & -LINE_BYTES;
        allocation = UnsafeApi.allocateMemory(this.lengthBytes + HUGE_PAGE_BYTES);
        base = (allocation + HUGE_PAGE_BYTES - 1) & -HUGE_PAGE_BYTES;
        for (long offset = 0; offset < this.lengthBytes; offset += Long.BYTES) {
            UnsafeApi.putLong(base + offset, offset);
        }
    }

    /** How many bytes there are. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** Reads so many lines; which is next, the line before says. Answers something that depends on all of them. */
    public long readDependent(int reads) {
        final long lines = lengthBytes / LINE_BYTES;
        long next = state;
        long read = 0;
        for (int i = 0; i < reads; i++) {
            next = Chain.next(next + read);
            read = UnsafeApi.getLong(base + Chain.below(next, lines) * LINE_BYTES);
        }
        state = next;
        return read;
    }

    /** Reads so many lines, whose addresses are known ahead. Answers something that depends on all of them. */
    public long readIndependent(int reads) {
        final long lines = lengthBytes / LINE_BYTES;
        long next = state;
        long sum = 0;
        for (int i = 0; i < reads; i++) {
            next = Chain.next(next);
            sum += UnsafeApi.getLong(base + Chain.below(next, lines) * LINE_BYTES);
        }
        state = next;
        return sum;
    }

    /**
     * One more reader of the same memory, for a thread of its own, as {@link #readIndependent}.
     *
     * @param seed where it begins
     */
    public Interleaved.Loop reader(long seed) {
        final long[] at = {seed};
        final long lines = lengthBytes / LINE_BYTES;
        return reads -> {
            long next = at[0];
            long sum = 0;
            for (int i = 0; i < reads; i++) {
                next = Chain.next(next);
                sum += UnsafeApi.getLong(base + Chain.below(next, lines) * LINE_BYTES);
            }
            at[0] = next;
            return sum;
        };
    }

    /** Copies a part of another memory to the same place of this one, piece after piece. */
    public void copyFrom(RawMemory source, long offset, long copyBytes, int pieceBytes) {
        if (offset < 0 || offset + copyBytes > Math.min(lengthBytes, source.lengthBytes)) {
            throw new IndexOutOfBoundsException(offset + " + " + copyBytes + " of " + lengthBytes);
        }
        final long end = offset + copyBytes;
        for (long at = offset; at < end; at += pieceBytes) {
            UnsafeApi.copyMemory(source.base + at, base + at, Math.min(pieceBytes, end - at));
        }
    }

    /** Where it begins; for wrapping it into a buffer. */
    public long address() {
        return base;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(allocation);
    }
}
