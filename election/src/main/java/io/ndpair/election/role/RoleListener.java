package io.ndpair.election.role;

/**
 * Hears of role changes, in their order. Called on the elector's thread, so an implementation hands the event over and
 * returns; what it throws is reported to the elector's listener and changes nothing.
 */
@FunctionalInterface
public interface RoleListener {
    /**
     * A role has changed. Becoming master is told after the first advertisement went out and the addresses were claimed
     * and announced; losing mastership is told before the addresses are released.
     *
     * @param group  name of the group
     * @param role   what the device is now
     * @param reason why
     * @param nowNs  the elector's monotonic clock
     */
    void onRole(String group, Role role, RoleReason reason, long nowNs);

    /**
     * This device is master and hears another, weaker one: the two were cut from each other, or one does not hear. Later:
     * that the other has yielded, because it resigned or fell silent. A rival that this device yields to, or that is there
     * when the group stops being master for another reason, is not told of again: the role says it.
     *
     * @param group   name of the group
     * @param present whether the rival is there, or has yielded
     * @param nowNs   the elector's monotonic clock
     */
    default void onRival(String group, boolean present, long nowNs) {}
}
