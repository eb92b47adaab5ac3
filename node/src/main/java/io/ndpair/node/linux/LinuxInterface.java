package io.ndpair.node.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * One interface of the machine as {@link LinuxInterfaces} last heard of it. Belongs to the thread of that object. A deleted interface
 * that comes again is another object, with another index.
 */
public final class LinuxInterface {
    /** IFA_PROTO of the link-local address that the kernel makes when an interface comes up. */
    private static final int KERNEL_LINK_LOCAL = 3;

    private final int index;
    private final List<InterfaceAddress> addresses = new ArrayList<>();
    private String name = "";
    private String alias = "";
    private long mac;
    private boolean up;
    private long upSince;
    private boolean seen;

    /**
     * An IPv6 address of an interface.
     *
     * @param flags IFA_F_ bits of the kernel.
     * @param protocol who has put it there (IFA_PROTO), 0 = unknown.
     */
    record InterfaceAddress(long high, long low, int prefixLength, int flags, int protocol) {
        boolean tentative() {
            return (flags & NetlinkLayout.IFA_F_TENTATIVE) != 0;
        }

        boolean dadFailed() {
            return (flags & NetlinkLayout.IFA_F_DADFAILED) != 0;
        }

        boolean deprecated() {
            return (flags & NetlinkLayout.IFA_F_DEPRECATED) != 0;
        }

        boolean linkLocal() {
            return (high >>> 54) == 0x3FA;
        }

        /** A link-local address of the interface itself that may stand as the source of adverts. */
        boolean fitAsSource() {
            return linkLocal() && !tentative() && !dadFailed() && !deprecated() && !ours() && prefixLength < 128;
        }

        boolean is(final long otherHigh, final long otherLow) {
            return high == otherHigh && low == otherLow;
        }

        /** Put there because the configuration gives it to the interface. */
        boolean configured() {
            return protocol == NetlinkLayout.PROTOCOL_CONFIGURED;
        }

        /** Put there by this process or an earlier life of it. */
        boolean ours() {
            return protocol == NetlinkLayout.PROTOCOL_NDPAIR;
        }
    }

    LinuxInterface(final int index) {
        this.index = index;
    }

    /** Takes over what a message says; true = something that matters has changed. */
    boolean update(final LinkMessage link, final long eventNumber) {
        seen = true;
        final boolean changed =
                up != link.up() || mac != link.mac() || !name.equals(link.name()) || !alias.equals(link.alias());
        if (link.up() && !up) {
            upSince = eventNumber;
        }
        up = link.up();
        mac = link.mac();
        name = link.name();
        alias = link.alias();
        return changed;
    }

    /** What happened while events were lost is unknown: whoever counts on an uninterrupted link must look again. */
    void assumeFlapped(final long eventNumber) {
        upSince = eventNumber;
    }

    /** True = changed. */
    boolean putAddress(final InterfaceAddress address) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).is(address.high(), address.low())) {
                return !addresses.set(i, address).equals(address);
            }
        }
        return addresses.add(address);
    }

    boolean removeAddress(final long high, final long low) {
        return addresses.removeIf(address -> address.is(high, low));
    }

    void clearAddresses() {
        addresses.clear();
    }

    boolean seen() {
        return seen;
    }

    void seen(final boolean isSeen) {
        seen = isSeen;
    }

    /** The kernel's number of the interface. */
    public int index() {
        return index;
    }

    /** The kernel's name, like eth0. */
    public String name() {
        return name;
    }

    /** The alias (ip link set dev eth0 alias GigabitEthernet0/1/0), or nothing. */
    public String alias() {
        return alias;
    }

    /** MAC in numeric form, 0 when it has none. */
    public long mac() {
        return mac;
    }

    /** Administratively up, with carrier. */
    public boolean up() {
        return up;
    }

    /** A number that is another one after every time that the interface went down and up, or may have. */
    long upSince() {
        return upSince;
    }

    /** All IPv6 addresses, as a copy that stays as it is. */
    List<InterfaceAddress> addresses() {
        return List.copyOf(addresses);
    }

    /** The address as it stands on the interface, or null. */
    InterfaceAddress address(final long high, final long low) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).is(high, low)) {
                return addresses.get(i);
            }
        }
        return null;
    }

    /**
     * The interface's own link-local address, fit to be a source, or null: no virtual one (ours, or of 128 bits as other VRRP daemons
     * install them, or deprecated), neither tentative nor a duplicate. Of several the configured one is chosen, then the one that the kernel
     * made itself, then the smallest, so that the order in which they are listed does not matter.
     */
    InterfaceAddress linkLocalSource() {
        InterfaceAddress best = null;
        for (int i = 0; i < addresses.size(); i++) {
            final InterfaceAddress address = addresses.get(i);
            if (address.fitAsSource() && (best == null || preferred(address, best))) {
                best = address;
            }
        }
        return best;
    }

    private static boolean preferred(final InterfaceAddress one, final InterfaceAddress other) {
        if (one.configured() != other.configured()) {
            return one.configured();
        }
        final boolean byKernel = one.protocol() == KERNEL_LINK_LOCAL;
        if (byKernel != (other.protocol() == KERNEL_LINK_LOCAL)) {
            return byKernel;
        }
        final int high = Long.compareUnsigned(one.high(), other.high());
        return high != 0 ? high < 0 : Long.compareUnsigned(one.low(), other.low()) < 0;
    }

    @Override
    public String toString() {
        return name + "(" + index + ")" + (up ? " up" : " down");
    }
}
