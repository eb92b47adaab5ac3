package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A VRRP6 group of an interface. A group comes into being with its first, link-local address.
 *
 * @param vrid 1 to 255
 * @param virtualAddresses the first one link-local, then up to 15 global ones, all different
 * @param priority 1 to 254; a group that owns an address of the interface runs with 255 whatever stands here
 * @param preempt whether a higher priority takes over from a healthy master
 * @param preemptDelayS how long it waits before, 0 to 10800 seconds
 * @param advertIntervalCs interval of the master's advertisements in centiseconds, 1 to 4095
 * @param holdingMultiplier intervals without an advertisement until the master counts as gone, 3 to 10
 */
public record VrrpConfig(
        int vrid,
        List<Ipv6Address> virtualAddresses,
        int priority,
        boolean preempt,
        int preemptDelayS,
        int advertIntervalCs,
        int holdingMultiplier) {
    /** Largest VRID. */
    public static final int MAX_VRID = 255;
    /** Priority when none is configured. */
    public static final int DEFAULT_PRIORITY = 100;
    /** Largest priority that can be configured. */
    public static final int MAX_PRIORITY = 254;
    /** Longest preemption delay in seconds. */
    public static final int MAX_PREEMPT_DELAY_S = 10_800;
    /** Advertisement interval when none is configured, 1 second. */
    public static final int DEFAULT_ADVERT_INTERVAL_CS = 100;
    /** Shortest interval that {@code timer advertise} takes; {@code timer advertise millisecond} goes below it. */
    public static final int MIN_ADVERT_COMMAND_CS = 100;
    /** Longest advertisement interval, the 12 bits of the packet. */
    public static final int MAX_ADVERT_INTERVAL_CS = 4_095;
    /** Holding multiplier when none is configured. */
    public static final int DEFAULT_HOLDING_MULTIPLIER = 3;
    /** Largest holding multiplier. */
    public static final int MAX_HOLDING_MULTIPLIER = 10;
    /** Most virtual addresses of a group. */
    public static final int MAX_ADDRESSES = 16;

    /** Checks every range and that the first address, and no other, is link-local. */
    public VrrpConfig {
        Ranges.check("VRID", vrid, 1, MAX_VRID);
        virtualAddresses = List.copyOf(virtualAddresses);
        checkAddresses(vrid, virtualAddresses);
        Ranges.check("priority", priority, 1, MAX_PRIORITY);
        Ranges.check("preemption delay", preemptDelayS, 0, MAX_PREEMPT_DELAY_S);
        Ranges.check("advertisement interval", advertIntervalCs, 1, MAX_ADVERT_INTERVAL_CS);
        Ranges.check("holding multiplier", holdingMultiplier, DEFAULT_HOLDING_MULTIPLIER, MAX_HOLDING_MULTIPLIER);
    }

    /** A group with its link-local address and the defaults. */
    public static VrrpConfig of(int vrid, Ipv6Address linkLocal) {
        return new VrrpConfig(
                vrid,
                List.of(linkLocal),
                DEFAULT_PRIORITY,
                true,
                0,
                DEFAULT_ADVERT_INTERVAL_CS,
                DEFAULT_HOLDING_MULTIPLIER);
    }

    /** The link-local address of the group. */
    public Ipv6Address linkLocal() {
        return virtualAddresses.get(0);
    }

    /** With one more address at the end; the same when it is there. */
    public VrrpConfig withAddress(Ipv6Address address) {
        if (virtualAddresses.contains(address)) {
            return this;
        }
        final List<Ipv6Address> addresses = new ArrayList<>(virtualAddresses);
        addresses.add(address);
        return withAddresses(addresses);
    }

    /** With these addresses. */
    public VrrpConfig withAddresses(List<Ipv6Address> addresses) {
        return new VrrpConfig(vrid, addresses, priority, preempt, preemptDelayS, advertIntervalCs, holdingMultiplier);
    }

    /** With this priority. */
    public VrrpConfig withPriority(int value) {
        return new VrrpConfig(
                vrid, virtualAddresses, value, preempt, preemptDelayS, advertIntervalCs, holdingMultiplier);
    }

    /** With preemption on or off. */
    public VrrpConfig withPreempt(boolean value) {
        return new VrrpConfig(
                vrid, virtualAddresses, priority, value, preemptDelayS, advertIntervalCs, holdingMultiplier);
    }

    /** With this preemption delay. */
    public VrrpConfig withPreemptDelayS(int value) {
        return new VrrpConfig(vrid, virtualAddresses, priority, preempt, value, advertIntervalCs, holdingMultiplier);
    }

    /** With this advertisement interval. */
    public VrrpConfig withAdvertIntervalCs(int value) {
        return new VrrpConfig(vrid, virtualAddresses, priority, preempt, preemptDelayS, value, holdingMultiplier);
    }

    /** With this holding multiplier. */
    public VrrpConfig withHoldingMultiplier(int value) {
        return new VrrpConfig(vrid, virtualAddresses, priority, preempt, preemptDelayS, advertIntervalCs, value);
    }

    private static void checkAddresses(int vrid, List<Ipv6Address> addresses) {
        final String group = "VRRP6 group " + vrid;
        if (addresses.isEmpty() || !addresses.get(0).isLinkLocal()) {
            throw new ConfigException("the first virtual address of " + group + " must be link-local: vrrp6 vrid "
                    + vrid + " virtual-ip fe80::X link-local");
        }
        if (addresses.size() > MAX_ADDRESSES) {
            throw new ConfigException(group + " would have more than " + MAX_ADDRESSES
                    + " virtual addresses, the link-local one included");
        }
        for (int i = 1; i < addresses.size(); i++) {
            final Ipv6Address address = addresses.get(i);
            if (address.isLinkLocal()) {
                throw new ConfigException(
                        group + " has the link-local address " + addresses.get(0) + " already; a group has only one");
            }
            if (address.isUnspecified() || address.isMulticast() || address.isLoopback()) {
                throw new ConfigException("address " + address + " cannot be a virtual address");
            }
            if (addresses.indexOf(address) != i) {
                throw new ConfigException(group + " has the address " + address + " twice");
            }
        }
    }
}
