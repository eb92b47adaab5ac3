package io.ndpair.store.table;

/**
 * What the limits on neighbors have done, each refusal and eviction by its cause; counts since open. Refusals are of entries
 * for which nothing could make room. The limit of the whole table is counted by {@link TableStatus#refusedFull}.
 *
 * @param incomplete unresolved neighbors now
 * @param refusedLinkFull refused: the link's limit
 * @param refusedIncomplete refused: the table's budget for unresolved neighbors
 * @param refusedLinkIncomplete refused: the link's part of that budget
 * @param refusedLinks refused: neighbors on more links than are counted
 * @param evictedIncompleteForTable unresolved ones evicted at the table's limit
 * @param evictedStaleForTable stale ones evicted at the table's limit
 * @param evictedIncompleteForLink unresolved ones evicted at a link's limit
 * @param evictedStaleForLink stale ones evicted at a link's limit
 * @param evictedForIncomplete unresolved ones evicted because the table's budget for them was used up
 * @param evictedForLinkIncomplete unresolved ones evicted because a link's part of the budget was used up
 */
public record LimitStatus(
        int incomplete,
        long refusedLinkFull,
        long refusedIncomplete,
        long refusedLinkIncomplete,
        long refusedLinks,
        long evictedIncompleteForTable,
        long evictedStaleForTable,
        long evictedIncompleteForLink,
        long evictedStaleForLink,
        long evictedForIncomplete,
        long evictedForLinkIncomplete) {
    /** All evictions. */
    public long evicted() {
        return evictedIncompleteForTable
                + evictedStaleForTable
                + evictedIncompleteForLink
                + evictedStaleForLink
                + evictedForIncomplete
                + evictedForLinkIncomplete;
    }
}
