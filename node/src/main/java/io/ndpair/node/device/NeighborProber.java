package io.ndpair.node.device;

/**
 * Asks a neighbor whether it is still there, for aging: a unicast Neighbor Solicitation by the embedder's forwarding plane. Called on
 * the device's replication thread, as master alone and at the limited rate of {@link io.ndpair.store.aging.AgingConfig}; must not block.
 * An answer is told by {@link Neighbors#confirm} or {@link Neighbors#learn}.
 */
@FunctionalInterface
public interface NeighborProber {
    /**
     * For those who cannot ask. The machine's own neighbor discovery is asked to, where the platform has one; otherwise neighbors stay
     * stale, and none is removed for being silent.
     */
    NeighborProber NONE = (addressHigh, addressLow, link, mac, attempt) -> false;

    /**
     * Sends one probe.
     *
     * @param link number of the link, see {@link Neighbors#link}.
     * @param mac where the neighbor was last seen.
     * @param attempt 1 for the first.
     * @return false if nothing was sent (the interface is down): it does not count, and the neighbor's turn comes again.
     */
    boolean probe(long addressHigh, long addressLow, int link, long mac, int attempt);
}
