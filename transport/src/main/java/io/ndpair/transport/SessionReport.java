package io.ndpair.transport;

import io.ndpair.transport.BatchProgress.Phase;
import io.ndpair.transport.session.BatchMeter;
import io.ndpair.transport.session.PeerHello;
import io.ndpair.transport.session.PeerSession;
import io.ndpair.transport.session.Refusal;
import io.ndpair.transport.session.SessionCounters;
import io.ndpair.transport.session.SessionCounters.Figure;
import io.ndpair.transport.session.SessionEvents;
import io.ndpair.transport.session.SessionRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is told about a session: to the listener as it happens, and to any thread that asks. Written by the replicator's thread. */
final class SessionReport implements SessionEvents {

    private static final String ROOM = "maximum of neighbors";

    private final SortedMap<String, String> facts;
    private final int maxNeighbors;
    private final long mostLagMutations;
    private final ReplicatorContext context;
    private volatile ReplicationState state = ReplicationState.DISCONNECTED;
    private volatile ReplicationRole role = ReplicationRole.INITIALIZE;
    private volatile ReplicationRole peerRole = ReplicationRole.INITIALIZE;
    private volatile int peerDeviceId;
    private volatile String notReady = "not started yet";
    private volatile BatchProgress batch = BatchProgress.NONE;
    private volatile List<FactDifference> differences = List.of();
    private volatile long lastUpMs;
    private volatile long lastDownMs;
    private volatile String downReason = "";
    private volatile long alikeMs;
    private int peerMaxNeighbors;
    private boolean diverged;
    private boolean mergeEnded;
    private final AtomicLong batchBackupsEnded = new AtomicLong();
    private volatile long batchBegunMs;
    private volatile long batchEndedMs;

    SessionReport(SortedMap<String, String> facts, int maxNeighbors, long mostLagMutations, ReplicatorContext context) {
        this.mostLagMutations = mostLagMutations;
        this.facts = facts;
        this.maxNeighbors = maxNeighbors;
        this.context = context;
    }

    /** Looks at the session after it has worked. */
    void observe(PeerSession session) {
        String reason = session.notReady();
        String text = reason == null ? "" : reason;
        if (!text.equals(notReady)) {
            notReady = text;
        }
        if (mergeEnded) {
            mergeEnded = false;
            context.listener().onMerged(MergeCounts.of(session.counters()));
        }
        ReplicationState now = stateOf(session);
        if (now != state) {
            state = now;
            context.listener().onState(now);
        }
    }

    void role(ReplicationRole newRole) {
        role = newRole;
    }

    ReplicationState state() {
        return state;
    }

    String notReady() {
        return notReady;
    }

    @Override
    public void onUp(PeerHello peer) {
        lastUpMs = context.epochClock().time();
        peerDeviceId = peer.deviceId();
        peerRole = roleOf(peer.role());
        peerMaxNeighbors = peer.maxNeighbors();
        context.listener().onUp(peer.deviceId());
        if (role == ReplicationRole.MASTER && peerRole == ReplicationRole.MASTER) {
            context.listener().onDualMaster(peer.deviceId());
        }
    }

    @Override
    public void onFacts(SortedMap<String, String> peerFacts) {
        SortedMap<String, String> ours = new TreeMap<>(facts);
        SortedMap<String, String> theirs = new TreeMap<>(peerFacts);
        ours.put(ROOM, Integer.toString(maxNeighbors));
        theirs.put(ROOM, Integer.toString(peerMaxNeighbors));
        List<FactDifference> found = new ArrayList<>();
        ours.forEach((name, value) -> {
            String other = theirs.remove(name);
            if (!value.equals(other)) {
                found.add(new FactDifference(name, value, other == null ? "" : other));
            }
        });
        theirs.forEach((name, value) -> found.add(new FactDifference(name, "", value)));
        if (!found.equals(differences)) {
            differences = List.copyOf(found);
            context.listener().onFactsDiffer(differences);
        }
    }

    @Override
    public void onDown(String reason) {
        lastDownMs = context.epochClock().time();
        downReason = reason;
        context.listener().onDown(reason);
    }

    @Override
    public void onRepaired(long images, long bytes) {
        context.listener().onRepaired(images, bytes);
    }

    @Override
    public void onFellBehind(int inARow, long pauseNs) {
        context.listener().onFellBehind(inARow, pauseNs);
    }

    @Override
    public void onHandedOver() {
        context.listener().onHandedOver();
    }

    @Override
    public void onMerged() {
        mergeEnded = true;
    }

    @Override
    public void onAlike(long sequence) {
        alikeMs = context.epochClock().time();
        if (diverged) {
            diverged = false;
            context.listener().onMended();
        }
    }

