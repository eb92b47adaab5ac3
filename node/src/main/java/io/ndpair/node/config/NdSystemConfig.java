package io.ndpair.node.config;

import io.ndpair.store.aging.AgingConfig;
import io.ndpair.store.table.NeighborLimits;

/**
 * Neighbor discovery on all interfaces.
 *
 * @param reachableTimeMs how long a neighbor that nobody confirms stays reachable
 * @param staleTimeoutS how long it may be silent before it is probed
 * @param attempts probes that must stay unanswered before it is removed
 * @param intervalMs between two probes of a neighbor
 * @param probesPerSecond most probes of all neighbors of a profile
 * @param holdS after a takeover nothing inherited is probed or removed for so long
 * @param incompleteLimit most unresolved neighbors of a profile, a quarter of it on one interface; 0 for what suits the size of the table
 */
public record NdSystemConfig(
        int reachableTimeMs,
        int staleTimeoutS,
        int attempts,
        int intervalMs,
        int probesPerSecond,
        int holdS,
        int incompleteLimit) {
    /** Nothing configured. */
    public static final NdSystemConfig DEFAULT = new NdSystemConfig(
            AgingConfig.DEFAULT.reachableTimeMs(),
            AgingConfig.DEFAULT_STALE_TIMEOUT_S,
            AgingConfig.DEFAULT_ATTEMPTS,
            AgingConfig.DEFAULT_INTERVAL_MS,
            AgingConfig.DEFAULT.probesPerSecond(),
            AgingConfig.DEFAULT.holdS(),
            0);

    /** Checks the bounds. */
    public NdSystemConfig {
        try {
            aging(reachableTimeMs, staleTimeoutS, attempts, intervalMs, probesPerSecond, holdS);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
        Ranges.check("incomplete-limit", incompleteLimit, 0, NeighborLimits.LARGEST_MAX_INCOMPLETE);
    }

    /** As the store wants it; everything else is default. */
    public AgingConfig aging() {
        return aging(reachableTimeMs, staleTimeoutS, attempts, intervalMs, probesPerSecond, holdS);
    }

    private static AgingConfig aging(
            int reachableTimeMs, int staleTimeoutS, int attempts, int intervalMs, int probesPerSecond, int holdS) {
        return new AgingConfig(
                reachableTimeMs,
                staleTimeoutS,
                holdS,
                attempts,
                intervalMs,
                probesPerSecond,
                AgingConfig.DEFAULT.incompleteTimeoutS());
    }

    /** The budgets of a table whose own ones are these. */
    public NeighborLimits limits(NeighborLimits otherwise) {
        return incompleteLimit == 0 ? otherwise : otherwise.withMaxIncomplete(incompleteLimit);
    }

    /** With another reachable time. */
    public NdSystemConfig withReachableTimeMs(int value) {
        return new NdSystemConfig(value, staleTimeoutS, attempts, intervalMs, probesPerSecond, holdS, incompleteLimit);
    }

    /** With another stale time-out. */
    public NdSystemConfig withStaleTimeoutS(int value) {
        return new NdSystemConfig(
                reachableTimeMs, value, attempts, intervalMs, probesPerSecond, holdS, incompleteLimit);
    }

    /** With another number of attempts. */
    public NdSystemConfig withAttempts(int value) {
        return new NdSystemConfig(
                reachableTimeMs, staleTimeoutS, value, intervalMs, probesPerSecond, holdS, incompleteLimit);
    }

    /** With another interval. */
    public NdSystemConfig withIntervalMs(int value) {
        return new NdSystemConfig(
                reachableTimeMs, staleTimeoutS, attempts, value, probesPerSecond, holdS, incompleteLimit);
    }

    /** With another rate of probes. */
    public NdSystemConfig withProbesPerSecond(int value) {
        return new NdSystemConfig(reachableTimeMs, staleTimeoutS, attempts, intervalMs, value, holdS, incompleteLimit);
    }

    /** With another hold time. */
    public NdSystemConfig withHoldS(int value) {
        return new NdSystemConfig(
                reachableTimeMs, staleTimeoutS, attempts, intervalMs, probesPerSecond, value, incompleteLimit);
    }

    /** With another budget for unresolved neighbors. */
    public NdSystemConfig withIncompleteLimit(int value) {
        return new NdSystemConfig(reachableTimeMs, staleTimeoutS, attempts, intervalMs, probesPerSecond, holdS, value);
    }
}
