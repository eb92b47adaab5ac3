package io.ndpair.store.table;

/**
 * Budgets within a table's limit on neighbors, checked at construction. Only the master enforces them; what a backup is told
 * to hold it holds.
 *
 * @param maxIncomplete unresolved neighbors (INCOMPLETE) of all links, so that an address scan cannot fill the table
 * @param maxIncompletePerLink unresolved neighbors of one link, so that the link being scanned leaves room for the others
 * @param maxPerLink learned neighbors of a link that has no limit of its own; {@link #UNLIMITED} for none
 */
public record NeighborLimits(int maxIncomplete, int maxIncompletePerLink, int maxPerLink) {
    /** No limit on the neighbors of a link. */
    public static final int UNLIMITED = 0;

    /** Most unresolved neighbors that can be configured. */
    public static final int LARGEST_MAX_INCOMPLETE = 65_536;

    /** Unresolved neighbors at most, unless said otherwise; smaller tables have a smaller budget. */
    public static final int DEFAULT_MAX_INCOMPLETE = 4_096;

    private static final int LEAST_DEFAULT = 16;
    private static final int TABLE_PER_BUDGET = 16;
    private static final int BUDGET_PER_LINK = 4;

    /** Checks the bounds. */
    public NeighborLimits {
        if (maxIncomplete < 1 || maxIncomplete > LARGEST_MAX_INCOMPLETE) {
            throw new IllegalArgumentException(
                    "maxIncomplete " + maxIncomplete + " is not in 1.." + LARGEST_MAX_INCOMPLETE);
        }
        if (maxIncompletePerLink < 1 || maxIncompletePerLink > maxIncomplete) {
            throw new IllegalArgumentException(
                    "maxIncompletePerLink " + maxIncompletePerLink + " is not in 1.." + maxIncomplete);
        }
        if (maxPerLink < UNLIMITED) {
            throw new IllegalArgumentException("maxPerLink " + maxPerLink + " is negative");
        }
    }

    /**
     * The defaults for a table of some size: a sixteenth of it for unresolved neighbors, at least 16 and at most
     * {@link #DEFAULT_MAX_INCOMPLETE}, a quarter of that on one link; links without a limit.
     *
     * @param maxNeighbors the table's limit
     * @return budgets
     */
    public static NeighborLimits of(final int maxNeighbors) {
        final int budget = Math.max(LEAST_DEFAULT, Math.min(DEFAULT_MAX_INCOMPLETE, maxNeighbors / TABLE_PER_BUDGET));
        return new NeighborLimits(budget, 1, UNLIMITED).withMaxIncomplete(budget);
    }

    /**
     * The same with another budget for unresolved neighbors, a quarter of it on one link as by default.
     *
     * @param table of all links
     * @return new budgets
     */
    public NeighborLimits withMaxIncomplete(final int table) {
        return withIncomplete(table, Math.max(1, table / BUDGET_PER_LINK));
    }

    /**
     * The same with other budgets for unresolved neighbors.
     *
     * @param table of all links
     * @param perLink of one link
     * @return new budgets
     */
    public NeighborLimits withIncomplete(final int table, final int perLink) {
        return new NeighborLimits(table, perLink, maxPerLink);
    }

    /**
     * The same with another limit for links that have none of their own.
     *
     * @param most learned neighbors, or {@link #UNLIMITED}
     * @return new budgets
     */
    public NeighborLimits withMaxPerLink(final int most) {
        return new NeighborLimits(maxIncomplete, maxIncompletePerLink, most);
    }
}
