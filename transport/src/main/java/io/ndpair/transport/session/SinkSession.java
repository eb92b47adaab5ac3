package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.HashKey;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.MergeRequestDecoder;
import io.ndpair.transport.codec.RangeDigestsDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import io.ndpair.transport.codec.StreamStartDecoder;
import org.agrona.DirectBuffer;

/**
 * The backup's half of a session: takes what the master sends, checks that it is whole, and acks.
 *
 * <table>
 * <caption>Transitions; what is not listed is refused and ends the session</caption>
 * <tr><th>phase</th><th>message</th><th>next</th></tr>
 * <tr><td>WAITING</td><td>MergeRequest</td><td>WAITING, offers, see {@link MergeOffering}</td></tr>
 * <tr><td>WAITING</td><td>StreamStart real time at exactly our position</td><td>REAL_TIME</td></tr>
 * <tr><td>WAITING, BATCH, REAL_TIME</td><td>StreamStart batch backup of an epoch not older than ours</td><td>BATCH, nothing covered</td></tr>
 * <tr><td>any of these</td><td>... and the table has another hash key</td><td>same; nothing is taken until it has moved, see {@link StreamOpening}</td></tr>
 * <tr><td>BATCH, REAL_TIME</td><td>journal record that the store takes</td><td>same</td></tr>
 * <tr><td>BATCH</td><td>RangeImage that joins the one before and is not older than the last record</td><td>BATCH, covered with the last range</td></tr>
 * <tr><td>BATCH, covered</td><td>BatchBackupEnd that counts and stands as we do</td><td>REAL_TIME, whole</td></tr>
 * <tr><td>BATCH, covered</td><td>... but its digest differs</td><td>same; divergence, asks for a batch backup</td></tr>
 * <tr><td>BATCH</td><td>RangeDigests that join what is covered, at our sequence</td><td>same; covered as far as they are alike, answers which differ</td></tr>
 * <tr><td>WAITING, BATCH</td><td>Heartbeat without digest</td><td>same</td></tr>
 * <tr><td>REAL_TIME</td><td>Heartbeat; its digest, if present, is compared</td>
 *     <td>same; divergence if it differs: asks for a repair, see {@link Divergence}</td></tr>
 * <tr><td>REAL_TIME</td><td>RangeDigests from the first range on, at our sequence</td><td>same; repair, answers which differ</td></tr>
 * <tr><td>REAL_TIME, repair</td><td>RangeImage that joins, at our sequence</td><td>same; repair over with the last range</td></tr>
 * <tr><td>any</td><td>{@link #stop()}</td><td>STOPPED; a batch backup in the middle leaves the store not contiguous</td></tr>
 * </table>
 *
 * <p>Not everything up to a sequence is here, as an ack would claim, in the middle of a batch backup and while the table is known to differ, see {@link AckSender}.
 */
final class SinkSession {

    /** A batch backup that stalls again after having been asked for so often ends the session. */
    private static final int MOST_STALLS = 2;

    /** After so many heartbeats that did not come a master is silent, it does not stall. */
    private static final int SILENT_HEARTBEATS = 3;

    private enum Phase {
        STOPPED,
        WAITING,
        BATCH,
        REAL_TIME
    }

    private final SessionConfig config;
    private final NeighborStore store;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final SessionEvents events;
    private final BatchMeter meter;
    private final Refuser refuser;
    private final AckSender acks;
    private final RangeCover cover;
    private final MergeOffering offering;
    private final StreamOpening opening;
    private Phase phase = Phase.STOPPED;
    private Epoch epoch = Epoch.NONE;
    private int stream;
    private long masterSequence;
    private boolean masterHasMoreRoom;
    private final Divergence divergence = new Divergence();
    private boolean answerDue;
    private int pageNumber;
    private long pagePrefix;
    private boolean repairAsked;

    private long images;
    private long repairImages;
    private long repairBytes;
    private long alikeAt;
    private long newestAsOf;
    private long progressNs;
    private int stalls;
    private int requestDue;
    private long requestNs;
    private boolean resyncing;

    SinkSession(
            SessionConfig config,
            NeighborStore store,
            Outlet outlet,
            SessionCounters counters,
            SessionEvents events,
            BatchMeter meter,
            Refuser refuser) {
        this.config = config;
        this.store = store;
        this.outlet = outlet;
        this.counters = counters;
        this.events = events;
        this.meter = meter;
        this.refuser = refuser;
        acks = new AckSender(store, outlet, counters, config.heartbeatIntervalNs());
        cover = new RangeCover(store);
        offering = new MergeOffering(store, outlet, counters);
        opening = new StreamOpening(store);
    }

