package io.ndpair.election;

import io.ndpair.election.vrrp.VrrpGroupConfig;

/**
 * Puts virtual addresses on an interface, takes them off, and announces them by unsolicited Neighbor Advertisements
 * (R=1 S=0 O=1, RFC 9568 6.4.2). Called on the elector's thread; must not block for long, and retries what the kernel
 * refuses in {@link #doWork}. One owner may serve any number of groups.
 */
public interface AddressOwner {
    /** Puts the group's addresses on its interface. Called after the first advertisement was sent (rule B4, N8). */
    void claim(VrrpGroupConfig group);

    /** Sends one unsolicited Neighbor Advertisement per address. Repeats are asked for by calling again. */
    void announce(VrrpGroupConfig group);

    /**
     * The group exists from now on, or goes on with another configuration. What takes long and can be done before the group
     * is master (an interface for the virtual MAC, say) belongs here: {@link #claim} is on the way of a takeover. The
     * group's first advertisement is sent before its first {@code claim}.
     */
    default void prepare(VrrpGroupConfig group) {}

    /** The group exists no more; its addresses were released before. What {@link #prepare} made goes away. */
    default void forget(VrrpGroupConfig group) {}

    /**
     * Sends one Router Advertisement for the virtual router (RFC 9568 6.4.3, rule M6): from its link-local virtual address
     * to ff02::1 with hop limit 255, with the source link-layer address that Neighbor Advertisements of the group carry,
     * without prefixes. Called only for groups with {@code options().routerAdvertisements()}: at becoming master after
     * {@link #announce}, every 16 s, and with lifetime 0 before {@link #release}.
     *
     * @param lifetimeS router lifetime in seconds; 0 = no default router any more
     */
    default void advertiseRouter(VrrpGroupConfig group, int lifetimeS) {}

    /** Takes the group's addresses off its interface. Nothing happens for a group that claimed none. */
    void release(VrrpGroupConfig group);

    /** One bounded duty cycle. */
    int doWork(long nowNs);

    /** An owner that does nothing, for devices whose addresses somebody else handles. */
    static AddressOwner none() {
        return NoAddressOwner.INSTANCE;
    }
}
