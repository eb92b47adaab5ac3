package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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
 * @param virtualMac whether the master uses the MAC 00-00-5E-00-02-{VRID} instead of the interface's
 * @param acceptMode whether a master that does not own the addresses accepts packets to them
 * @param anyOwner whether priority 255 is believed from any router, not only from the one at the group's first address
 * @param tracking what changes the priority
 * @param admin whether other groups follow this one, or which one it follows
 */
public record VrrpConfig(
        int vrid,
        List<Ipv6Address> virtualAddresses,
        int priority,
        boolean preempt,
        int preemptDelayS,
        int advertIntervalCs,
        int holdingMultiplier,
        boolean virtualMac,
        boolean acceptMode,
        boolean anyOwner,
        VrrpTracking tracking,
        VrrpAdmin admin) {
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
                DEFAULT_HOLDING_MULTIPLIER,
                false,
                true,
                false,
                VrrpTracking.DEFAULT,
                VrrpAdmin.NONE);
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
    public VrrpConfig withAddresses(List<Ipv6Address> value) {
        return with(draft -> draft.virtualAddresses = value);
    }

    /** With this priority. */
    public VrrpConfig withPriority(int value) {
        return with(draft -> draft.priority = value);
    }

    /** With preemption on or off. */
    public VrrpConfig withPreempt(boolean value) {
        return with(draft -> draft.preempt = value);
    }

    /** With this preemption delay. */
    public VrrpConfig withPreemptDelayS(int value) {
        return with(draft -> draft.preemptDelayS = value);
    }

    /** With this advertisement interval. */
    public VrrpConfig withAdvertIntervalCs(int value) {
        return with(draft -> draft.advertIntervalCs = value);
    }

    /** With this holding multiplier. */
    public VrrpConfig withHoldingMultiplier(int value) {
        return with(draft -> draft.holdingMultiplier = value);
    }

    /** With the virtual MAC or the interface's. */
    public VrrpConfig withVirtualMac(boolean value) {
        return with(draft -> draft.virtualMac = value);
    }

    /** With packets to the virtual addresses accepted or not. */
    public VrrpConfig withAcceptMode(boolean value) {
        return with(draft -> draft.acceptMode = value);
    }

    /** With priority 255 believed from any router or not. */
    public VrrpConfig withAnyOwner(boolean value) {
        return with(draft -> draft.anyOwner = value);
    }

    /** With other tracking. */
    public VrrpConfig withTracking(VrrpTracking value) {
        return with(draft -> draft.tracking = value);
    }

    /** With another place between admin groups and members. */
    public VrrpConfig withAdmin(VrrpAdmin value) {
        return with(draft -> draft.admin = value);
    }

    /** A copy whose fields can still be changed, so that there is one place that names them all. */
    private static final class Draft {
        int vrid;
        List<Ipv6Address> virtualAddresses;
        int priority;
        boolean preempt;
        int preemptDelayS;
        int advertIntervalCs;
        int holdingMultiplier;
        boolean virtualMac;
        boolean acceptMode;
        boolean anyOwner;
        VrrpTracking tracking;
        VrrpAdmin admin;

        Draft(VrrpConfig of) {
            vrid = of.vrid;
            virtualAddresses = of.virtualAddresses;
            priority = of.priority;
            preempt = of.preempt;
            preemptDelayS = of.preemptDelayS;
            advertIntervalCs = of.advertIntervalCs;
            holdingMultiplier = of.holdingMultiplier;
            virtualMac = of.virtualMac;
            acceptMode = of.acceptMode;
            anyOwner = of.anyOwner;
            tracking = of.tracking;
            admin = of.admin;
        }
    }

    private VrrpConfig with(Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return new VrrpConfig(
                draft.vrid,
                draft.virtualAddresses,
                draft.priority,
                draft.preempt,
                draft.preemptDelayS,
                draft.advertIntervalCs,
                draft.holdingMultiplier,
                draft.virtualMac,
                draft.acceptMode,
                draft.anyOwner,
                draft.tracking,
                draft.admin);
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
