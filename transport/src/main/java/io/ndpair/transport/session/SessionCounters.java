package io.ndpair.transport.session;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of a profile's replication. Written by the session's thread, read by any. */
public final class SessionCounters {

    /** What is counted or shown. */
    public enum Figure {
        /** Journal records sent. */
        RECORDS_SENT,
        /** Mutations in them. */
        MUTATIONS_SENT,
        /** Bytes of all messages sent. */
        BYTES_SENT,
        /** Journal records of the peer that were applied. */
        RECORDS_APPLIED,
        /** Mutations in them that were new. */
        MUTATIONS_APPLIED,
        /** Bytes of all messages of the peer. */
        BYTES_RECEIVED,
        /** Acks sent or received. */
        ACKS,
        /** Heartbeats sent or received. */
        HEARTBEATS,
        /** Digests of the master that were compared with our own, at the same sequence. */
        DIGESTS_COMPARED,
        /** Digests that differed. */
        DIVERGENCES,
        /** Repairs of what differed that came to their end. */
        REPAIRS,
        /** Range images of repairs, sent or installed. */
        REPAIR_IMAGES,
        /** Bytes of them. */
        REPAIR_BYTES,
        /** Ranges that needed no image, in batch backups and repairs, because their digests were alike. */
        RANGES_ALIKE,
        /** Last sequence at which the digests of both tables were found alike, in this stream; -1 if they were not. */
        ALIKE_AT,
        /** Merges with a former master that came to their end. */
        MERGES,
        /** Merges that were offered from the whole table, because the journal did not go back far enough. */
        MERGES_WHOLE,
        /** Merges that broke off, with what was still to be offered. */
        MERGES_BROKEN,
        /** Neighbors and removals offered to the master, or offered by a former one. */
        MERGE_OFFERED,
        /** Neighbors that were offered and taken. */
        MERGE_TAKEN,
        /** Neighbors that were offered, but ours was confirmed more recently, or was configured by hand. */
        MERGE_KEPT,
        /** Neighbors with another MAC on each side: the winner is stale and is asked. */
        MERGE_CONFLICTS,
        /** Neighbors of ours that the other had removed later than they were last confirmed here: stale, and asked. */
        MERGE_DOUBTED,
        /** Neighbors without a MAC yet, not taken. */
        MERGE_INCOMPLETE,
        /** Neighbors on a link that could not be made known, not taken. */
        MERGE_NO_LINK,
        /** Neighbors that the table refused: invalid, or at a limit. */
        MERGE_REFUSED,
        /** Sequences of a former master that it did not come to offer. */
        MERGE_LOST,
        /** Sessions made. */
        CONNECTS,
        /** Batch backups begun. */
        BATCH_BACKUPS,
        /** Streams that began in real time. */
        RESUMES,
        /** Duty cycles in which the link had no room. */
        BACK_PRESSURED,
        /** Messages outside of any session, which were passed over. */
        IGNORED,
        /** Positions that the master's journal no longer held while it was streaming. */
        JOURNAL_LOST,
        /** Batch backups asked for again because there was no progress. */
        STALLS,
        /** Last sequence sent to the backup. */
        SENT_SEQUENCE,
        /** Acked by the backup in the present epoch: in its table. */
        PEER_APPLIED,
        /** Acked by the backup in the present epoch: in its journal. */
        PEER_JOURNALED,
        /** Mutations that the backup lacks. */
        LAG_MUTATIONS,
        /** Age of the oldest of them in nanoseconds. */
        LAG_NS,
        /** Nanoseconds that the stream stands because the disk has not given what follows in the journal. */
        DISK_WAIT_NS,
        /** Times that this was given up, for a batch backup out of memory. */
        DISK_TOO_SLOW
    }

    private final Map<Figure, AtomicLong> values = new EnumMap<>(Figure.class);
    private final Map<Refusal, AtomicLong> refusals = new EnumMap<>(Refusal.class);

    SessionCounters() {
        for (Figure id : Figure.values()) {
            values.put(id, new AtomicLong());
        }
        set(Figure.ALIKE_AT, -1);
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new AtomicLong());
        }
    }

    /**
     * The value of a count. Any thread.
     *
     * @param id which
     * @return its value
     */
    public long value(Figure id) {
        return values.get(id).getAcquire();
    }

    /**
     * How often messages were refused. Any thread.
     *
     * @param reason which
     * @return a count
     */
    public long refused(Refusal reason) {
        return refusals.get(reason).getAcquire();
    }

    void add(Figure id, long increment) {
        AtomicLong value = values.get(id);
        value.setRelease(value.getPlain() + increment);
    }

    void set(Figure id, long value) {
        values.get(id).setRelease(value);
    }

    void refuse(Refusal reason) {
        AtomicLong value = refusals.get(reason);
        value.setRelease(value.getPlain() + 1);
    }
}
