package io.ndpair.bench.soak;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How changes come into a device process and acks out of it: a mapped file, so that what was acked is known whatever becomes of the process.
 * An <i>era</i> is a time in which one device is fed; changes are numbered on through all eras. Each word has one writer. Any thread.
 */
final class FeedFile implements AutoCloseable {
    /** Changes that may be on their way. */
    static final int CAPACITY = 1 << 16;

    private static final int MASK = CAPACITY - 1;
    private static final int HEADER_BYTES = 4096;
    private static final int RECORD_BYTES = 64;
    private static final int KIND = 0;
    private static final int HIGH = 8;
    private static final int LOW = 16;
    private static final int MAC = 24;
    private static final int ACKED_AT = 32;

    /** A word of the header; one cache line each. */
    enum Word {
        /** Driver: number of the era in which this device is to be fed, 0 for none. */
        ERA(0),
        /** Driver: number of the first change of that era. */
        FIRST(64),
        /** Driver: number after the last change that is in the ring. */
        PUBLISHED(128),
        /** Device: the era that the others of its words belong to. */
        FED_ERA(192),
        /** Device: number after the last change that it has taken, said before it is done. */
        OFFERED(256),
        /** Device: number after the last change that the peer has acked, with all before it in this era. */
        ACKED(320),
        /** Device: the era in which it has ceased to be master: nothing more of it is going to be acked. */
        DOUBTFUL_ERA(384);

        private final int offset;

        Word(int offset) {
            this.offset = offset;
        }
    }

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;

    private FeedFile(MappedByteBuffer mapped) {
        this.mapped = mapped;
        buffer = new UnsafeBuffer(mapped);
    }

    static FeedFile create(Path file) {
        return new FeedFile(IoUtil.mapNewFile(file.toFile(), HEADER_BYTES + (long) CAPACITY * RECORD_BYTES));
    }

    static FeedFile open(Path file) {
        return new FeedFile(IoUtil.mapExistingFile(file.toFile(), "the feed"));
    }

    long value(Word word) {
        return buffer.getLongVolatile(word.offset);
    }

    void put(Word word, long value) {
        buffer.putLongRelease(word.offset, value);
    }

    private static int at(long number) {
        return HEADER_BYTES + ((int) number & MASK) * RECORD_BYTES;
    }

    /** Driver: writes the change of a number; to be published then. */
    void write(long number, Change change) {
        final int at = at(number);
        buffer.putLong(at + KIND, change.kind);
        buffer.putLong(at + HIGH, Change.high(change.user));
        buffer.putLong(at + LOW, Change.low(change.user, change.address));
        buffer.putLong(at + MAC, Change.mac(change.user, change.address, number));
        buffer.putLong(at + ACKED_AT, 0);
    }

    int kind(long number) {
        return (int) buffer.getLong(at(number) + KIND);
    }

    long high(long number) {
        return buffer.getLong(at(number) + HIGH);
    }

    long low(long number) {
        return buffer.getLong(at(number) + LOW);
    }

    long mac(long number) {
        return buffer.getLong(at(number) + MAC);
    }

    /** Device: when a change was seen to be acked, by the machine's monotonic clock. */
    void ackedAt(long number, long nowNs) {
        buffer.putLong(at(number) + ACKED_AT, nowNs);
    }

    /** Driver: the same. */
    long ackedAt(long number) {
        return buffer.getLong(at(number) + ACKED_AT);
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
