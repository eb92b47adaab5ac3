package io.ndpair.store.aging;

/**
 * What aging has done since open, and what it is at.
 *
 * @param markedStale entries that became stale because nobody confirmed them
 * @param probes probes sent
 * @param probesNotSent probes that the embedder could not send
 * @param confirmed neighbors that were confirmed while being probed
 * @param removedSilent entries removed because no probe was answered
 * @param removedIncomplete entries removed because their address was never resolved
 * @param probing neighbors being probed now
 * @param waiting neighbors that are known to be due for a probe now, at most as many as are queued
 */
public record AgingStatus(
        long markedStale,
        long probes,
        long probesNotSent,
        long confirmed,
        long removedSilent,
        long removedIncomplete,
        int probing,
        int waiting) {}