    /** A session was made with a master that says this. */
    void start(PeerHello master, long nowNs) {
        phase = Phase.WAITING;
        epoch = store.position().epoch();
        masterSequence = master.position().sequence();
        // Before anything is offered: the ages of what this device had when it died go on while it was dead.
        store.adoptTableTime(master.tableTimeTicks(), nowNs);
        masterHasMoreRoom = master.maxNeighbors() > config.maxNeighbors();
        stream = 0;
        progressNs = nowNs;
        stalls = 0;
        requestDue = 0;
        requestNs = nowNs;
        acks.begin(nowNs);
    }

    /** The session is over. */
    void stop() {
        meter.breakOff();
        phase = Phase.STOPPED;
        endRepair();
        offering.stop();
        opening.stop();
        answerDue = false;
        requestDue = 0;
    }

    /** This device was promoted: what came of a batch backup stays, the rest will not come. */
    void abandon() {
        stop();
        divergence.over();
        if (resyncing) {
            resyncing = false;
            store.abandonResync();
        }
    }

    boolean inBatch() {
        return phase == Phase.BATCH;
    }

    boolean inRealTime() {
        return phase == Phase.REAL_TIME;
    }

    /** Null when this device could take over, otherwise why not. */
    String notReady() {
        if (phase == Phase.BATCH) {
            return stalls > 0 ? "batch backup stalled and was asked for again" : "batch backup under way";
        }
        if (phase != Phase.REAL_TIME) {
            return "no stream from the master yet";
        }
        if (divergence.present()) {
            return "table differs from the master's";
        }
        if (masterHasMoreRoom) {
            return "room for fewer neighbors than the master has";
        }
        return masterSequence - store.lastSequence() > config.readyLagMutations() ? "too far behind the master" : null;
    }

    /** A batch backup is wanted by hand. */
    void requestByHand(long nowNs) {
        if (phase == Phase.REAL_TIME) {
            requestDue = RequestReason.BY_HAND;
            requestNs = nowNs;
        }
    }

