package io.ndpair.transport;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.table.RangeImage;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.session.FactSet;
import io.ndpair.transport.session.PeerSession;
import io.ndpair.transport.session.SessionConfig;
import io.ndpair.transport.session.SessionCounters;
import io.ndpair.transport.session.SessionRole;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps one profile's store and the peer's alike.
 *
 * <p>Runs on the thread that writes the store: {@link #doWork} belongs into that thread's duty cycle, after the link's driver was run and after
 * mutations were made. What is marked "any thread" may be called from anywhere. Nothing here blocks on the peer, and nothing that the peer sends is
 * thrown out of it.
 *
 * <p>A promotion goes like this: {@link #applyArrived} until it returns 0 or the time is up, {@link NeighborStore#startEpoch()}, {@code role(MASTER)}. A
 * demotion: {@code role(BACKUP)}, which also ends the store's epoch.
 *
 * <p>A master that meets a backup which has seen a newer epoch starts a new epoch of the store by itself.
 */
public final class Replicator implements AutoCloseable {

    private final PeerLink link;
    private final PeerSession session;
    private final SessionReport report;
    private final NeighborStore store;
    private final Switchover switchover = new Switchover();
    private volatile boolean batchBackupWanted;
    private boolean closed;

    /**
     * A replicator in the role INITIALIZE.
     *
     * @param config how
     * @param store the profile's store
     * @param link to the peer; closed with the replicator
     * @param context what it needs from outside
     */
    public Replicator(ReplicatorConfig config, NeighborStore store, PeerLink link, ReplicatorContext context) {
        Objects.requireNonNull(store, "store");
        this.store = store;
        this.link = Objects.requireNonNull(link, "link");
        SortedMap<String, String> facts = new TreeMap<>();
        config.facts().forEach(fact -> facts.put(fact.name(), fact.value()));
        FactSet ours = FactSet.of(facts);
        report = new SessionReport(ours.facts(), config.maxNeighbors(), config.readyLagMutations(), context);
        session = new PeerSession(sessionConfig(config, ours), store, link, report, context.random());
        report.observe(session);
    }

    /**
     * Duty cycle: bounded, never blocks on the peer.
     *
     * @param nowNs monotonic time
     * @return work done
     */
    public int doWork(long nowNs) {
        if (batchBackupWanted) {
            batchBackupWanted = false;
            session.requestBatchBackup();
        }
        int workCount = session.doWork(nowNs);
        report.observe(session);
        if (switchover.due(report.state(), store.lastSequence(), peerJournaledSequence(), nowNs)
                && session.handOver()) {
            switchover.handedOver();
        }
        link.flush();
        return workCount;
    }

    /**
     * Begins a planned switchover that loses nothing, as master. Until it has been decided, in a later duty cycle, the caller makes no mutation; when it
     * is HANDED_OVER the caller takes the role BACKUP before it makes any. The peer's listener is told by {@link ReplicatorListener#onHandedOver}.
     *
     * @param timeoutNs within which the peer must have everything in its journal; the switchover is refused then
     * @param nowNs monotonic time
     * @return DRAINING, or REFUSED when it is not safe to switch
     */
    public SwitchoverState beginSwitchover(long timeoutNs, long nowNs) {
        return begin(false, timeoutNs, nowNs);
    }

    /**
     * The same where an election tells the peer: the caller makes no mutation from DRAINED on, has the election resign, and takes the role that it
     * then gives. DRAINED lasts until another role or {@link #giveUpSwitchover}; that the session still lives is the caller's to look at before it
     * resigns.
     *
     * @param timeoutNs within which the peer must have everything in its journal; the switchover is refused then
     * @param nowNs monotonic time
     * @return DRAINING, or REFUSED when it is not safe to switch
     */
    public SwitchoverState beginDrain(long timeoutNs, long nowNs) {
        return begin(true, timeoutNs, nowNs);
    }

    private SwitchoverState begin(boolean elected, long timeoutNs, long nowNs) {
        ReplicatorStatus now = status();
        switchover.begin(now.role(), now.safety(), elected, nowNs, timeoutNs);
        return switchover.state();
    }

    /**
     * Gives a switchover that has not been carried out up: this device stays master and may make mutations again. On the replicator's thread.
     *
     * @param reason one clause
     */
    public void giveUpSwitchover(String reason) {
        switchover.giveUp(reason);
    }

    /** The state of the session with the peer. Any thread. */
    public ReplicationState state() {
        return report.state();
    }

    /**
     * How far the switchover has come. On the replicator's thread.
     *
     * @return NONE when there is none
     */
    public SwitchoverState switchover() {
        return switchover.state();
    }

    /**
     * Why the switchover was refused. On the replicator's thread.
     *
     * @return one clause
     */
    public String switchoverReason() {
        return switchover.reason();
    }

    /**
     * As a backup about to be promoted: applies what has arrived already.
     *
     * @param nowNs monotonic time
     * @return work done; 0 when there is nothing left
     */
    public int applyArrived(long nowNs) {
        int workCount = session.receive(nowNs);
        report.observe(session);
        link.flush();
        return workCount;
    }

    /**
     * Takes a role. The session with the peer begins anew when it is another than before.
     *
     * @param role for MASTER the caller has started the store's epoch already
     * @param nowNs monotonic time
     */
    public void role(ReplicationRole role, long nowNs) {
        switchover.reset();
        session.role(SessionRole.valueOf(role.name()), nowNs);
        report.role(role);
        report.observe(session);
    }

    /**
     * Asks for a batch backup by hand, from either side. Any thread; done in the next duty cycle. While one is under way, it is not begun anew.
     *
     * @return false when there is no stream between the two devices
     */
    public boolean requestBatchBackup() {
        ReplicationState state = report.state();
        if (state != ReplicationState.REAL_TIME && state != ReplicationState.BATCH_BACKUP) {
            return false;
        }
        batchBackupWanted = true;
        return true;
    }

    /**
     * Whether this device may take over without losing what the peer has: it is master; or a backup that has the whole table (the end of the
     * batch backup was seen and found complete, or it resumed without one), is hardly behind and has as much room as the master; or
     * there is no peer to wait for. {@link ReplicatorStatus#notReadyReason()} says what is missing. Any thread.
     *
     * @return whether it is ready
     */
    public boolean ready() {
        return report.notReady().isEmpty();
    }

    /**
     * Why it is not {@link #ready()}, without the cost of a whole {@link #status()}. Any thread.
     *
     * @return a short clause; empty when it is ready
     */
    public String notReadyReason() {
        return report.notReady();
    }

    /**
     * As master: everything up to this sequence of the present epoch's history is in the peer's table, as the peer acked. Any thread.
     *
     * @return a sequence; 0 when nothing was acked in this epoch, and while the peer takes a batch backup
     */
    public long peerAppliedSequence() {
        return session.counters().value(SessionCounters.Figure.PEER_APPLIED);
    }

    /**
     * As master: everything up to this sequence is also in the peer's journal, as the peer acked. Any thread.
     *
     * @return a sequence, never more than {@link #peerAppliedSequence()}
     */
    public long peerJournaledSequence() {
        return session.counters().value(SessionCounters.Figure.PEER_JOURNALED);
    }

    /**
     * Figures for displays and metrics. Any thread; allocates.
     *
     * @return a snapshot
     */
    public ReplicatorStatus status() {
        return report.status(session.counters());
    }

    /**
     * Tells the peer, as far as the link takes it now, that this device leaves, so that it need not wait for silence.
     *
     * @param nowNs monotonic time
     */
    public void goodbye(long nowNs) {
        session.goodbye(nowNs);
        link.flush();
        report.observe(session);
    }

    /** Closes the link and lets go of the store, which stays open. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            session.close();
            link.close();
        }
    }

    private static SessionConfig sessionConfig(ReplicatorConfig config, FactSet facts) {
        return new SessionConfig(
                config.deviceId(),
                config.backupId(),
                config.maxNeighbors(),
                config.heartbeatIntervalNs(),
                config.peerTimeoutNs(),
                config.helloIntervalNs(),
                config.batchStallNs(),
                config.absentPeerNs(),
                config.imageBytesInFlight() / RangeImage.MAX_IMAGE_BYTES,
                config.imagesPerDutyCycle(),
                config.recordsPerDutyCycle(),
                config.readyLagMutations(),
                facts);
    }
}
