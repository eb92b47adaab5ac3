package io.ndpair.store.history;

import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.NeighborEntry;
import org.agrona.DirectBuffer;

/**
 * One line of an answer: a change of the neighbor, or a mark that says what the answer cannot know. The wall clock is that of
 * the master at the time and may have been stepped; the order is that of epochs and sequences.
 *
 * @param kind               what this is
 * @param wallClockMs        when the master sealed it, by its wall clock; 0 where nothing tells
 * @param epoch              mastership it belongs to
 * @param sequence           of the mutation; for a mark, of what comes next
 * @param linkId             the link, 0 for a mark
 * @param mac                48 bits, 0 for a removal or a mark
 * @param state              NUD state, 0 for a removal or a mark
 * @param flags              entry flags
 * @param lastConfirmedTicks table time of the last confirmation
 * @param detail             what a mark has to say, empty for a change
 */
public record HistoryEvent(
        Kind kind,
        long wallClockMs,
        Epoch epoch,
        long sequence,
        int linkId,
        long mac,
        int state,
        int flags,
        int lastConfirmedTicks,
        String detail) {

    /** What a line tells. */
    public enum Kind {
        /** The neighbor was put, or put otherwise. */
        UPSERT,
        /** The neighbor was removed. */
        REMOVE,
        /** The oldest thing that the journal holds stands here: what was before is no longer kept, or never was. */
        BEGINNING,
        /** Changes are missing here, and the journal says so itself: it fell behind, or a batch backup replaced the table. */
        GAP,
        /** Sequences are missing here that should be there. */
        HOLE,
        /** Journal files are gone here: let go while the question was answered, as a rule. */
        LET_GO,
        /** A journal file cannot be read on from here. */
        CUT;

        /** Whether this is a change and no mark. */
        public boolean isChange() {
            return this == UPSERT || this == REMOVE;
        }
    }

    static HistoryEvent change(DirectBuffer record, int offset, long sequence, boolean removed, NeighborEntry entry) {
        return new HistoryEvent(
                removed ? Kind.REMOVE : Kind.UPSERT,
                RecordLayout.wallClockMs(record, offset),
                new Epoch(RecordLayout.term(record, offset), RecordLayout.deviceId(record, offset)),
                sequence,
                entry.linkId(),
                removed ? 0 : entry.mac(),
                removed ? 0 : entry.state(),
                removed ? 0 : entry.flags(),
                entry.lastConfirmedTicks(),
                "");
    }

    static HistoryEvent mark(Kind kind, long wallClockMs, Epoch epoch, long sequence, String detail) {
        return new HistoryEvent(kind, wallClockMs, epoch, sequence, 0, 0, 0, 0, 0, detail);
    }
}
