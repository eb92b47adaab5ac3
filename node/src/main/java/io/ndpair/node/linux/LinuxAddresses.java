package io.ndpair.node.linux;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.linux.LinuxInterface.InterfaceAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses that the configuration gives to interfaces of their own, kept there; and the clearing of virtual addresses that a killed
 * process has left.
 *
 * <p>An address that is missing is added (with duplicate address detection, as any address) and added again when the interface comes up
 * without it: the kernel drops IPv6 addresses when an interface is switched off. An address that is already there stays as it is. Only
 * what was added here, in this life or an earlier one (IFA_PROTO 111), is taken away when it is no longer configured.
 *
 * <p>One thread; the counters may be read by any.
 */
public final class LinuxAddresses implements AutoCloseable {
    private static final long RETRY_INTERVAL_NS = 500_000_000L;

    private final LinuxInterfaces interfaces;
    private final AddressRequests requests = new AddressRequests();
    private final LinuxCounters counters = new LinuxCounters();
    private final Map<LinuxLink, List<LinuxAddress>> configured = new HashMap<>();

    /** What this process has added, for kernels that keep no name on it. */
    private final Map<LinuxLink, Set<LinuxAddress>> added = new HashMap<>();

    private long generation;
    private boolean retry;
    private long lastTryNs;

    /**
     * Nothing is configured yet.
     *
     * @param interfaces of the same thread; closed by its owner.
     */
    public LinuxAddresses(final LinuxInterfaces interfaces) {
        this.interfaces = interfaces;
    }

    /**
     * From now on the interface has these addresses; those that were configured or added before and are not among them go.
     *
     * @return true when they are all there; false = later, in {@link #doWork}: the interface is missing, or the kernel refuses.
     */
    public boolean configure(final LinuxLink link, final List<LinuxAddress> addresses) {
        configured.put(link, List.copyOf(addresses));
        final boolean done = ensure(link, interfaces.find(link.name(), link.linuxName()));
        retry |= !done;
        return done;
    }

    /** Adds one address to an interface that may have others configured already. See {@link #configure}. */
    public boolean ensureAddress(final LinuxLink link, final LinuxAddress address) {
        final List<LinuxAddress> present = configured.getOrDefault(link, List.of());
        if (present.contains(address)) {
            return configure(link, present);
        }
        final List<LinuxAddress> more = new ArrayList<>(present);
        more.add(address);
        return configure(link, more);
    }

    /** Puts back what has vanished. */
    public int doWork(final long nowNs) {
        final int work = interfaces.doWork(nowNs);
        if (generation == interfaces.generation() && !(retry && nowNs - lastTryNs >= RETRY_INTERVAL_NS)) {
            return work;
        }
        generation = interfaces.generation();
        lastTryNs = nowNs;
        retry = false;
        for (final LinuxLink link : configured.keySet()) {
            retry |= !ensure(link, interfaces.find(link.name(), link.linuxName()));
        }
        return work + 1;
    }

    private boolean ensure(final LinuxLink link, final LinuxInterface found) {
        final List<LinuxAddress> wanted = configured.get(link);
        if (found == null) {
            return wanted.isEmpty();
        }
        final Set<LinuxAddress> mine = added.computeIfAbsent(link, key -> new HashSet<>());
        boolean done = true;
        for (final InterfaceAddress present : found.addresses()) {
            final LinuxAddress address = present.prefixLength() == 0
                    ? new LinuxAddress(present.high(), present.low(), 128)
                    : new LinuxAddress(present.high(), present.low(), present.prefixLength());
            final boolean ours = present.protocol() == NetlinkLayout.PROTOCOL_CONFIGURED || mine.contains(address);
            if (ours && !wanted.contains(address)) {
                done &= remove(found, address);
                mine.remove(address);
            }
        }
        for (final LinuxAddress address : wanted) {
            if (found.address(address.high(), address.low()) == null) {
                done &= add(found, address, mine);
            }
        }
        return done;
    }

    private boolean add(final LinuxInterface found, final LinuxAddress address, final Set<LinuxAddress> mine) {
        final int error = requests.add(
                found.index(),
                address.high(),
                address.low(),
                address.prefixLength(),
                0,
                NetlinkLayout.PROTOCOL_CONFIGURED,
                true);
        if (error == 0) {
            counters.add(LinuxCounter.ADDRESSES_ADDED);
            mine.add(address);
        } else if (error != Errno.EEXIST) {
            counters.refusal(error);
            return false;
        }
        return true;
    }

    private boolean remove(final LinuxInterface found, final LinuxAddress address) {
        final int error = requests.remove(found.index(), address.high(), address.low(), address.prefixLength());
        if (error == 0) {
            counters.add(LinuxCounter.ADDRESSES_REMOVED);
        } else if (error != Errno.EADDRNOTAVAIL) {
            counters.refusal(error);
            return false;
        }
        return true;
    }

    /**
     * Takes a group's virtual addresses off the interface where an earlier life of this process has left them. To be called before the
     * group's election starts, or two devices would answer for them. What somebody else has put there stays and is counted.
     *
     * @return how many were removed.
     */
    public int removeLeftovers(final LinuxLink link, final VrrpGroupConfig group) {
        final LinuxInterface found = interfaces.find(link.name(), link.linuxName());
        int removed = 0;
        if (found == null) {
            return removed;
        }
        for (final VirtualAddress address : group.addresses()) {
            final InterfaceAddress present = found.address(address.high(), address.low());
            if (present == null) {
                continue;
            }
            if (interfaces.foreign(present)) {
                counters.add(LinuxCounter.ADDRESSES_FOREIGN);
                continue;
            }
            final int error = requests.remove(found.index(), present.high(), present.low(), present.prefixLength());
            if (error == 0) {
                removed++;
                counters.add(LinuxCounter.LEFTOVERS_REMOVED);
            } else if (error != Errno.EADDRNOTAVAIL) {
                counters.refusal(error);
            }
        }
        return removed;
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    /** Lets the socket go; the addresses stay, so that a restarted process finds its sessions alive. */
    @Override
    public void close() {
        requests.close();
    }
}
