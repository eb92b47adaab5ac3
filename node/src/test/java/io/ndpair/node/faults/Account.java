package io.ndpair.node.faults;

import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a device process and the driver tell each other, in a mapped file: it outlives a killed process. One word each, with one writer.
 */
@SuppressWarnings("EnumOrdinal") // both processes run the same classes
final class Account implements AutoCloseable {
    enum Field {
        /** Driver: number of the era in which this device shall feed, 0 for none. */
        ERA,
        /** Driver: index of the first mutation of that era. */
        FIRST,
        /** Driver: number of the dump that is wanted. */
        DUMP,
        /** Device: 1 once it is up. */
        STARTED,
        MASTER,
        READY,
        /** Device: the era that the next two belong to. */
        FED_ERA,
        /** Device: index after the last mutation that it has offered. */
        OFFERED,
        /** Device: index after the last one that the peer has acked, with all before it in this era. */
        ACKED,
        /** Device: the era in which it ceased to be master and became it again: nothing more of it is going to be acked. */
        DOUBTFUL_ERA,
        SEQUENCE,
        DIGEST,
        DUMPED,
        DIVERGENCES,
        BATCH_BACKUPS
    }

    private static final int LENGTH = 4096;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer words;

    private Account(MappedByteBuffer mapped) {
        this.mapped = mapped;
        this.words = new UnsafeBuffer(mapped);
    }

    static Account create(Path file) {
        return new Account(IoUtil.mapNewFile(file.toFile(), LENGTH));
    }

    static Account open(Path file) {
        return new Account(IoUtil.mapExistingFile(file.toFile(), "the account"));
    }

    long value(Field field) {
        return words.getLongVolatile(field.ordinal() * Long.BYTES);
    }

    void put(Field field, long value) {
        words.putLongRelease(field.ordinal() * Long.BYTES, value);
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
