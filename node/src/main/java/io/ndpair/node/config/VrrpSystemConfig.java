package io.ndpair.node.config;

/**
 * What is configured for all VRRP6 groups of a device.
 *
 * @param recoverDelayS seconds for which an interface that came up is ignored, 0 to 3600; an interface's own value goes
 *     before it
 * @param enhancedNa whether a new master sends six Neighbor Advertisements for each address
 */
public record VrrpSystemConfig(int recoverDelayS, boolean enhancedNa) {
    /** Longest recover delay in seconds. */
    public static final int MAX_RECOVER_DELAY_S = 3_600;
    /** Nothing configured. */
    public static final VrrpSystemConfig DEFAULT = new VrrpSystemConfig(0, false);

    /** Checks the range. */
    public VrrpSystemConfig {
        Ranges.check("recover delay", recoverDelayS, 0, MAX_RECOVER_DELAY_S);
    }

    /** With this recover delay. */
    public VrrpSystemConfig withRecoverDelayS(int value) {
        return new VrrpSystemConfig(value, enhancedNa);
    }

    /** With six Neighbor Advertisements or the usual number. */
    public VrrpSystemConfig withEnhancedNa(boolean value) {
        return new VrrpSystemConfig(recoverDelayS, value);
    }
}
