package io.ndpair.node.linux;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
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
 * <p>A group with a virtual MAC gets a macvlan with that MAC for as long as it is master, and its addresses go there: what the kernel
 * answers to solicitations bears the virtual MAC, and frames to it are taken. The link-local address comes with the route of its prefix
 * then, by which the kernel answers over the macvlan.
 *
 * <p>The announcement is the unsolicited Neighbor Advertisement of RFC 9568 6.4.2 with the MAC that answers will have. What the kernel refuses is
 * tried again, and what vanishes while it is claimed is put back, in the duty cycle; what comes late is announced then.
 *
 * <p>One thread, that of the elector; only the constructor and {@link #patientWork} run on another. The counters may be read by any.
 */
public final class LinuxAddressOwner implements AddressOwner, AutoCloseable {
    private static final long RETRY_INTERVAL_NS = 200_000_000L;
    private static final int HOST_PREFIX = 128;
    private static final int LINK_LOCAL_PREFIX = 64;

    private final LinuxInterfaces interfaces;
    private final LinuxLink link;
    private final LinuxCounters counters = new LinuxCounters();
    private final AddressRequests requests;
    private final LinkRequests linkRequests;
    private final LinkRequests patientRequests;
    private final LinuxCounters patientCounters = new LinuxCounters();
    private final PacketSocket announcer;
    private final FrameSocket frames;
    private final Map<String, VirtualLink> virtualLinks = new ConcurrentHashMap<>();
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
        /** Where it goes; null = on the interface itself. */
        final VirtualLink via;

        boolean wanted = true;
        boolean present;
        boolean foreign;
        boolean announceWhenPresent;

        Claim(final String group, final VirtualAddress address, final VirtualLink via) {
            this.group = group;
            this.address = address;
            this.via = via;
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
        final List<AutoCloseable> opened = new ArrayList<>();
        try {
            requests = opened(opened, new AddressRequests());
            linkRequests = opened(opened, new LinkRequests());
            patientRequests = opened(opened, new LinkRequests());
            announcer = opened(opened, PacketSocket.open(LinuxConstants.IPPROTO_ICMPV6));
            frames = opened(opened, FrameSocket.open());
        } catch (final LinuxException e) {
            CloseHelper.quietCloseAll(opened);
            throw e;
        }
        announcer.receiveNoIcmp();
        announcer.anySource();
    }

    private static <T extends AutoCloseable> T opened(final List<AutoCloseable> all, final T one) {
        all.add(one);
        return one;
    }

    @Override
    public void claim(final VrrpGroupConfig group) {
        claim(group, current());
    }

    /** On an interface as it is now; null = it is not there. */
    void claim(final VrrpGroupConfig group, final LinuxInterface found) {
        final VirtualLink via = group.options().virtualMac() ? virtualLink(group) : null;
        dropUnlisted(group, via, found);
        if (via != null && found != null) {
            raise(via, found);
        }
        for (final VirtualAddress address : group.addresses()) {
            Claim claim = find(group.name(), address, via);
            if (claim == null) {
                claim = new Claim(group.name(), address, via);
                claims.add(claim);
            }
            claim.wanted = true;
            put(claim, found);
        }
    }

    private VirtualLink virtualLink(final VrrpGroupConfig group) {
        return virtualLinks.computeIfAbsent(
                group.name(), key -> new VirtualLink(link.name(), group.vrid(), linkRequests, counters));
    }

    private void raise(final VirtualLink via, final LinuxInterface found) {
        final int error = via.raise(found);
        if (error != 0) {
            counters.refusal(error);
            retry = true;
        }
    }

    /** After a change of the configuration: addresses that the group no longer has. */
    private void dropUnlisted(final VrrpGroupConfig group, final VirtualLink via, final LinuxInterface found) {
        for (final Claim claim : claims) {
            if (claim.group.equals(group.name())
                    && !(claim.via == via && group.addresses().contains(claim.address))) {
                claim.wanted = false;
                take(claim, found);
            }
        }
        if (via == null) {
            lower(group.name());
        }
        claims.removeIf(claim -> !claim.wanted && !claim.present);
    }

    @Override
    public void announce(final VrrpGroupConfig group) {
        announce(group, current());
    }

    void announce(final VrrpGroupConfig group, final LinuxInterface found) {
        for (final VirtualAddress address : group.addresses()) {
            final Claim claim = wanted(group.name(), address);
            if (claim != null) {
                if (claim.present) {
                    advertise(claim, found);
                } else {
                    claim.announceWhenPresent = true;
                }
            }
        }
    }

    @Override
    public void release(final VrrpGroupConfig group) {
        release(group, current());
    }

    void release(final VrrpGroupConfig group, final LinuxInterface found) {
        for (final Claim claim : claims) {
            if (claim.group.equals(group.name())) {
                claim.wanted = false;
                take(claim, found);
            }
        }
        lower(group.name());
        claims.removeIf(claim -> !claim.wanted && !claim.present);
    }

    /** What is on it goes with it. */
    private void lower(final String group) {
        final VirtualLink via = virtualLinks.get(group);
        if (via != null) {
            via.lower();
            claims.forEach(claim -> claim.present &= claim.via != via);
        }
    }

    /**
     * Does what waits for the kernel: removes macvlans of groups that have yielded. On a thread that may wait, always the same.
     *
     * @return how many were.
     */
    public int patientWork() {
        int removed = 0;
        for (final VirtualLink via : virtualLinks.values()) {
            removed += via.remove(patientRequests, patientCounters) ? 1 : 0;
        }
        return removed;
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
            } else if (!isThere(claim, found)) {
                put(claim, found);
            }
        }
        claims.removeIf(claim -> !claim.wanted && !claim.present);
        return work + 1;
    }

    private LinuxInterface current() {
        return interfaces.find(link.name(), link.linuxName());
    }

    private boolean isThere(final Claim claim, final LinuxInterface found) {
        if (found == null) {
            return false;
        }
        LinuxInterface place = found;
        if (claim.via != null) {
            if (!claim.via.isIn(interfaces, found)) {
                raise(claim.via, found);
                return false;
            }
            place = interfaces.find(claim.via.name(), claim.via.name());
        }
        return place.address(claim.address.high(), claim.address.low()) != null;
    }

    private Claim find(final String group, final VirtualAddress address, final VirtualLink via) {
        for (int i = 0; i < claims.size(); i++) {
            final Claim claim = claims.get(i);
            if (claim.group.equals(group) && claim.address.equals(address) && claim.via == via) {
                return claim;
            }
        }
        return null;
    }

    private Claim wanted(final String group, final VirtualAddress address) {
        for (int i = 0; i < claims.size(); i++) {
            final Claim claim = claims.get(i);
            if (claim.group.equals(group) && claim.address.equals(address) && claim.wanted) {
                return claim;
            }
        }
        return null;
    }

    /** The kernel's number of the interface that a claim is for; 0 = not there. */
    private static int place(final Claim claim, final LinuxInterface found) {
        if (found == null) {
            return 0;
        }
        return claim.via == null ? found.index() : claim.via.index();
    }

    private void put(final Claim claim, final LinuxInterface found) {
        final VirtualAddress address = claim.address;
        final int index = place(claim, found);
        if (index == 0) {
            claim.present = false;
            retry = true;
            return;
        }
        final int error = requests.add(
                index,
                address.high(),
                address.low(),
                prefixLength(claim),
                flags(claim),
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
                claim.foreign = claim.via == null && interfaces.foreign(found.address(address.high(), address.low()));
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
        final int index = place(claim, found);
        if (claim.foreign || index == 0) {
            claim.present = false;
            return;
        }
        final VirtualAddress address = claim.address;
        final int error = requests.remove(index, address.high(), address.low(), prefixLength(claim));
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
        final long mac = claim.via == null ? found.mac() : claim.via.mac();
        NeighborAdvertisement.encode(advertisement, 0, address.high(), address.low(), mac);
        final boolean sent =
                toAllNodes(advertisement, NeighborAdvertisement.LENGTH_BYTES, address, claim.via, found.index());
        claim.announceWhenPresent = !sent;
    }

    /** From a virtual address; in a frame from the virtual MAC where the group has one. */
    private boolean toAllNodes(
            final UnsafeBuffer message,
            final int lengthBytes,
            final VirtualAddress from,
            final VirtualLink via,
            final int index) {
        final int sent = via == null
                ? announcer.send(
                        message,
                        0,
                        lengthBytes,
                        from.high(),
                        from.low(),
                        NeighborAdvertisement.ALL_NODES_HIGH,
                        NeighborAdvertisement.ALL_NODES_LOW,
                        index)
                : frames.send(
                        message,
                        0,
                        lengthBytes,
                        LinuxConstants.IPPROTO_ICMPV6,
                        via.mac(),
                        from.high(),
                        from.low(),
                        NeighborAdvertisement.ALL_NODES_HIGH,
                        NeighborAdvertisement.ALL_NODES_LOW,
                        index);
        if (sent < 0) {
            counters.add(LinuxCounter.SEND_FAILURES);
            counters.refusal(-sent);
        } else {
            counters.add(LinuxCounter.SENT);
        }
        return sent >= 0;
    }

    /** What is not sent is not sent again: the next one comes in its time. */
    @Override
    public void advertiseRouter(final VrrpGroupConfig group, final int lifetimeS) {
        final LinuxInterface found = current();
        final VirtualAddress linkLocal = group.addresses().get(0);
        final Claim claim = wanted(group.name(), linkLocal);
        if (claim == null || found == null || found.mac() == 0) {
            return;
        }
        final long mac = claim.via == null ? found.mac() : claim.via.mac();
        RouterAdvertisement.encode(advertisement, 0, linkLocal.high(), linkLocal.low(), mac, lifetimeS);
        toAllNodes(advertisement, RouterAdvertisement.LENGTH_BYTES, linkLocal, claim.via, found.index());
    }

    /** Link-local addresses get no route of their own prefix, unless they are on a macvlan; neither does one without a told prefix. */
    private static int prefixLength(final Claim claim) {
        if (claim.address.linkLocal()) {
            return claim.via == null ? HOST_PREFIX : LINK_LOCAL_PREFIX;
        }
        return claim.address.prefixLength() == 0 ? HOST_PREFIX : claim.address.prefixLength();
    }

    private static int flags(final Claim claim) {
        return claim.via != null && claim.address.linkLocal()
                ? NetlinkLayout.IFA_F_NODAD
                : NetlinkLayout.IFA_F_NODAD | NetlinkLayout.IFA_F_NOPREFIXROUTE;
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    /** Of {@link #patientWork}; any thread. */
    public LinuxCounters patientCounters() {
        return patientCounters;
    }

    /**
     * Removes the macvlans that wait for it and lets the sockets go; addresses that are claimed stay on the interface. On the elector's
     * thread, or after it and that of {@link #patientWork} have ended.
     */
    @Override
    public void close() {
        patientWork();
        CloseHelper.quietCloseAll(requests, linkRequests, patientRequests, announcer, frames);
    }
}
