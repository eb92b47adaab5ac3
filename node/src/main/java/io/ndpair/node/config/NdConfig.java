package io.ndpair.node.config;

import io.ndpair.store.aging.AgingConfig;

/**
 * Neighbor discovery on one interface.
 *
 * @param neighborLimit most neighbors that are learned on it, 0 for no limit
 * @param staleTimeoutS how long a neighbor stays stale before it is probed, 0 for that of the system
 */
public record NdConfig(int neighborLimit, int staleTimeoutS) {
    /** Largest limit. */
    public static final int MAX_NEIGHBOR_LIMIT = 65_536;
    /** Nothing configured. */
    public static final NdConfig DEFAULT = new NdConfig(0, 0);

    /** Checks the bounds. */
    public NdConfig {
        if (neighborLimit < 0 || neighborLimit > MAX_NEIGHBOR_LIMIT) {
            throw new ConfigException("neighbor-limit " + neighborLimit + " is not in 0.." + MAX_NEIGHBOR_LIMIT);
        }
        if (staleTimeoutS != 0
                && (staleTimeoutS < AgingConfig.MIN_STALE_TIMEOUT_S
                        || staleTimeoutS > AgingConfig.MAX_STALE_TIMEOUT_S)) {
            throw new ConfigException("stale-timeout " + staleTimeoutS + " is not in " + AgingConfig.MIN_STALE_TIMEOUT_S
                    + ".." + AgingConfig.MAX_STALE_TIMEOUT_S);
        }
    }

    /** With another limit. */
    public NdConfig withNeighborLimit(int value) {
        return new NdConfig(value, staleTimeoutS);
    }

    /** With another time-out. */
    public NdConfig withStaleTimeoutS(int value) {
        return new NdConfig(neighborLimit, value);
    }
}
