package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.aging.ProbeHandler;

/**
 * The probes of aging, in the words of the embedder, or of the machine where the embedder does not ask itself. Belongs to the replication
 * thread.
 */
final class AgingProbes implements ProbeHandler {
    private static final long EMBEDDER = -1;

    private final NeighborStore store;
    private final LinkIds links;
    private final Neighbors neighbors;
    private final KernelSide kernel;

    AgingProbes(NeighborStore store, LinkIds links, Neighbors neighbors, KernelSide kernel) {
        this.store = store;
        this.links = links;
        this.neighbors = neighbors;
        this.kernel = kernel;
    }

    @Override
    public int probe(long addressHigh, long addressLow, int linkId, long mac, int attempt) {
        final int link = link(linkId);
        if (link < 0) {
            return 0;
        }
        final NeighborProber prober = neighbors.prober();
        if (prober == NeighborProber.NONE) {
            return kernel.probe(addressHigh, addressLow, link, mac);
        }
        return prober.probe(addressHigh, addressLow, link, mac, attempt) ? 1 : 0;
    }

    @Override
    public long mark(int linkId) {
        final int link = link(linkId);
        return neighbors.prober() != NeighborProber.NONE || link < 0 ? EMBEDDER : kernel.mark(link);
    }

    @Override
    public boolean isSent(int linkId, long mark) {
        final int link = link(linkId);
        return mark == EMBEDDER || (link >= 0 && kernel.isSent(link, mark));
    }

    private int link(int linkId) {
        return links.indexOf(store.linkName(linkId));
    }
}
