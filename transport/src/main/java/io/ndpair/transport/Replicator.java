package io.ndpair.transport;

import io.ndpair.store.NeighborStore;
import io.ndpair.transport.link.PeerLink;
import java.util.Objects;

/**
 * Keeps one profile's store and the peer's alike.
 *
 * <p>Runs on the thread that writes the store: {@link #doWork} belongs into that thread's duty cycle, after {@link PeerLink}'s own driver was
 * run and after mutations were made. What is marked "any thread" may be called from anywhere.
 *
 * <p>A promotion goes like this: {@link #applyArrived}, {@link NeighborStore#startEpoch()}, {@code role(MASTER)}. A demotion: {@code role(BACKUP)},
 * which also ends the store's epoch.
 */
public final class Replicator implements AutoCloseable {

    private final NeighborStore store;
    private final PeerLink link;

    /**
     * A replicator in the role INITIALIZE.
     *
     * @param config how
     * @param store the profile's store
     * @param link to the peer; closed with the replicator
     * @param context what it needs from outside
     */
    public Replicator(ReplicatorConfig config, NeighborStore store, PeerLink link, ReplicatorContext context) {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(context, "context");
        this.store = Objects.requireNonNull(store, "store");
        this.link = Objects.requireNonNull(link, "link");
    }

    /**
     * Duty cycle: bounded, never blocks on the peer.
     *
     * @param nowNs monotonic time
     * @return work done
     */
    public int doWork(long nowNs) {
        return link.doWork(nowNs);
    }

    /**
     * As a backup about to be promoted: applies what has arrived already.
     *
     * @param nowNs monotonic time
     * @return work done; call it until it is 0, or until the time that a promotion may take is up
     */
    public int applyArrived(long nowNs) {
        return link.doWork(nowNs);
    }

    /**
     * Takes a role. The session with the peer begins anew.
     *
     * @param role for MASTER the caller has started the store's epoch already
     * @param nowNs monotonic time
     */
    public void role(ReplicationRole role, long nowNs) {
        Objects.requireNonNull(role, "role");
    }

    /**
     * Asks for a batch backup by hand, from either side. Any thread.
     *
     * @return false when there is no stream between the two devices
     */
    public boolean requestBatchBackup() {
        return false;
    }

    /**
     * Whether this device may take over without losing what the peer has: it is master; or a backup that has the whole table (the end of the
     * batch backup was seen and found complete, or it resumed without one), is hardly behind and has as much room as the master; or
     * there is no peer to wait for. Any thread.
     *
     * @return whether it is ready
     */
    public boolean ready() {
        return false;
    }

    /**
     * As master: everything up to this sequence of the present epoch's history is in the peer's table, as the peer acked. Any thread.
     *
     * @return a sequence; 0 when nothing was acked in this epoch, and while the peer takes a batch backup
     */
    public long peerAppliedSequence() {
        return 0;
    }

    /**
     * As master: everything up to this sequence is also in the peer's journal, as the peer acked. Any thread.
     *
     * @return a sequence, never more than {@link #peerAppliedSequence()}
     */
    public long peerJournaledSequence() {
        return 0;
    }

    /**
     * Figures for displays and metrics. Any thread; allocates.
     *
     * @return a snapshot
     */
    public ReplicatorStatus status() {
        return new ReplicatorStatus(
                ReplicationState.DISCONNECTED,
                ReplicationRole.INITIALIZE,
                ReplicationRole.INITIALIZE,
                0,
                false,
                "no session yet",
                store.lastSequence(),
                0,
                0,
                0,
                0,
                BatchProgress.NONE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                java.util.Map.of(),
                java.util.List.of(),
                0,
                0,
                "");
    }

    /**
     * Tells the peer, as far as the link takes it now, that this device leaves.
     *
     * @param nowNs monotonic time
     */
    public void goodbye(long nowNs) {}

    /** Closes the link and lets go of the store, which stays open. */
    @Override
    public void close() {
        link.close();
    }
}
