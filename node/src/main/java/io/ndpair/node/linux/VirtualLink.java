package io.ndpair.node.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The macvlan with the virtual MAC of one group: made when the group becomes master, removed when it yields. While it is there the
 * kernel takes frames to the virtual MAC, and answers solicitations for the addresses on it with that MAC.
 *
 * <p>{@link #raise} belongs to the elector's thread and takes well below a millisecond. {@link #lower} only says that it is to go:
 * switching off makes the kernel wait for 10 to 20 ms, which {@link #remove} does on another thread. Until then frames to the virtual MAC
 * may still be forwarded, but nothing answers for the virtual addresses, which the elector's thread has taken away.
 */
final class VirtualLink {
    private final String link;
    private final int vrid;
    private final LinkRequests requests;
    private final LinuxCounters counters;
    private int parentIndex;
    private int index;
    private volatile String name = "";
    private volatile boolean wanted;
    private volatile boolean isRemovalDue;

    /**
     * None yet.
     *
     * @param link the interface below, as configured.
     * @param requests of the elector's thread.
     */
    VirtualLink(final String link, final int vrid, final LinkRequests requests, final LinuxCounters counters) {
        this.link = link;
        this.vrid = vrid;
        this.requests = requests;
        this.counters = counters;
    }

    long mac() {
        return VirtualMac.of(vrid);
    }

    /** Its kernel name, or nothing before it was made. */
    String name() {
        return name;
    }

    /** The kernel's number; 0 = it is not there. */
    int index() {
        return index;
    }

    /**
     * Makes it, if it is not there, and switches it on.
     *
     * @param parent the interface below.
     * @return 0, or the errno: EEXIST when somebody else has taken its name.
     */
    int raise(final LinuxInterface parent) {
        wanted = true;
        parentIndex = parent.index();
        name = VirtualMac.nameOf(parentIndex, vrid);
        final int created = requests.createMacvlan(parentIndex, name, mac());
        if (created != 0 && created != Errno.EEXIST) {
            index = 0;
            return created;
        }
        final LinkMessage found = requests.find(name);
        if (found == null || !VirtualMac.isOurs(found.name(), found.alias(), found.mac()) || found.mac() != mac()) {
            index = 0;
            return Errno.EEXIST;
        }
        index = found.index();
        if (created == 0) {
            counters.add(LinuxCounter.MACVLANS_MADE);
        }
        final int described = requests.describe(index, VirtualMac.aliasOf(link, vrid));
        final int switched = described != 0 ? described : requests.switchTo(index, true);
        if (switched == 0) {
            actAsRouter();
        }
        return switched;
    }

    /**
     * Without it the kernel would answer solicitations without the Router flag, wherever forwarding is switched on for single interfaces,
     * and hosts would throw their default router away.
     */
    private void actAsRouter() {
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf", name, "forwarding"), "1");
        } catch (final IOException e) {
            counters.refusal(Errno.EACCES);
        }
    }

    /** Whether it still is where it was made, by what the kernel has told. */
    boolean isIn(final LinuxInterfaces interfaces, final LinuxInterface parent) {
        return index != 0
                && parent.index() == parentIndex
                && interfaces.find(name, name) != null
                && interfaces.find(name, name).index() == index;
    }

    /** It is to go; see {@link #remove}. */
    void lower() {
        if (wanted) {
            wanted = false;
            index = 0;
            isRemovalDue = true;
        }
    }

    /**
     * Removes it, if it still is to go. Not on the elector's thread. Should it be raised in the same moment, it is taken away under the
     * elector, who sees that and makes it again.
     *
     * @param patient of the calling thread.
     * @param patientCounters of the calling thread.
     * @return whether it was.
     */
    boolean remove(final LinkRequests patient, final LinuxCounters patientCounters) {
        if (!isRemovalDue) {
            return false;
        }
        isRemovalDue = false;
        final LinkMessage found = patient.find(name);
        if (wanted || found == null || !VirtualMac.isOurs(found.name(), found.alias(), found.mac())) {
            return false;
        }
        final int error = patient.delete(found.index());
        if (error == 0) {
            patientCounters.add(LinuxCounter.MACVLANS_REMOVED);
        } else if (error != Errno.ENODEV) {
            patientCounters.refusal(error);
            isRemovalDue = true;
        }
        return true;
    }
}
