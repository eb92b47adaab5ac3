package io.ndpair.node.config;

import io.ndpair.store.aging.AgingConfig;

/**
 * Neighbor discovery on all interfaces.
 *
 * @param staleTimeoutS how long a neighbor stays stale before it is probed
 * @param attempts probes that must stay unanswered before it is removed
 * @param intervalMs between two probes of a neighbor
 */
public record NdSystemConfig(int staleTimeoutS, int attempts, int intervalMs) {
    /** Nothing configured. */
    public static final NdSystemConfig DEFAULT = new NdSystemConfig(
            AgingConfig.DEFAULT_STALE_TIMEOUT_S, AgingConfig.DEFAULT_ATTEMPTS, AgingConfig.DEFAULT_INTERVAL_MS);

    /** Checks the bounds. */
    public NdSystemConfig {
        try {
            aging(staleTimeoutS, attempts, intervalMs);
        } catch (final IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /** As the store wants it; everything else is default. */
    public AgingConfig aging() {
        return aging(staleTimeoutS, attempts, intervalMs);
    }

    private static AgingConfig aging(int staleTimeoutS, int attempts, int intervalMs) {
        return AgingConfig.DEFAULT
                .withStaleTimeoutS(staleTimeoutS)
                .withProbes(attempts, intervalMs, AgingConfig.DEFAULT.probesPerSecond());
    }

    /** With another stale time-out. */
    public NdSystemConfig withStaleTimeoutS(int value) {
        return new NdSystemConfig(value, attempts, intervalMs);
    }

    /** With another number of attempts. */
    public NdSystemConfig withAttempts(int value) {
        return new NdSystemConfig(staleTimeoutS, value, intervalMs);
    }

    /** With another interval. */
    public NdSystemConfig withIntervalMs(int value) {
        return new NdSystemConfig(staleTimeoutS, attempts, value);
    }
}
