package io.ndpair.store.model;

import io.ndpair.store.StoreStatus;

/**
 * Told of what an operator should hear. Called on the thread of the agent that notices (the journal agent, the maintenance
 * agent, or the opener during recovery), so it must be thread safe, quick, and must not call back into the store.
 */
public interface StoreListener {
    /** Listens to nothing; everything is counted in {@link StoreStatus} anyhow. */
    StoreListener NONE = new StoreListener() {};

    /** The journal could not take what came; lookups and replication from memory go on. */
    default void onJournalGap(long firstSequence, String reason) {}

    /** A checkpoint has closed the gap: a restart would find everything again. */
    default void onJournalRestored() {}

    /**
     * Recovery met bytes that are not what was written, and cut there.
     *
     * @param what             the file and what is wrong with it
     * @param lastGoodSequence the last sequence that was read before
     */
    default void onCorruptTail(String what, long lastGoodSequence) {}

    /** Something failed and is being retried or done without; also counted. */
    default void onError(Throwable error) {}
}
