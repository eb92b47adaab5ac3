package io.ndpair.node.device;

/**
 * Where neighbors come from on the device that is master: the kernel's neighbor table on Linux, or the software that embeds us.
 *
 * <p>One thread runs all methods. A source is quiet until it is started; the device starts it when it becomes master and stops it
 * when it is master no more, so that a backup re-emits nothing that it has from its peer.
 */
public interface NeighborSource extends AutoCloseable {
    /**
     * Begins to report: first everything that is there now, then every change. What was reported in an earlier run is reported
     * again; what has gone since is not (the device compares with its table when {@link #synced()} turns true).
     */
    void start(NeighborEvents events);

    /** Ends reporting; the events object is not called any more. Harmless when not started. */
    void stop();

    /** True when everything that was there at the start has been reported and taken. */
    boolean synced();

    /**
     * One bounded, non-blocking duty cycle.
     *
     * @return how much was done; 0 = nothing.
     */
    int doWork(long nowNs);

    @Override
    void close();
}
