package io.ndpair.store.table;

/**
 * Bounds of a table, checked at construction.
 *
 * @param maxNeighbors entries beyond which the master refuses new ones
 * @param maxDepth bits of the hash that the directory may use; bounds the directory to 2^maxDepth words
 * @param hugePages whether to ask the operating system for huge pages, which halve the cost of a random read
 */
public record TableConfig(int maxNeighbors, int maxDepth, boolean hugePages) {
    /** Neighbors unless said otherwise. */
    public static final int DEFAULT_MAX_NEIGHBORS = 4 * 1024 * 1024;

    /** Most neighbors that a table can be configured for. */
    public static final int LARGEST_MAX_NEIGHBORS = 256 * 1024 * 1024;

    /** Deepest directory: a million segments. No honest table of any allowed size comes near it. */
    public static final int MAX_DEPTH = 20;

    /** Checks the bounds. */
    public TableConfig {
        if (maxNeighbors < 1 || maxNeighbors > LARGEST_MAX_NEIGHBORS) {
            throw new IllegalArgumentException(
                    "maxNeighbors " + maxNeighbors + " is not in 1.." + LARGEST_MAX_NEIGHBORS);
        }
        if (maxDepth < 0 || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("maxDepth " + maxDepth + " is not in 0.." + MAX_DEPTH);
        }
    }

    /**
     * A table for so many neighbors, everything else by default.
     *
     * @param maxNeighbors entries beyond which new ones are refused
     * @return the configuration
     */
    public static TableConfig of(final int maxNeighbors) {
        return new TableConfig(maxNeighbors, MAX_DEPTH, true);
    }

    /**
     * The same with another limit on depth.
     *
     * @param depth bits of the hash
     * @return a new configuration
     */
    public TableConfig withMaxDepth(final int depth) {
        return new TableConfig(maxNeighbors, depth, hugePages);
    }

    /**
     * The same with or without huge pages.
     *
     * @param asked whether to ask for them
     * @return a new configuration
     */
    public TableConfig withHugePages(final boolean asked) {
        return new TableConfig(maxNeighbors, maxDepth, asked);
    }
}
