package io.ndpair.transport.session;

import io.ndpair.store.model.RecordOutcome;
import java.util.Locale;

/** Why a message of the peer was refused. Each ends the session, is counted, and is told to the listener with the field it names. */
public enum Refusal {
    /** A length, count or field is outside its bounds. */
    MALFORMED,
    /** Longer than any message may be. */
    OVERSIZED,
    /** No message that this version knows, and not of a newer version either. */
    UNKNOWN_MESSAGE,
    /** A message that has no place here: of the wrong role, or before the start of a stream. */
    OUT_OF_ORDER,
    /** Does not join what stands before it in the stream. */
    SEQUENCE_GAP,
    /** The record's checksum is wrong. */
    BAD_CRC,
    /** Of a master that was replaced. */
    STALE_EPOCH,
    /** The store would not take the record, for another reason. */
    RECORD_REFUSED,
    /** The store would not take the range image. */
    RANGE_REFUSED,
    /** There is no memory to move the table to the master's hash key; tried again a minute later. */
    NO_MEMORY_FOR_KEY,
    /** The backup has seen a newer epoch, and the disk takes no term for one that is newer still; tried again. */
    NO_TERM,
    /** The end of a batch backup that was not complete. */
    INCOMPLETE,
    /** The backup acks what it was never sent. */
    ACK_AHEAD,
    /** The batch backup made no progress, although it was asked for again. */
    STALLED,
    /** The peer speaks of another profile. */
    WRONG_BACKUP_ID,
    /** The peer says that it has our own device id. */
    SAME_DEVICE_ID,
    /** The peer speaks a protocol that this version does not. */
    PROTOCOL_VERSION,
    /** Both are master, and the other sends all the same. */
    DUAL_MASTER;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** What the store's refusal of a record is to the session. */
    static Refusal of(int recordOutcome) {
        switch (recordOutcome) {
            case RecordOutcome.MALFORMED:
                return MALFORMED;
            case RecordOutcome.BAD_CRC:
                return BAD_CRC;
            case RecordOutcome.STALE_EPOCH:
                return STALE_EPOCH;
            case RecordOutcome.SEQUENCE_GAP:
                return SEQUENCE_GAP;
            default:
                return RECORD_REFUSED;
        }
    }

    /**
     * The reason as a label of counters and displays.
     *
     * @return lower case words with hyphens
     */
    public String text() {
        return text;
    }
}
