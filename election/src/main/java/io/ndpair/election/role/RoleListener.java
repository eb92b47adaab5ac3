package io.ndpair.election.role;

/**
 * Hears of role changes, in their order. Called on the elector's thread, so an implementation hands the event over and
 * returns; what it throws is reported to the elector's listener and changes nothing.
 */
@FunctionalInterface
public interface RoleListener {
    /**
     * A role has changed. Becoming master is told after the first advertisement went out and the addresses were claimed
     * and announced; losing mastership is told after the addresses were released.
     *
     * @param group  name of the group
     * @param role   what the device is now
     * @param reason why
     * @param nowNs  the elector's monotonic clock
     */
    void onRole(String group, Role role, RoleReason reason, long nowNs);
}
