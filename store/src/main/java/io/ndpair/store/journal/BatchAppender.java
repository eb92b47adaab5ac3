package io.ndpair.store.journal;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import java.nio.ByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the master's records are made: mutations are staged in place, sealed once with header and CRC, and put into the
 * ring. Belongs to the writer's thread.
 */
public final class BatchAppender {
    private final UnsafeBuffer staged = new UnsafeBuffer(ByteBuffer.allocateDirect(RecordLayout.MAX_RECORD_BYTES));
    private final UnsafeBuffer control = new UnsafeBuffer(ByteBuffer.allocateDirect(1024));
    private final RecordCrc crc = new RecordCrc();
    private final BatchRing ring;
    private final int maxBatch;
    private int count;

    public BatchAppender(BatchRing ring, int maxBatch) {
        this.ring = ring;
        this.maxBatch = maxBatch;
    }

    /** Mutations that are staged. */
    public int count() {
        return count;
    }

    /** Whether the batch must be sealed before anything is added. */
    public boolean full() {
        return count >= maxBatch;
    }

    /** Stages one mutation. */
    public void add(NeighborEntry entry, int operation) {
        entry.writeTo(staged, RecordLayout.BATCH_HEADER_BYTES + count * EntryLayout.ENTRY_BYTES, operation);
        count++;
    }

    /** Seals what is staged and puts it into the ring. */
    public void seal(Epoch epoch, long firstSequence, int tableTime, long wallClockMs) {
        int length = RecordLayout.batch(staged, 0, epoch, firstSequence, tableTime, wallClockMs, count);
        crc.seal(staged, 0, length);
        ring.append(staged, 0, length);
        count = 0;
    }

    /** An epoch begins. */
    public void epochStart(Epoch epoch, long firstSequence, int tableTime, long wallClockMs) {
        int length = RecordLayout.headerOf(
                control,
                0,
                RecordLayout.EPOCH_START,
                RecordLayout.HEADER_BYTES,
                epoch,
                firstSequence,
                tableTime,
                wallClockMs);
        append(length);
    }

    /** The hash key. */
    public void settings(Epoch epoch, long nextSequence, int tableTime, long wallClockMs, HashKey key) {
        append(settings(control, 0, epoch, nextSequence, tableTime, wallClockMs, key));
    }

    /** A link's id and name. */
    public void link(Epoch epoch, long nextSequence, int tableTime, long wallClockMs, int linkId, byte[] name) {
        append(link(control, 0, epoch, nextSequence, tableTime, wallClockMs, linkId, name));
    }

    /** A gap, for the journal alone. */
    public void gap(Epoch epoch, long nextSequence, int tableTime, long wallClockMs, int reason) {
        append(gap(control, 0, crc, epoch, nextSequence, tableTime, wallClockMs, reason));
    }

    /** Writes a sealed settings record elsewhere; answers its length. */
    public int settings(
            MutableDirectBuffer buffer,
            int offset,
            Epoch epoch,
            long nextSequence,
            int tableTime,
            long wallClockMs,
            HashKey key) {
        int length = RecordLayout.headerOf(
                buffer,
                offset,
                RecordLayout.SETTINGS,
                RecordLayout.SETTINGS_BYTES,
                epoch,
                nextSequence,
                tableTime,
                wallClockMs);
        RecordLayout.settingsBody(buffer, offset, key);
        crc.seal(buffer, offset, length);
        return length;
    }

    /** Writes a sealed link definition elsewhere; answers its length. */
    public int link(
            MutableDirectBuffer buffer,
            int offset,
            Epoch epoch,
            long nextSequence,
            int tableTime,
            long wallClockMs,
            int linkId,
            byte[] name) {
        // The block ends before the length of the name, which belongs to the variable part.
        RecordLayout.headerOf(
                buffer,
                offset,
                RecordLayout.LINK_DEFINITION,
                RecordLayout.LINK_HEADER_BYTES - 2,
                epoch,
                nextSequence,
                tableTime,
                wallClockMs);
        int length = RecordLayout.linkBody(buffer, offset, linkId, name);
        crc.seal(buffer, offset, length);
        return length;
    }

    static int gap(
            MutableDirectBuffer buffer,
            int offset,
            RecordCrc crc,
            Epoch epoch,
            long nextSequence,
            int tableTime,
            long wallClockMs,
            int reason) {
        int length = RecordLayout.headerOf(
                buffer, offset, RecordLayout.GAP, RecordLayout.GAP_BYTES, epoch, nextSequence, tableTime, wallClockMs);
        buffer.putByte(offset + RecordLayout.HEADER_BYTES, (byte) reason);
        crc.seal(buffer, offset, length);
        return length;
    }

    private void append(int length) {
        crc.seal(control, 0, length);
        ring.append(control, 0, length);
    }
}