    @Override
    public void onDivergence(long sequence) {
        diverged = true;
        context.listener().onDivergence(sequence);
    }

    @Override
    public void onRefused(Refusal reason, String what) {
        context.listener().onRefused(reason.text() + ": " + what);
    }

    @Override
    public void onBatch(BatchMeter.Phase phase, BatchMeter meter) {
        if (phase == BatchMeter.Phase.BEGUN) {
            batchBegunMs = context.epochClock().time();
            batchEndedMs = 0;
        } else if (phase == BatchMeter.Phase.ENDED) {
            batchEndedMs = context.epochClock().time();
            batchBackupsEnded.incrementAndGet();
        }
        batch = new BatchProgress(
                phaseOf(phase),
                meter.ranges(),
                meter.rangesTotal(),
                meter.entries(),
                meter.entriesTotal(),
                meter.entriesPerSecond(),
                meter.remainingNs() < 0 ? -1 : meter.remainingNs() / 1_000_000);
        context.listener().onBatchBackup(batch);
    }

    ReplicatorStatus status(SessionCounters counters) {
        String reason = notReady;
        return new ReplicatorStatus(
                state,
                role,
                peerRole,
                peerDeviceId,
                reason.isEmpty(),
                reason,
                counters.value(Figure.SENT_SEQUENCE),
                counters.value(Figure.PEER_APPLIED),
                counters.value(Figure.PEER_JOURNALED),
                counters.value(Figure.LAG_MUTATIONS),
                counters.value(Figure.LAG_NS),
                counters.value(Figure.DISK_WAIT_NS),
                counters.value(Figure.DISK_TOO_SLOW),
                batch,
                counters.value(Figure.RECORDS_SENT),
                counters.value(Figure.MUTATIONS_SENT),
                counters.value(Figure.BYTES_SENT),
                counters.value(Figure.RECORDS_APPLIED),
                counters.value(Figure.MUTATIONS_APPLIED),
                counters.value(Figure.BYTES_RECEIVED),
                counters.value(Figure.ACKS),
                counters.value(Figure.HEARTBEATS),
                counters.value(Figure.DIGESTS_COMPARED),
                counters.value(Figure.DIVERGENCES),
                counters.value(Figure.REPAIRS),
                counters.value(Figure.REPAIR_IMAGES),
                counters.value(Figure.REPAIR_BYTES),
                counters.value(Figure.RANGES_ALIKE),
                counters.value(Figure.ALIKE_AT),
                alikeMs,
                MergeCounts.of(counters),
                counters.value(Figure.CONNECTS),
                counters.value(Figure.BATCH_BACKUPS),
                batchBackupsEnded.get(),
                batchBegunMs,
                batchEndedMs,
                counters.value(Figure.RESUMES),
                counters.value(Figure.JOURNAL_LOST),
                counters.value(Figure.STALLS),
                counters.value(Figure.BACK_PRESSURED),
                counters.value(Figure.IGNORED),
                refusals(counters),
                differences,
                lastUpMs,
                lastDownMs,
                downReason,
                safety(counters));
    }

    private SwitchSafety safety(SessionCounters counters) {
        long alike = alikeMs;
        return SwitchSafety.of(
                new SwitchSafety.Session(
                        role,
                        state,
                        notReady,
                        counters.value(Figure.ALIKE_AT) >= 0,
                        counters.value(Figure.LAG_MUTATIONS),
                        counters.value(Figure.LAG_NS),
                        alike == 0 ? -1 : Math.max(0, context.epochClock().time() - alike),
                        differences),
                mostLagMutations);
    }

    private static Map<String, Long> refusals(SessionCounters counters) {
        Map<Refusal, Long> counts = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            long count = counters.refused(refusal);
            if (count > 0) {
                counts.put(refusal, count);
            }
        }
        SortedMap<String, Long> texts = new TreeMap<>();
        counts.forEach((refusal, count) -> texts.put(refusal.text(), count));
        return texts;
    }

    private static ReplicationRole roleOf(SessionRole role) {
        return ReplicationRole.valueOf(role.name());
    }

    private static ReplicationState stateOf(PeerSession session) {
        switch (session.state()) {
            case HELLO:
                return ReplicationState.HELLO;
            case IDLE:
                return ReplicationState.IDLE;
            case BATCH_BACKUP:
                return ReplicationState.BATCH_BACKUP;
            case REAL_TIME:
                return ReplicationState.REAL_TIME;
            case DUAL_MASTER:
                return ReplicationState.DUAL_MASTER;
            default:
                return ReplicationState.DISCONNECTED;
        }
    }

    private static Phase phaseOf(BatchMeter.Phase phase) {
        return Phase.valueOf(phase.name());
    }
}
