package io.ndpair.node.linux;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts the virtual addresses of the groups on one interface into the kernel while this device is their master, and announces them.
 *
 * <p>A virtual address is added without duplicate address detection (rule N10), so that it answers at once; without a route for its
 * prefix, link-local ones with 128 bits; and deprecated, so that the router never chooses it as the source of connections of its own,
 * which would die with the mastership. With the address the kernel joins the solicited-node group (N6) and answers solicitations. It bears
 * our protocol number (110), by which leftovers of a killed process are recognised. An address that somebody else has put on the
 * interface is left alone, when claiming and when releasing.
 *
 * <p>The announcement is the unsolicited Neighbor Advertisement of RFC 9568 6.4.2 with the interface's MAC. What the kernel refuses is
 * tried again, and what vanishes while it is claimed is put back, in the duty cycle; what comes late is announced then.
 *
 * <p>One thread, that of the elector; only the constructor may run on another. The counters may be read by any.
 */
public final class LinuxAddressOwner implements AddressOwner, AutoCloseable {
    private static final long RETRY_INTERVAL_NS = 200_000_000L;
    private static final int FLAGS = NetlinkLayout.IFA_F_NODAD | NetlinkLayout.IFA_F_NOPREFIXROUTE;

    private final LinuxInterfaces interfaces;
    private final LinuxLink link;
    private final LinuxCounters counters = new LinuxCounters();
    private final AddressRequests requests;
    private final PacketSocket announcer;
    private final UnsafeBuffer advertisement =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(NeighborAdvertisement.LENGTH_BYTES, 8));
    private final List<Claim> claims = new ArrayList<>();
    private long generation;
    private boolean retry;
    private long lastTryNs;

    /** One address that is wanted, or is to be taken away. */
    private static final class Claim {
        final String group;
        final VirtualAddress address;
        boolean wanted = true;
        boolean present;
        boolean foreign;
        boolean announceWhenPresent;

        Claim(final String group, final VirtualAddress address) {
            this.group = group;
            this.address = address;
        }
    }

    /**
     * An owner that has claimed nothing.
     *
     * @param interfaces shared with whatever else works on the elector's thread; closed by its owner.
     * @param link the interface of all groups that are given to this owner.
     * @throws LinuxException when raw sockets are not allowed here.
     */
    public LinuxAddressOwner(final LinuxInterfaces interfaces, final LinuxLink link) {
        this.interfaces = interfaces;
        this.link = link;
        requests = new AddressRequests();
        try {
            announcer = PacketSocket.open(LinuxConstants.IPPROTO_ICMPV6);
        } catch (final LinuxException e) {
            requests.close();
            throw e;
        }
        announcer.receiveNoIcmp();
        announcer.anySource();
    }

    @Override
    public void claim(final VrrpGroupConfig group) {
        dropUnlisted(group);
        for (final VirtualAddress address : group.addresses()) {
            Claim claim = find(group.name(), address);
            if (claim == null) {
                claim = new Claim(group.name(), address);
                claims.add(claim);
            }
            claim.wanted = true;
            put(claim, current());
        }
    }

    /** After a change of the configuration: addresses that the group no longer has. */
    private void dropUnlisted(final VrrpGroupConfig group) {
        for (final Claim claim : claims) {
            if (claim.group.equals(group.name()) && !group.addresses().contains(claim.address)) {
                claim.wanted = false;
                take(claim, current());
            }
        }
        claims.removeIf(claim -> !claim.wanted && !claim.present);
    }

    @Override
    public void announce(final VrrpGroupConfig group) {
        for (final VirtualAddress address : group.addresses()) {
            final Claim claim = find(group.name(), address);
            if (claim != null && claim.wanted) {
                if (claim.present) {
                    advertise(claim, current());
                } else {
                    claim.announceWhenPresent = true;
                }
            }
        }
    }

    @Override
    public void release(final VrrpGroupConfig group) {
        final LinuxInterface found = current();
        for (final Claim claim : claims) {
            if (claim.group.equals(group.name())) {
                claim.wanted = false;
                take(claim, found);
            }
        }
        claims.removeIf(claim -> !claim.wanted && !claim.present);
    }

    @Override
    public int doWork(final long nowNs) {
        final int work = interfaces.doWork(nowNs);
        if (claims.isEmpty()
                || (generation == interfaces.generation() && !(retry && nowNs - lastTryNs >= RETRY_INTERVAL_NS))) {
            return work;
        }
        generation = interfaces.generation();
        lastTryNs = nowNs;
        retry = false;
        final LinuxInterface found = current();
        for (int i = 0; i < claims.size(); i++) {
            final Claim claim = claims.get(i);
            if (!claim.wanted) {
                take(claim, found);
            } else if (found == null || found.address(claim.address.high(), claim.address.low()) == null) {
                put(claim, found);
            }
        }
        claims.removeIf(claim -> !claim.wanted && !claim.present);
        return work + 1;
    }

    private LinuxInterface current() {
        return interfaces.find(link.name(), link.linuxName());
    }

    private Claim find(final String group, final VirtualAddress address) {
        for (int i = 0; i < claims.size(); i++) {
            if (claims.get(i).group.equals(group) && claims.get(i).address.equals(address)) {
                return claims.get(i);
            }
        }
        return null;
    }

    private void put(final Claim claim, final LinuxInterface found) {
        final VirtualAddress address = claim.address;
        if (found == null) {
            claim.present = false;
            retry = true;
            return;
        }
        final int error = requests.add(
                found.index(),
                address.high(),
                address.low(),
                prefixLength(address),
                FLAGS,
                NetlinkLayout.PROTOCOL_NDPAIR,
                false);
        final boolean wasPresent = claim.present;
        switch (error) {
            case 0 -> {
                counters.add(LinuxCounter.ADDRESSES_ADDED);
                claim.present = true;
                claim.foreign = false;
                claim.announceWhenPresent |= wasPresent;
            }
            case Errno.EEXIST -> {
                claim.present = true;
                claim.foreign = interfaces.foreign(found.address(address.high(), address.low()));
                if (claim.foreign) {
                    counters.add(LinuxCounter.ADDRESSES_FOREIGN);
                }
            }
            default -> {
                counters.refusal(error);
                claim.present = false;
                retry = true;
            }
        }
        if (claim.present && claim.announceWhenPresent) {
            advertise(claim, found);
        }
    }

    private void take(final Claim claim, final LinuxInterface found) {
        claim.announceWhenPresent = false;
        if (!claim.present) {
            return;
        }
        if (claim.foreign || found == null) {
            claim.present = false;
            return;
        }
        final VirtualAddress address = claim.address;
        final int error = requests.remove(found.index(), address.high(), address.low(), prefixLength(address));
        switch (error) {
            case 0 -> {
                counters.add(LinuxCounter.ADDRESSES_REMOVED);
                claim.present = false;
            }
            case Errno.EADDRNOTAVAIL, Errno.ENODEV, Errno.ENXIO -> claim.present = false;
            default -> {
                counters.refusal(error);
                retry = true;
            }
        }
    }

    private void advertise(final Claim claim, final LinuxInterface found) {
        if (found == null || found.mac() == 0) {
            claim.announceWhenPresent = true;
            return;
        }
        final VirtualAddress address = claim.address;
        NeighborAdvertisement.encode(advertisement, 0, address.high(), address.low(), found.mac());
        final int sent = announcer.send(
                advertisement,
                0,
                NeighborAdvertisement.LENGTH_BYTES,
                address.high(),
                address.low(),
                NeighborAdvertisement.ALL_NODES_HIGH,
                NeighborAdvertisement.ALL_NODES_LOW,
                found.index());
        claim.announceWhenPresent = sent < 0;
        if (sent < 0) {
            counters.add(LinuxCounter.SEND_FAILURES);
            counters.refusal(-sent);
        } else {
            counters.add(LinuxCounter.SENT);
        }
    }

    /** Link-local addresses get no route of their own prefix; neither does an address whose prefix nobody has told. */
    static int prefixLength(final VirtualAddress address) {
        return address.linkLocal() || address.prefixLength() == 0 ? 128 : address.prefixLength();
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    /** Lets the sockets go; addresses that are claimed stay on the interface. On the elector's thread, or after it has ended. */
    @Override
    public void close() {
        requests.close();
        announcer.close();
    }
}
