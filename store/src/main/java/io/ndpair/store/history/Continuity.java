package io.ndpair.store.history;

import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import org.agrona.DirectBuffer;

/** Where a row of records stands, so that the next one is seen to join, or not. */
final class Continuity {
    /** What one record says of its place. */
    record Edge(int template, int gapReason, Epoch epoch, long firstSequence, long wallClockMs) {
        static Edge of(DirectBuffer buffer, int offset) {
            int template = RecordLayout.templateId(buffer, offset);
            return new Edge(
                    template,
                    template == RecordLayout.GAP ? RecordLayout.gapReason(buffer, offset) : 0,
                    new Epoch(RecordLayout.term(buffer, offset), RecordLayout.deviceId(buffer, offset)),
                    RecordLayout.firstSequence(buffer, offset),
                    RecordLayout.wallClockMs(buffer, offset));
        }
    }

    private boolean known;
    private long term;
    private int deviceId;
    private long next;

    void forget() {
        known = false;
    }

    void set(Epoch epoch, long nextSequence) {
        known = true;
        term = epoch.term();
        deviceId = epoch.deviceId();
        next = nextSequence;
    }

    Epoch epoch() {
        return new Epoch(term, deviceId);
    }

    long nextSequence() {
        return next;
    }

    boolean known() {
        return known;
    }

    /** Takes a record that has been checked; whether there is something to tell before it ({@link #mark} says what). */
    boolean broken(DirectBuffer buffer, int offset) {
        int template = RecordLayout.templateId(buffer, offset);
        long first = RecordLayout.firstSequence(buffer, offset);
        boolean sameEpoch =
                RecordLayout.term(buffer, offset) == term && RecordLayout.deviceId(buffer, offset) == deviceId;
        return template == RecordLayout.GAP
                || (known && (first > next || (!sameEpoch && template != RecordLayout.EPOCH_START)));
    }

    /** Goes on behind a record. */
    void advance(DirectBuffer buffer, int offset) {
        int template = RecordLayout.templateId(buffer, offset);
        long first = RecordLayout.firstSequence(buffer, offset);
        boolean sameEpoch =
                RecordLayout.term(buffer, offset) == term && RecordLayout.deviceId(buffer, offset) == deviceId;
        long reached = template == RecordLayout.BATCH ? RecordLayout.reach(buffer, offset) + 1 : first;
        // A record may come again after a failed append; that does not set anything back.
        next = known && sameEpoch && template != RecordLayout.GAP ? Math.max(next, reached) : reached;
        term = RecordLayout.term(buffer, offset);
        deviceId = RecordLayout.deviceId(buffer, offset);
        known = true;
    }

    /** What is to be told between this place and a record, null if it joins. */
    HistoryEvent mark(Edge edge) {
        if (edge.template() == RecordLayout.GAP) {
            return HistoryEvent.mark(
                    HistoryEvent.Kind.GAP,
                    edge.wallClockMs(),
                    edge.epoch(),
                    edge.firstSequence(),
                    reason(edge.gapReason()));
        }
        boolean joins = !known
                || (edge.firstSequence() <= next
                        && (edge.epoch().equals(epoch()) || edge.template() == RecordLayout.EPOCH_START));
        return joins
                ? null
                : HistoryEvent.mark(
                        HistoryEvent.Kind.HOLE,
                        edge.wallClockMs(),
                        edge.epoch(),
                        edge.firstSequence(),
                        "what was read before ends at " + (next - 1) + " of epoch " + epoch());
    }

    private static String reason(int gapReason) {
        switch (gapReason) {
            case RecordLayout.GAP_RING_OVERRUN:
                return "the disk was slower than what came: changes are missing";
            case RecordLayout.GAP_DISK_FAILED:
                return "the disk failed or was full: changes are missing";
            case RecordLayout.GAP_BATCH_BACKUP:
                return "a batch backup replaced the table: what it changed is not told";
            default:
                return "changes are missing";
        }
    }
}
