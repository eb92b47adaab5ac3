package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.codec.MessageHeaderDecoder;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.table.EntryLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Carries the mutations that a backup applies from the replication thread to the kernel thread: reads them as records of the store and
 * puts them into a bounded ring. Where it cannot follow (the ring is full for too long, a batch backup replaced whole ranges) it asks
 * for a comparison of the whole table instead, which costs more but never loses.
 */
final class BackupFeed implements RecordHandler {
    private static final int RECORDS_PER_DUTY_CYCLE = 64;
    private static final int RING_BYTES = 1 << 20;
    private static final int MUTATIONS_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH
            + BatchDecoder.BLOCK_LENGTH
            + BatchDecoder.MutationsDecoder.sbeHeaderSize();

    private final RecordCursor cursor;
    private final OneToOneRingBuffer ring = new OneToOneRingBuffer(
            new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final NeighborStore store;
    private int taken;
    private final AtomicLong comparisonsAsked = new AtomicLong();

    BackupFeed(NeighborStore store) {
        this.store = store;
        this.cursor = store.cursorAhead();
    }

    /** From the next record on, after a comparison of the whole table. Replication thread. */
    void restart() {
        taken = 0;
        comparisonsAsked.incrementAndGet();
        cursor.seek(store.lastSequence() + 1);
    }

    /** Moves what was applied since the last call. Replication thread. */
    int feed() {
        final int records = cursor.poll(this, RECORDS_PER_DUTY_CYCLE);
        if (records == RecordCursor.LOST) {
            restart();
            return 1;
        }
        return records;
    }

    @Override
    public boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int count) {
        while (taken < count) {
            final int mutation = offset + MUTATIONS_OFFSET + taken * EntryLayout.ENTRY_BYTES;
            if (!ring.write(operation(buffer, mutation), buffer, mutation, EntryLayout.ENTRY_BYTES)) {
                return false;
            }
            taken++;
        }
        taken = 0;
        return true;
    }

    private static int operation(DirectBuffer buffer, int mutation) {
        return (buffer.getByte(mutation + EntryLayout.STATE_OFFSET) >>> 4) & 0xf;
    }

    /** Takes mutations out of the ring; the message type is the operation. Kernel thread. */
    int read(ControlledMessageHandler handler, int limit) {
        return ring.controlledRead(handler, limit);
    }

    /** How often a comparison of the whole table was asked for; a reader that knows a smaller number owes one. */
    long comparisonsAsked() {
        return comparisonsAsked.get();
    }

    void close() {
        cursor.close();
    }
}
