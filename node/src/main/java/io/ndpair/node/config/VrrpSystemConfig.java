package io.ndpair.node.config;

/**
 * What is configured for all VRRP6 groups of a device.
 *
 * @param recoverDelayS seconds for which an interface that came up is ignored, 0 to 3600; an interface's own value goes
 *     before it
 * @param enhancedNa whether a new master sends six rounds of Neighbor Advertisements, whatever {@code naCount} says
 * @param naCount rounds of unsolicited Neighbor Advertisements of a new master, one for each address in each, 1 to 16
 * @param naIntervalMs time between two rounds in milliseconds, 10 to 60000
 */
public record VrrpSystemConfig(int recoverDelayS, boolean enhancedNa, int naCount, int naIntervalMs) {
    /** Longest recover delay in seconds. */
    public static final int MAX_RECOVER_DELAY_S = 3_600;
    /** Rounds when none are configured: the vendor's one is easily lost. */
    public static final int DEFAULT_NA_COUNT = 3;
    /** Most rounds. */
    public static final int MAX_NA_COUNT = 16;
    /** Rounds with enhanced sending, as the vendor has it. */
    public static final int ENHANCED_NA_COUNT = 6;
    /** Interval when none is configured. */
    public static final int DEFAULT_NA_INTERVAL_MS = 1_000;
    /** Shortest interval. */
    public static final int MIN_NA_INTERVAL_MS = 10;
    /** Longest interval. */
    public static final int MAX_NA_INTERVAL_MS = 60_000;
    /** Nothing configured. */
    public static final VrrpSystemConfig DEFAULT =
            new VrrpSystemConfig(0, false, DEFAULT_NA_COUNT, DEFAULT_NA_INTERVAL_MS);

    /** Checks the ranges. */
    public VrrpSystemConfig {
        Ranges.check("recover delay", recoverDelayS, 0, MAX_RECOVER_DELAY_S);
        Ranges.check("count of Neighbor Advertisements", naCount, 1, MAX_NA_COUNT);
        Ranges.check("interval of Neighbor Advertisements", naIntervalMs, MIN_NA_INTERVAL_MS, MAX_NA_INTERVAL_MS);
    }

    /** With this recover delay. */
    public VrrpSystemConfig withRecoverDelayS(int value) {
        return new VrrpSystemConfig(value, enhancedNa, naCount, naIntervalMs);
    }

    /** With six Neighbor Advertisements or the usual number. */
    public VrrpSystemConfig withEnhancedNa(boolean value) {
        return new VrrpSystemConfig(recoverDelayS, value, naCount, naIntervalMs);
    }

    /** With so many Neighbor Advertisements at this interval. */
    public VrrpSystemConfig withNa(int count, int intervalMs) {
        return new VrrpSystemConfig(recoverDelayS, enhancedNa, count, intervalMs);
    }

    /** How many rounds a new master sends. */
    public int naRounds() {
        return enhancedNa ? ENHANCED_NA_COUNT : naCount;
    }
}
