package io.ndpair.node.linux;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Neighbors that the kernel is to probe. It is told to by setting an entry's state to PROBE: then it sends a unicast Neighbor Solicitation
 * at once, and up to two more, a second apart, to who does not answer (RFC 4861 10; ucast_solicit and retrans_time of the interface).
 * An answer makes the entry REACHABLE, silence FAILED, and both are notified. Configured entries, proxies and those of other programs
 * are not touched. An entry that the kernel does not have is made, so that it can be asked about. What was taken and not sent is counted by
 * link, because silence means nothing then. One thread.
 */
final class SinkProbes {
    /** RFC 4861 section 10: MAX_UNICAST_SOLICIT, and the kernel's default. */
    static final int SOLICITATIONS = 3;

    private static final int CAPACITY = 2 * NeighborRequests.MAX_REQUESTS;

    private final LinkBindings links;
    private final LinuxCounters counters;
    private final AtomicLongArray lost;
    private final long[] high = new long[CAPACITY];
    private final long[] low = new long[CAPACITY];
    private final long[] mac = new long[CAPACITY];
    private final int[] link = new int[CAPACITY];
    private final NeighborRequests.View[] views = new NeighborRequests.View[NeighborRequests.MAX_REQUESTS];
    private final long[] kernelsMac = new long[NeighborRequests.MAX_REQUESTS];
    private final int[] slots = new int[NeighborRequests.MAX_REQUESTS];
    private int first;
    private int size;

    SinkProbes(final LinkBindings links, final LinuxCounters counters) {
        this.links = links;
        this.counters = counters;
        lost = new AtomicLongArray(links.count());
    }

    /** Takes one; false = there is no room now. */
    boolean add(final long addressHigh, final long addressLow, final int linkNumber, final long knownMac) {
        if (size == CAPACITY) {
            return false;
        }
        final int slot = (first + size++) % CAPACITY;
        high[slot] = addressHigh;
        low[slot] = addressLow;
        mac[slot] = knownMac;
        link[slot] = linkNumber;
        return true;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        while (size > 0) {
            lose(link[first]);
            first = (first + 1) % CAPACITY;
            size--;
        }
    }

    /** Probes on a link that were taken and not sent. Any thread. */
    long lostOn(final int linkNumber) {
        return lost.getAcquire(linkNumber);
    }

    /** One is not sent. */
    void lose(final int linkNumber) {
        lost.setRelease(linkNumber, lost.getPlain(linkNumber) + 1);
    }

    /** Has up to 256 of them probed; answers how many it took. */
    int work(final NeighborRequests requests) {
        final int taken = Math.min(size, NeighborRequests.MAX_REQUESTS);
        requests.clear();
        for (int i = 0; i < taken; i++) {
            final int slot = (first + i) % CAPACITY;
            if (links.up(link[slot])) {
                requests.look(slot, links.index(link[slot]), high[slot], low[slot]);
            } else {
                lose(link[slot]);
            }
        }
        first = (first + taken) % CAPACITY;
        size -= taken;
        requests.execute();
        final int looked = requests.count();
        for (int i = 0; i < looked; i++) {
            slots[i] = requests.slot(i);
            views[i] = requests.view(i);
            kernelsMac[i] = requests.mac(i);
        }
        requests.clear();
        for (int i = 0; i < looked; i++) {
            probe(slots[i], views[i], kernelsMac[i], requests);
        }
        requests.execute();
        for (int i = 0; i < requests.count(); i++) {
            final int error = requests.error(i);
            if (error == 0) {
                counters.add(LinuxCounter.PROBED);
            } else {
                lose(link[requests.slot(i)]);
                if (error == NeighborRequests.LOST) {
                    counters.add(LinuxCounter.REQUESTS_LOST);
                } else {
                    counters.refusal(error);
                }
            }
        }
        return taken;
    }

    private void probe(
            final int slot, final NeighborRequests.View view, final long present, final NeighborRequests requests) {
        switch (view) {
            case UNKNOWN -> {
                lose(link[slot]);
                counters.add(LinuxCounter.REQUESTS_LOST);
            }
            case FIXED -> {
                lose(link[slot]);
                counters.add(LinuxCounter.PROBES_LEFT_OUT);
            }
            default ->
                requests.probe(
                        slot,
                        links.index(link[slot]),
                        high[slot],
                        low[slot],
                        present != 0 ? present : mac[slot],
                        view == NeighborRequests.View.OURS || view == NeighborRequests.View.OURS_FAILED);
        }
    }
}
