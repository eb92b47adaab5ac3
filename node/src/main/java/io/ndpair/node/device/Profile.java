package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.config.NdConfig;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.StoreStatus;
import io.ndpair.store.aging.ProbeHandler;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.NeighborLimits;
import io.ndpair.transport.ReplicationRole;
import io.ndpair.transport.Replicator;
import io.ndpair.transport.SwitchoverState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * One running remote backup profile: its table and journal, the session with the peer, the commands of the embedder, and the kernel's
 * side of it. Everything that writes the table happens in {@link #doWork}, on the device's replication thread.
 */
final class Profile {
    /** Commands carried out in one duty cycle, so that the session and the other profiles have their turn. */
    private static final int COMMANDS_PER_DUTY_CYCLE = 512;

    private static final int MAX_ARRIVED_DUTY_CYCLES = 64;
    /** A master that has heard nothing of a peer for so long is alone: a living peer says Hello twice a second. */
    private static final long ALONE_NS = 3_000_000_000L;

    private static final int ROLE_EVENTS = 256;
    private static final long READINESS_INTERVAL_NS = 5_000_000L;
    private static final String NOT_TOLD = "not told yet";

    private volatile ProfileSpec spec;
    private final NeighborStore store;
    private final LinkIds links;
    private final CommandRing ring;
    private final Tickets tickets = new Tickets();
    private final RingDrain drain;
    private final KeptPromotion promotion = new KeptPromotion();
    private final MasterWriter writer;
    private final Neighbors neighbors;
    private final KernelSide kernel;
    private final ProfileEvents events;
    private final ManyToOneConcurrentArrayQueue<RoleEvent> roleEvents =
            new ManyToOneConcurrentArrayQueue<>(ROLE_EVENTS);
    private final Sessions sessions;
    private final ProbeHandler probeHandler;
    private final NeighborLimits limits;
    private final LostPeer lostPeer;
    private final JournalHealth journalHealth = new JournalHealth();

    private final AtomicReference<RoleEvent> newestRole = new AtomicReference<>();
    private volatile Replicator replicator;
    private Role role = Role.INITIALIZE;
    private long lastReadinessNs;
    private String lastReason = NOT_TOLD;
    private boolean isComplete;
    private long roleSinceNs;
    private CompletableFuture<String> switchover;

    /** Opens the session of a profile; on the replication thread, where links belong. */
    @FunctionalInterface
    interface Sessions {
        Replicator open(ProfileSpec spec, NeighborStore store, Runnable tableReplaced);
    }

    Profile(
            ProfileSpec spec,
            NeighborStore store,
            int ringBytes,
            KernelSide kernel,
            ProfileEvents events,
            Sessions sessions,
            long peerHoldNs) {
        this.spec = spec;
        lostPeer = new LostPeer(peerHoldNs);
        this.store = store;
        this.kernel = kernel;
        this.events = events;
        this.sessions = sessions;
        links = new LinkIds(store, spec.linkNames());
        ring = new CommandRing(ringBytes);
        drain = new RingDrain(ring);
        writer = new MasterWriter(store, links, ring);
        neighbors = new Neighbors(spec.name(), store, links, ring, tickets);
        kernel.attach(store, links, neighbors);
        probeHandler = new AgingProbes(store, links, neighbors, kernel);
        limits = store.limits().limits();
        configure(spec);
        replicator = sessions.open(spec, store, this::onTableReplaced);
    }

    /** Hands a role of the election over; any thread. */
    void post(RoleEvent event) {
        if (!roleEvents.offer(event)) {
            // The election may not wait for a replication thread that hangs: of the roles that find no room the newest
            // counts.
            newestRole.set(event);
        }
    }

    /** One bounded duty cycle. */
    int doWork(long nowNs) {
        int work = 0;
        final RoleEvent kept = promotion.due(nowNs);
        if (kept != null) {
            enter(kept, nowNs);
            work++;
        }
        RoleEvent event = nextRole();
        while (event != null) {
            promotion.forget();
            enter(event, nowNs);
            work++;
            event = nextRole();
        }
        final boolean isMaster = role == Role.MASTER;
        // While a switchover waits for the peer nothing changes; what the ring had accepted is in the table by then.
        if (!isHeld()) {
            ring.hold(drain.isWaiting() || role != Role.MASTER);
            work += writer.doWork(nowNs, isMaster, COMMANDS_PER_DUTY_CYCLE);
            if (isMaster && store.age(nowNs, probeHandler) > 0) {
                store.flush(nowNs);
                work++;
            }
        }
        final String damage = store.scrub().doWork(nowNs);
        if (damage != null) {
            events.onDamage(spec, damage);
        }
        drain.doWork(replicator, nowNs);
        work += replicator.doWork(nowNs);
        if (switchover != null) {
            work += decideSwitchover(nowNs);
        }
        if (isMaster) {
            tickets.flushed(ring.readPosition(), store.lastSequence());
            tickets.acked(replicator.peerAppliedSequence());
        } else {
            work += kernel.feed();
        }
        if (nowNs - lastReadinessNs >= READINESS_INTERVAL_NS) {
            lastReadinessNs = nowNs;
            checkReadiness(nowNs);
            checkCompleteness(nowNs);
        }
        return work;
    }

    /**
     * Hands over to the peer without a loss, or not at all. Replication thread.
     *
     * @param answer completed in a later duty cycle: empty when this device has resigned, otherwise why it stays what it is.
     */
    void switchover(CompletableFuture<String> answer, long timeoutNs, long nowNs) {
        if (switchover != null) {
            answer.complete("a switchover is under way already");
            return;
        }
        switchover = answer;
        drain.begin(replicator, false, timeoutNs, nowNs);
    }

    /** Begins to hand over where an elector tells the peer, see {@link Replicator#beginDrain}. Replication thread. */
    void beginDrain(long timeoutNs, long nowNs) {
        drain.begin(replicator, true, timeoutNs, nowNs);
    }

    /** Stays master. Replication thread. */
    void giveUpSwitchover(String why) {
        drain.cancel();
        replicator.giveUpSwitchover(why);
    }

    /** How far a switchover has come: draining also while commands that were accepted before become mutations. Replication thread. */
    SwitchoverState switchoverState() {
        return drain.isWaiting() ? SwitchoverState.DRAINING : replicator.switchover();
    }

    /** Whether nothing may change because a switchover is under way. */
    private boolean isHeld() {
        final SwitchoverState state = replicator.switchover();
        return state == SwitchoverState.DRAINING || state == SwitchoverState.DRAINED;
    }

    /** The role that it is in. Replication thread. */
    Role role() {
        return role;
    }

    private int decideSwitchover(long nowNs) {
        final CompletableFuture<String> answer = switchover;
        switch (switchoverState()) {
            case DRAINING, DRAINED -> {
                return 0;
            }
            case HANDED_OVER -> {
                switchover = null;
                enter(new RoleEvent(Role.BACKUP, RoleReason.COMMAND), nowNs);
                answer.complete("");
            }
            case REFUSED -> {
                switchover = null;
                answer.complete(replicator.switchoverReason());
            }
            case NONE -> {
                switchover = null;
                answer.complete("the role changed meanwhile");
            }
        }
        return 1;
    }

    private RoleEvent nextRole() {
        final RoleEvent event = roleEvents.poll();
        return event != null || newestRole.get() == null ? event : newestRole.getAndSet(null);
    }

    private void enter(RoleEvent event, long nowNs) {
        if (event.role() == role) {
            return;
        }
        if (event.role() == Role.MASTER) {
            applyArrived(nowNs);
            if (!beginEpoch(event, nowNs)) {
                return;
            }
            tickets.promoted(ring.readPosition());
            links.define();
            configureLinks();
            store.flush(nowNs);
        }
        role = event.role();
        drain.cancel();
        ring.hold(role != Role.MASTER);
        roleSinceNs = nowNs;
        tickets.forget();
        replicator.role(replicationRole(role), nowNs);
        neighbors.role(role);
        kernel.role(role);
        checkReadiness(nowNs);
        events.onRole(spec, role, event.reason(), nowNs);
    }

    /** False when the disk takes no further term: without one of its own this device may not write, so it stays what it is and tries again. */
    private boolean beginEpoch(RoleEvent event, long nowNs) {
        try {
            store.startEpoch();
        } catch (final StoreException e) {
            if (promotion.keep(event, nowNs)) {
                events.onPromotionRefused(spec, e.getMessage());
            }
            return false;
        }
        promotion.forget();
        return true;
    }

    /** What the old master has sent and what has arrived counts; but a promotion may not take long for it. */
    private void applyArrived(long nowNs) {
        for (int i = 0; i < MAX_ARRIVED_DUTY_CYCLES; i++) {
            if (replicator.applyArrived(nowNs) == 0) {
                return;
            }
        }
    }

    private void configure(ProfileSpec wanted) {
        store.aging().configure(wanted.nd().aging());
        store.limits().set(wanted.nd().limits(limits));
    }

    /** The links' limits and times; as master, when links have ids. */
    private void configureLinks() {
        for (int link = 0; link < links.count(); link++) {
            final NdConfig nd = spec.linkNd().get(link);
            final int id = links.id(link);
            store.limits().link(id, nd.neighborLimit());
            store.aging().staleTimeout(id, nd.staleTimeoutS());
        }
    }

    private static ReplicationRole replicationRole(Role role) {
        return switch (role) {
            case MASTER -> ReplicationRole.MASTER;
            case BACKUP -> ReplicationRole.BACKUP;
            case INITIALIZE -> ReplicationRole.INITIALIZE;
        };
    }

    private void checkReadiness(long nowNs) {
        final String reason = lostPeer.notReady(replicator.notReadyReason(), replicator.state(), role, nowNs);
        if (reason.equals(lastReason)) {
            return;
        }
        final boolean ready = reason.isEmpty();
        neighbors.ready(ready);
        events.onReady(spec, ready, ready ? "the table is complete" : reason);
        // Last: what could not be told, because a queue was full, is told again.
        lastReason = reason;
    }

    /**
     * A table is complete when it was made ready as a backup, when as master it has become the source of the peer's, or when as master
     * nothing was heard of a peer for so long that there is nobody to have a better one. Once so, it stays so for this process.
     */
    private void checkCompleteness(long nowNs) {
        if (isComplete) {
            return;
        }
        if (role != Role.MASTER) {
            isComplete = role == Role.BACKUP && lastReason.isEmpty();
        } else {
            isComplete = switch (replicator.status().state()) {
                case BATCH_BACKUP, REAL_TIME -> true;
                case DISCONNECTED -> nowNs - roleSinceNs >= ALONE_NS;
                case HELLO, IDLE, DUAL_MASTER -> false;
            };
        }
        if (isComplete) {
            events.onComplete(spec);
        }
    }

    /** A batch backup or a repair has replaced whole ranges of the table. */
    private void onTableReplaced() {
        kernel.compare();
    }

    /** Whether the journal is no reason to prefer the other device. For the one thread that watches what groups track. */
    boolean journalWorks(long nowNs) {
        final StoreStatus status = store.status();
        return journalHealth.works(
                status.journalGapOpen(), status.diskShort(), status.journalErrors() + status.checkpointErrors(), nowNs);
    }

    /** Goes on with other endpoints or facts: the session is made anew, the table stays. Replication thread. */
    void reconnect(ProfileSpec next, long nowNs) {
        replicator.goodbye(nowNs);
        replicator.close();
        spec = next;
        configure(next);
        if (role == Role.MASTER) {
            configureLinks();
        }
        replicator = sessions.open(next, store, this::onTableReplaced);
        replicator.role(replicationRole(role), nowNs);
    }

    ProfileSpec spec() {
        return spec;
    }

    NeighborStore store() {
        return store;
    }

    Neighbors neighbors() {
        return neighbors;
    }

    MasterWriter writer() {
        return writer;
    }

    KernelSide kernel() {
        return kernel;
    }

    Replicator replicator() {
        return replicator;
    }

    /** A snapshot for displays; any thread. */
    ProfileReport report(int maxNeighbors) {
        return new ProfileReport(
                spec.name(),
                spec.service(),
                neighbors.role(),
                neighbors.ready(),
                store.position().epoch(),
                replicator.status(),
                store.status(),
                maxNeighbors,
                store.limits().limits(),
                store.aging().config(),
                writer.refused(),
                writer.notMaster(),
                writer.unknownConfirmed(),
                kernel.refused());
    }

    /** Says goodbye to the peer and ends the session; the store and the kernel's side are closed by who opened them. */
    void end(long nowNs) {
        replicator.goodbye(nowNs);
        replicator.close();
    }
}
