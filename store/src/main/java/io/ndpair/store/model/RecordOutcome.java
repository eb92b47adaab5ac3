package io.ndpair.store.model;

import io.ndpair.store.NeighborStore;

/** What became of a record given to {@link NeighborStore#applyRecord}. Negative: refused, counted, nothing changed. */
public final class RecordOutcome {
    /** Taken: applied to the table and on its way to the journal. */
    public static final int APPLIED = 1;

    /** Already taken before; nothing to do. */
    public static final int DUPLICATE = 0;

    /** A length, count, template or field is outside its bounds. */
    public static final int MALFORMED = -1;

    /** The bytes are not those that the master sealed. */
    public static final int BAD_CRC = -2;

    /** Of an older epoch than the last one seen: a master that was replaced. */
    public static final int STALE_EPOCH = -3;

    /** Does not follow what we have: sequences in between are missing. */
    public static final int SEQUENCE_GAP = -4;

    /** Of a newer epoch whose start we have not been given. */
    public static final int UNKNOWN_EPOCH = -5;

    /** This store is master itself, so it takes records from nobody. */
    public static final int IS_MASTER = -6;

    /** Holds a neighbor on a link that was never defined. */
    public static final int UNKNOWN_LINK = -7;

    private static final String[] NAMES = {
        "unknown link",
        "is master",
        "unknown epoch",
        "sequence gap",
        "stale epoch",
        "bad crc",
        "malformed",
        "duplicate",
        "applied"
    };

    private RecordOutcome() {}

    /** The outcome in words, for displays and messages. */
    public static String nameOf(int outcome) {
        int index = outcome - UNKNOWN_LINK;
        return index >= 0 && index < NAMES.length ? NAMES[index] : "outcome " + outcome;
    }
}
