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

    /** Takes the group's addresses off its interface. Nothing happens for a group that claimed none. */
    void release(VrrpGroupConfig group);

    /** One bounded duty cycle. */
    int doWork(long nowNs);

    /** An owner that does nothing, for devices whose addresses somebody else handles. */
    static AddressOwner none() {
        return NoAddressOwner.INSTANCE;
    }
}
