package io.ndpair.node.cli.demo;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Numbers that one device process of the demo shares with the demo itself, in a mapped file: what was written into it is still there
 * after the process was killed. Each field has one writer; any thread may read.
 */
@SuppressWarnings("EnumOrdinal") // both processes run the same classes
final class DemoLedger implements AutoCloseable {
    /** The fields; each is one 64-bit word. The device writes all but {@link #COMMAND} and {@link #TARGET_RATE}. */
    enum Field {
        /** What the demo asks of the device, see {@link DemoLedger.Command}. */
        COMMAND,
        /** Mutations a second that the device shall offer. */
        TARGET_RATE,
        /** The last command that was carried out. */
        DONE,
        /** 1 once the device is up. */
        STARTED,
        /** 1 while the device is master. */
        MASTER,
        READY,
        /** 1 when the table was complete at the time at which the device last became master. */
        READY_BEFORE_MASTER,
        /** When the present role was entered, on the monotonic clock of the machine. */
        ROLE_SINCE_NS,
        /** Mutations of the workload offered to the device. */
        OFFERED,
        /** How many of them, from the first on, the device was told to be on the peer. */
        ACKED,
        TABLE_SIZE,
        LAST_SEQUENCE,
        JOURNALED_SEQUENCE,
        PEER_SEQUENCE,
        BATCH_ENTRIES,
        BATCH_TOTAL,
        BATCH_BACKUPS,
        BATCH_RATE,
        DIGEST_CHECKS,
        DIVERGENCES,
        LOOKUPS,
        LOOKUP_MISSES,
        DIGEST,
        /** A reading of the monotonic clock, each duty cycle: shows that the process lives. */
        ALIVE_NS
    }

    /** What the demo asks of a device process. */
    enum Command {
        NONE,
        /** Let every user appear once. */
        FILL,
        /** Go on with churn at the target rate. */
        CHURN,
        /** Look up stable users without a pause and count what is missed. */
        PROBE,
        /** Write all entries into the dump file. */
        DUMP,
        STOP
    }

    private static final int LENGTH = 4096;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer words;

    private DemoLedger(MappedByteBuffer mapped) {
        this.mapped = mapped;
        this.words = new UnsafeBuffer(mapped);
    }

    static DemoLedger create(Path file) {
        return new DemoLedger(IoUtil.mapNewFile(file.toFile(), LENGTH));
    }

    static DemoLedger open(Path file) {
        final File existing = file.toFile();
        return new DemoLedger(IoUtil.mapExistingFile(existing, "the demo's ledger"));
    }

    long value(Field field) {
        return words.getLongVolatile(field.ordinal() * Long.BYTES);
    }

    void put(Field field, long value) {
        words.putLongRelease(field.ordinal() * Long.BYTES, value);
    }

    Command command() {
        final long ordinal = value(Field.COMMAND);
        return ordinal >= 0 && ordinal < Command.values().length ? Command.values()[(int) ordinal] : Command.STOP;
    }

    void ask(Command command) {
        put(Field.COMMAND, command.ordinal());
    }

    void done(Command command) {
        put(Field.DONE, command.ordinal());
    }

    boolean isDone(Command command) {
        return value(Field.DONE) == command.ordinal();
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
