package io.ndpair.store.journal;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.EntryCheck;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import org.agrona.DirectBuffer;

/**
 * Bounds and verifies a record from outside (the peer, a file) before anything else reads it. One per thread; allocates
 * nothing after construction.
 */
public final class RecordCheck {
    private final RecordCrc crc = new RecordCrc();
    private final NeighborEntry entry = new NeighborEntry();
    private int cause;

    /**
     * Whether the bytes are one whole record, unchanged and with fields that can be.
     *
     * @return {@link RecordOutcome#APPLIED} if so, {@link RecordOutcome#MALFORMED} or {@link RecordOutcome#BAD_CRC} if not
     */
    public int check(DirectBuffer buffer, int offset, int length) {
        cause = EntryCheck.NOTHING;
        if (length < RecordLayout.HEADER_BYTES
                || length > RecordLayout.MAX_RECORD_BYTES
                || RecordLayout.schemaId(buffer, offset) != RecordLayout.SCHEMA_ID) {
            return RecordOutcome.MALFORMED;
        }
        if (RecordLayout.crc(buffer, offset) != crc.of(buffer, offset, length)) {
            return RecordOutcome.BAD_CRC;
        }
        // What comes now passes for everything that a sound master has sealed; a peer is not believed to be sound.
        return bounded(buffer, offset, length) ? RecordOutcome.APPLIED : RecordOutcome.MALFORMED;
    }

    /** Which field of which neighbor made the last record malformed, of {@link EntryCheck}. */
    public int cause() {
        return cause;
    }

    private boolean bounded(DirectBuffer buffer, int offset, int length) {
        long first = RecordLayout.firstSequence(buffer, offset);
        long term = RecordLayout.term(buffer, offset);
        if (first < 1 || first > Long.MAX_VALUE - RecordLayout.MAX_RECORD_BYTES || term < 0 || term > Epoch.MAX_TERM) {
            return false;
        }
        int body = 8 + RecordLayout.blockLength(buffer, offset);
        switch (RecordLayout.templateId(buffer, offset)) {
            case RecordLayout.BATCH:
                return term > 0
                        && body >= RecordLayout.HEADER_BYTES
                        && body + 4 <= length
                        && mutationsBounded(buffer, offset, length);
            case RecordLayout.EPOCH_START:
                return term > 0 && body >= RecordLayout.HEADER_BYTES && body <= length;
            case RecordLayout.LINK_DEFINITION:
                return term > 0
                        && body >= RecordLayout.LINK_HEADER_BYTES - 2
                        && body + 2 <= length
                        && nameBounded(buffer, offset, length - body - 2);
            case RecordLayout.SETTINGS:
                return term > 0 && body >= RecordLayout.SETTINGS_BYTES && body <= length;
            case RecordLayout.GAP:
                return body >= RecordLayout.GAP_BYTES && body <= length;
            default:
                return false;
        }
    }

    private static boolean nameBounded(DirectBuffer buffer, int offset, int room) {
        int nameLength = RecordLayout.nameLength(buffer, offset);
        return nameLength >= 1
                && nameLength <= RecordLayout.MAX_NAME_BYTES
                && nameLength <= room
                && RecordLayout.linkId(buffer, offset) > 0;
    }

    private boolean mutationsBounded(DirectBuffer buffer, int offset, int length) {
        int count = RecordLayout.count(buffer, offset);
        int stride = RecordLayout.mutationStride(buffer, offset);
        int at = RecordLayout.mutationsOffset(buffer, offset);
        // In this order the product cannot overflow: both are 16 bits wide and unsigned.
        if (count < 1 || stride < EntryLayout.ENTRY_BYTES || (long) count * stride > offset + length - at) {
            return false;
        }
        for (int i = 0; i < count; i++, at += stride) {
            if (!mutationBounded(buffer, at)) {
                return false;
            }
        }
        return true;
    }

    private boolean mutationBounded(DirectBuffer buffer, int at) {
        entry.readFrom(buffer, at);
        switch ((buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4) {
            case Operation.UPSERT:
                cause = EntryCheck.cause(
                        entry.addressHigh(),
                        entry.addressLow(),
                        entry.linkId(),
                        entry.mac(),
                        entry.state(),
                        entry.flags());
                return cause == EntryCheck.NOTHING;
            case Operation.REMOVE:
                return entry.linkId() != 0;
            default:
                return false;
        }
    }
}
