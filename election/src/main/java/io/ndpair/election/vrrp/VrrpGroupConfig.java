package io.ndpair.election.vrrp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Configuration of one VRRP6 group, checked.
 *
 * @param name              name of the group in events and displays, unique on the device
 * @param interfaceName     interface that the group runs on
 * @param vrid              virtual router id, 1..255, unique on the interface
 * @param priority          1..254; 255 for the router that owns the addresses, and for it alone
 * @param advertIntervalCs  advertisement interval in centiseconds, 1..4095
 * @param holdingMultiplier intervals of silence, besides the skew, before a backup takes over, 3..10
 * @param preempt           whether a master of lower priority is preempted
 * @param preemptDelayS     seconds for which a master of lower priority is still accepted, 0..10800; never delays the
 *                          takeover from a master that fell silent or resigned
 * @param addresses         virtual addresses, the first link-local (RFC 9568 5.2.9), at most 16, in the same order on
 *                          both devices
 * @param options           what is beyond the RFC's parameters
 */
public record VrrpGroupConfig(
        String name,
        String interfaceName,
        int vrid,
        int priority,
        int advertIntervalCs,
        int holdingMultiplier,
        boolean preempt,
        int preemptDelayS,
        List<VirtualAddress> addresses,
        VrrpGroupOptions options) {
    /** Priority of the router that owns the addresses. */
    public static final int OWNER_PRIORITY = 255;

    /** Most addresses of a group: one link-local and 15 others. */
    public static final int MAX_ADDRESSES = 16;

    public VrrpGroupConfig {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a group needs a name");
        }
        if (interfaceName.isEmpty()) {
            throw new IllegalArgumentException("group " + name + " needs an interface");
        }
        check(name, "vrid", vrid, 1, 255);
        check(name, "priority", priority, 1, OWNER_PRIORITY);
        check(name, "advertIntervalCs", advertIntervalCs, 1, 4095);
        check(name, "holdingMultiplier", holdingMultiplier, 3, 10);
        check(name, "preemptDelayS", preemptDelayS, 0, 10_800);
        addresses = List.copyOf(addresses);
        check(name, "number of addresses", addresses.size(), 1, MAX_ADDRESSES);
        if (!addresses.get(0).linkLocal()) {
            throw new IllegalArgumentException(
                    "group " + name + ": the first address must be link-local, but is " + addresses.get(0));
        }
        final Set<List<Long>> seen = new HashSet<>();
        for (final VirtualAddress address : addresses) {
            if (!seen.add(List.of(address.high(), address.low()))) {
                throw new IllegalArgumentException("group " + name + ": address " + address + " stands twice");
            }
        }
    }

    /** With the default options. */
    public VrrpGroupConfig(
            String name,
            String interfaceName,
            int vrid,
            int priority,
            int advertIntervalCs,
            int holdingMultiplier,
            boolean preempt,
            int preemptDelayS,
            List<VirtualAddress> addresses) {
        this(
                name,
                interfaceName,
                vrid,
                priority,
                advertIntervalCs,
                holdingMultiplier,
                preempt,
                preemptDelayS,
                addresses,
                VrrpGroupOptions.DEFAULT);
    }

    /** With other options. */
    public VrrpGroupConfig withOptions(VrrpGroupOptions value) {
        return new VrrpGroupConfig(
                name,
                interfaceName,
                vrid,
                priority,
                advertIntervalCs,
                holdingMultiplier,
                preempt,
                preemptDelayS,
                addresses,
                value);
    }

    /** Whether this router owns the addresses, so that it is master whenever it is up. */
    public boolean owner() {
        return priority == OWNER_PRIORITY;
    }

    /**
     * Whether priority 255 from this source is an owner's (rules O1, O3). Unless any may be one, it is who sends from the first address; an owner
     * itself hears nobody else either, or a stranger would depose it by nothing but a greater address. RFC 9568 has an owner discard all
     * advertisements; its erratum 8298 has two owners told and elected by address instead, so that not both stay master. Here that holds for those who
     * are believed, and who owns the first address, whom all others of the group believe, wins.
     */
    boolean believesOwner(long sourceHigh, long sourceLow) {
        return options.anyOwner() || firstAddressIs(sourceHigh, sourceLow);
    }

    boolean firstAddressIs(long high, long low) {
        return addresses.get(0).high() == high && addresses.get(0).low() == low;
    }

    /** Whether another configuration is of the same group on the same interface and VRID, electing in the same way. */
    public boolean sameRouter(VrrpGroupConfig other) {
        return name.equals(other.name)
                && interfaceName.equals(other.interfaceName)
                && vrid == other.vrid
                && options.adminGroup().equals(other.options.adminGroup());
    }

    private static void check(String group, String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "group " + group + ": " + field + " is " + value + ", expected " + min + ".." + max);
        }
    }
}
