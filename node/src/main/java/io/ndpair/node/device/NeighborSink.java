package io.ndpair.node.device;

/**
 * Where the peer's neighbors go on the device that is backup, so that it can forward the very next packet: the kernel's neighbor
 * table on Linux, or the forwarding plane of the software that embeds us.
 *
 * <p>One thread runs all methods. The methods that take entries only note what is wanted, newest last; {@link #doWork} carries it
 * out, paced. Addresses and MACs are in numeric form; {@code link} is the configured name of the interface. A sink touches only
 * what it has installed itself, in this or an earlier life of the process.
 */
public interface NeighborSink extends AutoCloseable {
    /**
     * Wants this entry installed, or changed to this. On an interface that is down or not there it waits until it comes up.
     *
     * @param state a constant of {@code io.ndpair.store.table.NeighborState}.
     * @param flags bits of {@code io.ndpair.store.table.EntryFlags}.
     * @return false when there is no room now and the caller has to offer it again.
     */
    boolean install(long addressHigh, long addressLow, String link, long mac, int state, int flags);

    /**
     * Wants this entry gone. Unknown ones are no error.
     *
     * @return false when there is no room now and the caller has to offer it again.
     */
    boolean remove(long addressHigh, long addressLow, String link);

    /**
     * Begins a full comparison: until {@link #endReconcile()} the caller installs everything that is wanted. Used at start-up,
     * after a batch backup and on becoming backup.
     */
    void beginReconcile();

    /** What was not installed since {@link #beginReconcile()} is not wanted: it is taken away, leftovers of a killed process too. */
    void endReconcile();

    /**
     * This device has become master: what is installed stays usable and passes, paced, into the care of the local neighbor
     * discovery, as STALE; what waits for its interface does so when it comes up. {@link #beginReconcile} ends this: the device is
     * backup again.
     */
    void handOver();

    /**
     * How many Neighbor Solicitations one {@link #probe} of a neighbor on this link may lead to; 0 when it would lead to none now, because
     * the interface is down or this sink cannot ask. Any thread.
     */
    default int solicitationsPerProbe(String link) {
        return 0;
    }

    /**
     * Has a neighbor asked whether it is still there, as master: by unicast, at the MAC that the machine knows. Its answer comes by
     * the {@link NeighborSource}, as does its silence.
     *
     * @param mac where it was last seen, for a machine that does not know it.
     * @return false when there is no room now and the caller has to offer it again.
     */
    default boolean probe(long addressHigh, long addressLow, String link, long mac) {
        return false;
    }

    /**
     * How many probes on a link were taken and then not sent, by whatever cause: their neighbors were not asked, so their silence means
     * nothing. Any thread.
     */
    default long probesLost(String link) {
        return 0;
    }

    /** True when nothing waits to be done; entries that wait for their interface to come up do not count. */
    boolean settled();

    /**
     * One bounded duty cycle that does not wait for the network.
     *
     * @return how much was done; 0 = nothing.
     */
    int doWork(long nowNs);

    /** Stops working. What is installed stays, so that a restarted process loses no packet; it recognises its own. */
    @Override
    void close();
}
