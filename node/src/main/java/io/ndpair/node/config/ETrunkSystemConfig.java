package io.ndpair.node.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The E-Trunks of a device, and the LACP values of their members.
 *
 * @param trunks by number
 * @param lacp system id and priority that members have where their interfaces say nothing else
 */
public record ETrunkSystemConfig(Map<Integer, ETrunkConfig> trunks, LacpConfig lacp) {
    /** None. */
    public static final ETrunkSystemConfig DEFAULT = new ETrunkSystemConfig(Map.of(), LacpConfig.DEFAULT);

    /**
     * What {@code lacp e-trunk} says. Not carried out by this device (LACP is the kernel's business), but compared with the
     * peer: both must say the same, or the user side sees two partners.
     *
     * @param systemId 48 bits, neither all zeros nor all ones; 0 = not configured
     * @param priority 0 to 65535
     */
    public record LacpConfig(long systemId, int priority) {
        /** Priority when none is configured. */
        public static final int DEFAULT_PRIORITY = 32_768;
        /** Largest priority. */
        public static final int MAX_PRIORITY = 65_535;
        /** Nothing configured. */
        public static final LacpConfig DEFAULT = new LacpConfig(0, DEFAULT_PRIORITY);

        /** Checks the ranges. */
        public LacpConfig {
            Ranges.check("lacp e-trunk system-id", systemId, 0, 0xffff_ffff_fffeL);
            Ranges.check("lacp e-trunk priority", priority, 0, MAX_PRIORITY);
        }
    }

    /** Sorts the E-Trunks. */
    public ETrunkSystemConfig {
        trunks = Collections.unmodifiableMap(new TreeMap<>(trunks));
    }

    /** With this E-Trunk added or replaced. */
    public ETrunkSystemConfig withTrunk(ETrunkConfig trunk) {
        final Map<Integer, ETrunkConfig> changed = new TreeMap<>(trunks);
        changed.put(trunk.id(), trunk);
        return new ETrunkSystemConfig(changed, lacp);
    }

    /** Without the E-Trunk of that number. */
    public ETrunkSystemConfig withoutTrunk(int id) {
        final Map<Integer, ETrunkConfig> changed = new TreeMap<>(trunks);
        changed.remove(id);
        return new ETrunkSystemConfig(changed, lacp);
    }

    /** With these LACP values. */
    public ETrunkSystemConfig withLacp(LacpConfig value) {
        return new ETrunkSystemConfig(trunks, value);
    }
}
