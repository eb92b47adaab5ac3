package io.ndpair.node.config;

import java.util.function.UnaryOperator;

/**
 * The candidate of two-stage configuration: commands change it, the device goes on with the running configuration until the
 * commit. Each operator has one. Confined to one thread.
 */
public final class CandidateConfig {
    private DeviceConfig base;
    private DeviceConfig config;

    /** A candidate without changes. */
    public CandidateConfig(DeviceConfig running) {
        base = running;
        config = running;
    }

    /** The configuration as it would be after the commit. */
    public DeviceConfig config() {
        return config;
    }

    /** Whether it differs from the configuration that it began from. */
    public boolean changed() {
        return !config.equals(base);
    }

    /**
     * Applies a change, if what comes out is valid; otherwise the candidate stays as it was.
     *
     * @throws ConfigException when it is not
     */
    public void edit(UnaryOperator<DeviceConfig> change) {
        final DeviceConfig next = change.apply(config);
        Validation.check(next);
        config = next;
    }

    /** Moves a candidate without changes onto what runs now; one with changes stays where it began. */
    public void follow(DeviceConfig running) {
        if (!changed()) {
            clear(running);
        }
    }

    /** Drops the changes. */
    public void clear(DeviceConfig running) {
        base = running;
        config = running;
    }

    /**
     * Checks that the candidate can be committed over what runs now.
     *
     * @throws ConfigException when somebody else has changed the running configuration since, or the candidate is not valid
     */
    public void checkCommit(DeviceConfig running) {
        if (!running.equals(base)) {
            throw new ConfigException(
                    "the running configuration was changed by another session since these changes were begun;"
                            + " 'clear configuration candidate' drops them");
        }
        Validation.check(config);
    }
}