    /** The master wants to know what this device has that it has not. */
    void onMergeRequest(MergeRequestDecoder request, long nowNs) {
        if (phase != Phase.WAITING || !offering.over()) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "MergeRequest in the middle of a stream");
        } else if (request.fromSequence() < 0 || request.fromSequence() >= store.lastSequence()) {
            refuser.refuse(Refusal.MALFORMED, "MergeRequest: sequence " + request.fromSequence());
        } else {
            offering.begin(request.fromSequence(), (int) request.stream());
            progressNs = nowNs;
        }
    }

    void onStreamStart(StreamStartDecoder start, long nowNs) {
        StreamOpening.Start next = StreamOpening.check(start, phase == Phase.WAITING, store.position(), refuser);
        if (next == null) {
            return;
        }
        offering.stop();
        requestDue = 0;
        opening.begin(next);
        moveKey(nowNs);
    }

    /** A backup that had a hash key of its own moves to the master's before it takes anything of the stream. */
    boolean movingKey() {
        return opening.pending();
    }

    /** No stream has begun, and no start of one is being worked on. */
    boolean awaitsStream() {
        return phase == Phase.WAITING && !opening.pending();
    }

    private int moveKey(long nowNs) {
        progressNs = nowNs;
        StreamOpening.Start start = opening.doWork();
        if (opening.refused()) {
            refuser.refuse(Refusal.NO_MEMORY_FOR_KEY, "StreamStart: no memory for a table under the master's hash key");
        } else if (start != null) {
            startStream(start, nowNs);
        }
        return 1;
    }

    private void startStream(StreamOpening.Start start, long nowNs) {
        if (start.batch()) {
            beginBatch(start.epoch(), start.sequence(), start.key(), start.tableTimeTicks());
            meter.begin(start.entriesEstimate(), nowNs);
            counters.add(SessionCounters.Figure.BATCH_BACKUPS, 1);
        } else {
            phase = Phase.REAL_TIME;
            epoch = store.position().epoch();
            counters.add(SessionCounters.Figure.RESUMES, 1);
        }
        store.adoptTableTime(start.tableTimeTicks(), nowNs);
        stream = start.stream();
        images = 0;
        forgetAlike();
        masterSequence = Math.max(masterSequence, start.sequence());
        progressNs = nowNs;
        acks.due();
    }

    void onRecord(DirectBuffer buffer, int offset, int length, long nowNs) {
        if (phase != Phase.BATCH && phase != Phase.REAL_TIME) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "journal record before StreamStart");
            return;
        }
        long before = store.lastSequence();
        int outcome = store.applyRecord(buffer, offset, length, nowNs);
        if (outcome < 0) {
            refuser.refuse(Refusal.of(outcome), "journal record: " + RecordOutcome.nameOf(outcome));
            return;
        }
        if (FrameCheck.templateId(buffer, offset) != BatchDecoder.TEMPLATE_ID) {
            epoch = store.position().epoch();
        }
        if (phase == Phase.REAL_TIME ? !repairAsked : !cover.running() || images == 0) {
            progressNs = nowNs;
        }
        counters.add(SessionCounters.Figure.RECORDS_APPLIED, 1);
        counters.add(SessionCounters.Figure.MUTATIONS_APPLIED, store.lastSequence() - before);
        acks.due();
    }

    void onRangeDigests(RangeDigestsDecoder digests, long nowNs) {
        if (phase == Phase.REAL_TIME && repairAsked && !cover.running()) {
            cover.begin();
        }
        if (!cover.running() || answerDue) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "RangeDigests outside of a batch backup and of a repair");
            return;
        }
        if (Epoch.compare(digests.term(), (int) digests.deviceId(), epoch.term(), epoch.deviceId()) != 0) {
            refuser.refuse(Refusal.STALE_EPOCH, "RangeDigests of term " + digests.term() + ", seen " + epoch);
            return;
        }
        if (digests.sequence() != store.lastSequence()) {
            refuser.refuse(
                    Refusal.SEQUENCE_GAP,
                    "RangeDigests at " + digests.sequence() + ", we stand at " + store.lastSequence());
            return;
        }
        long before = cover.alike();
        String complaint = cover.compare(digests);
        if (complaint != null) {
            refuser.refuse(Refusal.MALFORMED, complaint);
            return;
        }
        counters.add(SessionCounters.Figure.RANGES_ALIKE, cover.alike() - before);
        pageNumber = (int) digests.page();
        pagePrefix = digests.prefix();
        answerDue = true;
        progressNs = nowNs;
        if (phase == Phase.BATCH) {
            meter.covered(cover.position(), nowNs);
        } else if (!cover.running()) {
            finishRepair();
        }
    }

    void onRangeImage(RangeImageDecoder image, DirectBuffer buffer, long nowNs) {
        if (!cover.running()) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "RangeImage outside of a batch backup and of a repair");
            return;
        }
        int depth = image.depth();
        long prefix = image.prefix();
        if (!RangeCover.isRange(prefix, depth)) {
            refuser.refuse(Refusal.MALFORMED, "RangeImage: prefix or depth");
            return;
        }
        long asOf = image.asOfSequence();
        boolean joins = cover.joins(prefix, depth);
        boolean fits = phase == Phase.BATCH ? asOf >= store.lastSequence() : asOf == store.lastSequence();
        if (!joins || !fits) {
            refuser.refuse(
                    Refusal.SEQUENCE_GAP,
                    joins ? "RangeImage: as-of is not that of the stream" : "RangeImage: range left out");
            return;
        }
        int count = image.entries().count();
        int outcome = store.installRange(prefix, depth, asOf, buffer, image.limit(), count);
        if (outcome < 0) {
            refuser.refuse(Refusal.RANGE_REFUSED, "RangeImage: " + Outcome.nameOf(outcome));
            return;
        }
        cover.covered(prefix, depth);
        images++;
        stalls = 0;
        progressNs = nowNs;
        acks.due();
        if (phase == Phase.BATCH) {
            newestAsOf = Math.max(newestAsOf, asOf);
            meter.range(count, cover.position(), nowNs);
        } else {
            repairImages++;
            repairBytes += Outlet.IMAGE_ENTRIES_OFFSET + (long) count * EntryLayout.ENTRY_BYTES;
            if (!cover.running()) {
                finishRepair();
            }
        }
    }

    void onBatchEnd(BatchBackupEndDecoder end, long nowNs) {
        if (phase != Phase.BATCH) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "BatchBackupEnd outside of a batch backup");
            return;
        }
        long applied = store.lastSequence();
        if (cover.running() || end.ranges() != images || end.sequence() != applied || applied < newestAsOf) {
            refuser.refuse(Refusal.INCOMPLETE, "BatchBackupEnd: ranges or sequence do not add up");
            return;
        }
        boolean differs = end.digestPresent() != 0 && end.digest() != store.digest();
        History history = HelloCodec.historyOf(end);
        if (history == null || !history.last().equals(epoch)) {
            refuser.refuse(Refusal.MALFORMED, "BatchBackupEnd: history");
            return;
        }
        progressNs = nowNs;
        if (differs) {
            diverge(applied, false, nowNs);
            return;
        }
        resyncing = false;
        store.endResync(history);
        phase = Phase.REAL_TIME;
        if (end.digestPresent() != 0) {
            alike(applied);
        }
        divergence.replaced();
        acks.due();
        meter.end(nowNs);
    }

    void onHeartbeat(HeartbeatDecoder heartbeat, long nowNs) {
        counters.add(SessionCounters.Figure.HEARTBEATS, 1);
        if (Epoch.compare(heartbeat.term(), (int) heartbeat.deviceId(), epoch.term(), epoch.deviceId()) < 0) {
            refuser.refuse(Refusal.STALE_EPOCH, "Heartbeat of term " + heartbeat.term() + ", seen " + epoch);
            return;
        }
        long applied = store.lastSequence();
        long sequence = heartbeat.sequence();
        masterSequence = sequence;
        store.adoptTableTime((int) heartbeat.tableTime(), nowNs);
        if (heartbeat.digestPresent() == 0) {
            return;
        }
        if (phase != Phase.REAL_TIME) {
            refuser.refuse(Refusal.OUT_OF_ORDER, "Heartbeat with a digest outside of real time");
        } else if (sequence != applied) {
            refuser.refuse(Refusal.SEQUENCE_GAP, "Heartbeat at " + sequence + ", we stand at " + applied);
        } else if (!repairAsked && requestDue == 0) {
            counters.add(SessionCounters.Figure.DIGESTS_COMPARED, 1);
            if (heartbeat.digest() == store.digest()) {
                alike(applied);
            } else {
                diverge(applied, true, nowNs);
            }
        }
    }

    private void forgetAlike() {
        alikeAt = -1;
        counters.set(SessionCounters.Figure.ALIKE_AT, -1);
    }

    private void alike(long sequence) {
        if (divergence.present()) {
            acks.due();
        }
        divergence.over();
        alikeAt = sequence;
        counters.set(SessionCounters.Figure.ALIKE_AT, sequence);
        events.onAlike(sequence);
    }

    /** A duty cycle; {@code heardNs}: when the master was heard last, whatever it said. */
    int doWork(long nowNs, long heardNs) {
        if (phase == Phase.STOPPED) {
            return 0;
        }
        if (opening.pending()) {
            return moveKey(nowNs) + sendAck(nowNs);
        }
        watchProgress(nowNs, heardNs);
        int workCount = offering.doWork(config.imagesPerDutyCycle(), nowNs);
        progressNs = workCount > 0 ? nowNs : progressNs;
        if (answerDue && outlet.differences(pagePrefix, stream, pageNumber, cover.differing())) {
            answerDue = false;
            workCount++;
        }
        if (requestDue != 0 && nowNs - requestNs >= 0 && outlet.request(requestDue)) {
            repairAsked = requestDue == RequestReason.DIVERGENCE;
            requestDue = 0;
            progressNs = nowNs;
            workCount++;
        }
        return workCount + sendAck(nowNs);
    }

    private void beginBatch(Epoch of, long sequence, HashKey key, int tableTimeTicks) {
        epoch = of;
        resyncing = true;
        store.beginResync(of, sequence, key, tableTimeTicks);
        phase = Phase.BATCH;
        endRepair();
        answerDue = false;
        cover.begin();
        newestAsOf = sequence;
    }

    /** Every range that differed was installed. What is on disk is of before: a checkpoint covers it. */
    private void finishRepair() {
        counters.add(SessionCounters.Figure.REPAIRS, 1);
        counters.add(SessionCounters.Figure.REPAIR_IMAGES, repairImages);
        counters.add(SessionCounters.Figure.REPAIR_BYTES, repairBytes);
        events.onRepaired(repairImages, repairBytes);
        store.requestCheckpoint();
        endRepair();
    }

    private void endRepair() {
        cover.stop();
        repairAsked = false;
        repairImages = 0;
        repairBytes = 0;
    }

    private void diverge(long sequence, boolean repairable, long nowNs) {
        counters.add(SessionCounters.Figure.DIVERGENCES, 1);
        forgetAlike();
        events.onDivergence(sequence);
        if (requestDue == 0) {
            requestDue = divergence.seen(repairable, nowNs);
            requestNs = divergence.dueNs();
        }
        acks.due();
    }

    private void watchProgress(long nowNs, long heardNs) {
        if (phase == Phase.WAITING && nowNs - heardNs > SILENT_HEARTBEATS * config.heartbeatIntervalNs()) {
            // Of a master that says nothing at all nobody knows whether it stalls; if it stays so the session ends.
            progressNs = nowNs;
        }
        if ((phase == Phase.REAL_TIME && !repairAsked)
                || nowNs - progressNs < config.batchStallNs()
                || requestDue != 0) {
            return;
        }
        counters.add(SessionCounters.Figure.STALLS, 1);
        progressNs = nowNs;
        if (phase == Phase.WAITING || ++stalls > MOST_STALLS) {
            refuser.refuse(Refusal.STALLED, "no progress, although asked for again");
            return;
        }
        requestDue = RequestReason.NO_PROGRESS;
        requestNs = nowNs;
    }

    private int sendAck(long nowNs) {
        if (phase == Phase.STOPPED) {
            return 0;
        }
        boolean whole = phase == Phase.REAL_TIME && !divergence.present();
        return acks.doWork(whole, epoch, stream, masterSequence, images, alikeAt, nowNs);
    }
}
