package io.ndpair.store.model;

import org.agrona.DirectBuffer;

/** Takes the records that a {@link RecordCursor} reads. */
@FunctionalInterface
public interface RecordHandler {
    /**
     * One whole record, header and CRC included. The buffer is only lent for the time of the call.
     *
     * @param firstSequence sequence of the first mutation; in records without mutations the next sequence
     * @param count         number of mutations, 0 in records without
     * @return false when it cannot be taken now: the same record is delivered again by the next poll
     */
    boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int count);
}
