package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;

/**
 * What a device tells the software that embeds it. Called on the device's own threads: return soon, and hand over what takes long.
 * Exceptions are counted and dropped.
 */
public interface DeviceListener {
    /** Hears nothing. */
    DeviceListener NONE = new DeviceListener() {};

    /**
     * A profile has entered a role; as master it serves and accepts neighbors by the time of this call.
     *
     * @param profile name of the remote backup profile.
     * @param role the role that is now in force.
     * @param reason why it changed.
     * @param nowNs reading of the device's monotonic clock.
     */
    default void onRole(String profile, Role role, RoleReason reason, long nowNs) {}

    /**
     * Whether the profile's table is as good as the master's has changed, or why it is not.
     *
     * @param profile name of the remote backup profile.
     * @param ready true: this device could take over without a loss.
     * @param reason why not, or how it became so; one line.
     */
    default void onReady(String profile, boolean ready, String reason) {}

    /**
     * Something that an operator should know.
     *
     * @param subject name of the profile, service or group that it is about.
     * @param text one line.
     */
    default void onAlarm(String subject, String text) {}
}
