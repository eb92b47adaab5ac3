package io.ndpair.transport;

import io.ndpair.transport.session.SessionCounters;
import io.ndpair.transport.session.SessionCounters.Figure;

/**
 * What became of what devices had learned while both were master. Counts are since the replicator was made; as the one that offers only the first four
 * are known. Nothing that was offered is in none of them.
 *
 * @param ended merges that came to their end
 * @param whole merges for which the journal did not go back far enough: the whole table was offered
 * @param broken merges that broke off
 * @param offered neighbors and removals that were offered
 * @param taken neighbors that were taken
 * @param kept where ours was confirmed more recently, was configured by hand, or was removed on both sides
 * @param conflicts neighbors with another MAC on each side; the winner, counted in taken or kept too, is stale and is asked
 * @param doubted neighbors of ours that the other had removed later than they were confirmed here; stale, and asked
 * @param incomplete dropped: without a MAC yet
 * @param withoutLink dropped: on a link that could not be made known
 * @param refused dropped: invalid, or at a limit of the table
 * @param lostSequences mutations of a former master's that it did not come to offer
 */
public record MergeCounts(
        long ended,
        long whole,
        long broken,
        long offered,
        long taken,
        long kept,
        long conflicts,
        long doubted,
        long incomplete,
        long withoutLink,
        long refused,
        long lostSequences) {

    /**
     * Neighbors that were offered and are in neither table.
     *
     * @return the sum of the causes
     */
    public long dropped() {
        return incomplete + withoutLink + refused;
    }

    static MergeCounts of(SessionCounters counters) {
        return new MergeCounts(
                counters.value(Figure.MERGES),
                counters.value(Figure.MERGES_WHOLE),
                counters.value(Figure.MERGES_BROKEN),
                counters.value(Figure.MERGE_OFFERED),
                counters.value(Figure.MERGE_TAKEN),
                counters.value(Figure.MERGE_KEPT),
                counters.value(Figure.MERGE_CONFLICTS),
                counters.value(Figure.MERGE_DOUBTED),
                counters.value(Figure.MERGE_INCOMPLETE),
                counters.value(Figure.MERGE_NO_LINK),
                counters.value(Figure.MERGE_REFUSED),
                counters.value(Figure.MERGE_LOST));
    }
}
