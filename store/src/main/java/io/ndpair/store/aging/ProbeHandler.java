package io.ndpair.store.aging;

/**
 * Asks a neighbor whether it is still there, by a unicast Neighbor Solicitation (RFC 4861 section 7.3.3) or whatever the
 * embedder's forwarding plane does. Called on the writer's thread: must not block. An answer comes back as an ordinary upsert
 * with a newer time of confirmation; no answer needs no call.
 */
@FunctionalInterface
public interface ProbeHandler {
    /** For those who cannot ask: neighbors stay stale, and none is removed for being silent. */
    ProbeHandler NONE = (addressHigh, addressLow, linkId, mac, attempt) -> 0;

    /**
     * Sends one probe.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @param mac where it was last seen
     * @param attempt 1 for the first
     * @return how many solicitations that may lead to, which is what the rate counts: 1, or more where the system repeats them
     *     itself; 0 if nothing was sent (the interface is down, there is no room): then it does not count as an attempt, and the
     *     neighbor's turn comes again later
     */
    int probe(long addressHigh, long addressLow, int linkId, long mac, int attempt);

    /**
     * Told to {@link #isSent} when the time to answer the probe that was just taken is over. Nobody is removed for a probe that was
     * taken and then lost on its way out.
     *
     * @param linkId its link
     * @return anything; 0 for those who send at once
     */
    default long mark(int linkId) {
        return 0;
    }

    /**
     * Whether what was taken has left this device since. Where in doubt false: the attempt is made again and counts for nothing.
     *
     * @param linkId link of the neighbor
     * @param mark what {@link #mark} answered
     * @return false if it still waits, or may be among those that were lost
     */
    default boolean isSent(int linkId, long mark) {
        return true;
    }
}
