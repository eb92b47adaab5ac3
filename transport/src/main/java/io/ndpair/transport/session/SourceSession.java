package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.table.HashKey;
import io.ndpair.transport.codec.RangeDifferencesDecoder;
import io.ndpair.transport.link.PeerLink;
import org.agrona.DirectBuffer;

/**
 * The master's half of a session: decides how the backup is brought to where the master stands, and sends.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>phase</th><th>event</th><th>next</th></tr>
 * <tr><td>any</td><td>{@link #start}: the position is a point of our history and the journal holds what follows</td><td>START, real time</td></tr>
 * <tr><td>any</td><td>{@link #start}: the position is a point of another history, and goes beyond what that has in common with ours</td>
 *     <td>MERGING, see {@link MergeTaking}</td></tr>
 * <tr><td>MERGING</td><td>it is over</td><td>START, batch backup</td></tr>
 * <tr><td>any</td><td>{@link #start} otherwise; {@link #onRequest}, by hand only outside of a batch backup</td>
 *     <td>START, batch backup</td></tr>
 * <tr><td>IMAGES, ENDING, REAL_TIME</td><td>the cursor is lost</td><td>START, batch backup; PAUSED when that is not the first time, see {@link BatchPause}</td></tr>
 * <tr><td>REAL_TIME</td><td>the next record is of an epoch that the backup cannot be told, see {@link StreamEpochs}</td><td>START, batch backup</td></tr>
 * <tr><td>PAUSED</td><td>the pause is over, or a batch backup is wanted by hand</td><td>START, batch backup</td></tr>
 * <tr><td>START</td><td>StreamStart sent, real time</td><td>REAL_TIME</td></tr>
 * <tr><td>START</td><td>StreamStart sent, batch backup</td><td>CONTROL</td></tr>
 * <tr><td>CONTROL</td><td>key and links sent</td><td>IMAGES</td></tr>
 * <tr><td>IMAGES</td><td>the last range sent</td><td>ENDING</td></tr>
 * <tr><td>ENDING</td><td>records sent up to the newest as-of of all images, BatchBackupEnd sent</td><td>REAL_TIME</td></tr>
 * <tr><td>REAL_TIME</td><td>{@link #onRequest} because of a divergence: a repair begins, see {@link RangeWalk}</td><td>REAL_TIME</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>STOPPED</td></tr>
 * </table>
 *
 * <p>In IMAGES, ENDING and REAL_TIME records flow, before images (live first). An image must stand in the stream before every
 * record that is newer than its as-of, or the image would undo them at the backup: so an image that the link would not take goes first in the next duty
 * cycle, before any further record. What is compared or repaired stands at exactly the last record sent: such digests and images go out when table and
 * stream are at one place. A batch backup of a table that the backup has in part asks range by range what differs, so one that was cut off, or that
 * follows a mastership of the backup's, moves what is needed. Images not yet acked are bounded in number, see {@link ImageWindow}; so are images and records of a duty cycle.
 */
final class SourceSession {

    /** After so many duty cycles in which records left no room for images, one image goes first. */
    private static final int STARVED_DUTY_CYCLES = 8;

    private static final HashKey NO_KEY = new HashKey(0, 0, 0, 0);

    private enum Phase {
        STOPPED,
        MERGING,
        START,
        CONTROL,
        IMAGES,
        ENDING,
        REAL_TIME,
        PAUSED
    }

    private final SessionConfig config;
    private final NeighborStore store;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final SessionEvents events;
    private final BatchMeter meter;
    private final LagMeter lag = new LagMeter();
    private final BatchPause pause = new BatchPause();
    private final StreamEpochs epochs = new StreamEpochs();
    private final RangeWalk walk;
    private final RepairSender repair;
    private final MergeTaking merge;
    private final RecordHandler recordHandler = this::onRecord;
    private CatchUp cursor;
    private Epoch epoch = Epoch.NONE;
    private Phase phase = Phase.STOPPED;
    private boolean batch;
    private int stream;
    private long startSequence;
    private int controlIndex;
    private boolean backupHasSome;
    private int askingDelayed;
    private long newestAsOf;
    private int starvedCycles;
    private boolean backPressured;
    private boolean untold;
    private long heartbeatNs;
    private long digestAt = -1;

    SourceSession(
            SessionConfig config,
            NeighborStore store,
            Outlet outlet,
            SessionCounters counters,
            SessionEvents events,
            BatchMeter meter) {
        this.config = config;
        this.events = events;
        this.store = store;
        this.outlet = outlet;
        this.counters = counters;
        this.meter = meter;
        walk = new RangeWalk(store, outlet, config.imagesInFlight());
        repair = new RepairSender(config, outlet, counters, events, walk);
        merge = new MergeTaking(config, store, outlet, counters);
    }

    /** A session was made with a backup that says this; an epoch that was used twice means that nothing is common. */
    void start(PeerHello backup, boolean usedTwice, long nowNs) {
        epoch = store.position().epoch();
        stream = 0;
        heartbeatNs = nowNs;
        lag.reset();
        if (cursor == null) {
            cursor = new CatchUp(store.cursorAhead(), counters);
        }
        long lastSequence = store.flush(nowNs);
        long from = backup.position().sequence();
        HashKey key = store.hashKey();
        boolean sameKey = key != null && backup.hashKeyId() == key.id();
        backupHasSome = sameKey && backup.position().sequence() > 0;
        boolean resume = sameKey
                && !usedTwice
                && store.history().contains(backup.position(), lastSequence)
                && cursor.seek(from + 1);
        if (!resume) {
            beginMergeOrBatch(backup, usedTwice, lastSequence, nowNs);
            return;
        }
        batch = false;
        repair.stop();
        epochs.begin(backup.position().epoch());
        startSequence = from;
        nextStream();
    }

    private void beginMergeOrBatch(PeerHello backup, boolean usedTwice, long lastSequence, long nowNs) {
        long common =
                (usedTwice ? History.EMPTY : store.history()).commonWith(lastSequence, backup.history(), from(backup));
        if (!backup.position().contiguous() || backup.history().size() == 0 || from(backup) <= common) {
            beginBatch(backupHasSome, nowNs);
            return;
        }
        stream++;
        batch = false;
        repair.stop();
        merge.begin(common, from(backup), stream, nowNs);
        phase = Phase.MERGING;
    }

    private static long from(PeerHello backup) {
        return backup.position().sequence();
    }

    /** The session is over. */
    void stop() {
        meter.breakOff();
        phase = Phase.STOPPED;
        repair.stop();
        merge.stop();
    }

    void close() {
        stop();
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    boolean inBatch() {
        return batch;
    }

    /** A former master is asked for what it has, before it is brought to where we stand. */
    boolean merging() {
        return phase == Phase.MERGING;
    }

    /** Takes what a former master offers. */
    MergeTaking merge() {
        return merge;
    }

    /** A batch backup or a repair is wanted: by the backup, or by hand at this device. */
    void onRequest(int reason, long nowNs) {
        boolean paused = phase == Phase.PAUSED;
        if (phase == Phase.STOPPED || merging() || (reason == RequestReason.BY_HAND ? batch && !paused : paused)) {
            return;
        }
        if (reason == RequestReason.DIVERGENCE && phase == Phase.REAL_TIME) {
            repair.begin();
            return;
        }
        // Whoever asks by hand, or because a repair did not mend it, does not want to rely on digests.
        beginBatch(reason == RequestReason.NO_PROGRESS && backupHasSome, nowNs);
    }

    /**
     * The backup's answer to the digests of a page.
     *
     * @return null, or what is wrong with it
     */
    String onDifferences(RangeDifferencesDecoder differences) {
        if ((int) differences.stream() != stream || phase == Phase.STOPPED) {
            return null;
        }
        long before = walk.alike();
        String complaint = walk.answer(differences);
        counters.add(SessionCounters.Figure.RANGES_ALIKE, walk.alike() - before);
        return complaint;
    }

    /**
     * The backup says what it has.
     *
     * @return null, or what is wrong with it
     */
    String onAck(
            long term,
            int deviceId,
            long applied,
            long journaled,
            long received,
            int ackedStream,
            long ranges,
            long alikeAt) {
        if (applied < 0
                || journaled < 0
                || journaled > applied
                || received < applied
                || alikeAt > received
                || alikeAt < -1) {
            return "Ack: journaled, applied and received are not in order";
        }
        if (ackedStream != stream || term != epoch.term() || deviceId != epoch.deviceId()) {
            // Spoken before it had read the start of this stream or epoch: a sign of life, no more.
            return null;
        }
        if (received > Math.max(startSequence, counters.value(SessionCounters.Figure.SENT_SEQUENCE))) {
            return "Ack: received was never sent";
        }
        if (ranges > walk.sent()) {
            return "Ack: more ranges than were sent";
        }
        walk.acked(ranges);
        store.peerHas(journaled);
        counters.set(SessionCounters.Figure.ALIKE_AT, alikeAt);
        if (alikeAt >= 0 && alikeAt == digestAt) {
            events.onAlike(alikeAt);
        }
        counters.set(SessionCounters.Figure.PEER_JOURNALED, journaled);
        counters.set(SessionCounters.Figure.PEER_APPLIED, applied);
        return null;
    }

    int doWork(long nowNs) {
        int workCount = 0;
        backPressured = false;
        if (phase == Phase.MERGING) {
            workCount += merge.doWork(nowNs);
            if (merge.over()) {
                events.onMerged();
                beginBatch(backupHasSome, nowNs);
            }
        }
        if (phase == Phase.PAUSED && pause.over(nowNs)) {
            beginBatch(true, nowNs);
        }
        if (phase == Phase.START && !sendStart(nowNs)) {
            return 0;
        }
        if (phase == Phase.CONTROL) {
            workCount += sendControlRecords();
        }
        boolean streaming = phase == Phase.IMAGES || phase == Phase.ENDING || phase == Phase.REAL_TIME;
        if (streaming && batch && (walk.imagePending() || starvedCycles >= STARVED_DUTY_CYCLES)) {
            starvedCycles = 0;
            workCount += sendImages(1, nowNs);
        }
        if (streaming && !(batch && walk.imagePending()) && !backPressured) {
            workCount += sendRecords(nowNs);
        }
        if (phase == Phase.IMAGES) {
            int sent = backPressured ? 0 : sendImages(config.imagesPerDutyCycle(), nowNs);
            starvedCycles = sent == 0 && backPressured ? starvedCycles + 1 : 0;
            workCount += sent;
        }
        if (repair.running() && !backPressured && atOnePlace()) {
            workCount += repair.doWork(epoch, store.lastSequence());
            // So that the backup need not wait to see whether it is mended.
            heartbeatNs = repair.running() ? heartbeatNs : nowNs;
        }
        if (phase == Phase.ENDING && !backPressured) {
            workCount += sendEnd(nowNs);
        }
        walk.observe(counters.value(SessionCounters.Figure.SENT_SEQUENCE), nowNs);
        workCount += sendHeartbeat(nowNs);
        observeLag(nowNs);
        return workCount;
    }

    private void beginBatch(boolean asking, long nowNs) {
        batch = true;
        epochs.begin(epoch);
        startSequence = store.flush(nowNs);
        repair.stop();
        walk.begin(asking);
        askingDelayed = 0;
        controlIndex = 0;
        newestAsOf = startSequence;
        starvedCycles = 0;
        counters.add(SessionCounters.Figure.BATCH_BACKUPS, 1);
        meter.begin(store.size(), nowNs);
        nextStream();
    }

    private void nextStream() {
        stream++;
        phase = Phase.START;
        walk.newStream();
        counters.set(SessionCounters.Figure.ALIKE_AT, -1);
        digestAt = -1;
        // What was acked before may be of a table that the peer no longer has.
        counters.set(SessionCounters.Figure.PEER_APPLIED, 0);
        counters.set(SessionCounters.Figure.PEER_JOURNALED, 0);
        counters.set(SessionCounters.Figure.SENT_SEQUENCE, startSequence);
    }

    private boolean sendStart(long nowNs) {
        if (batch) {
            // Taken anew at every try, so that a link that was full for long does not begin with what is old.
            startSequence = store.flush(nowNs);
            newestAsOf = startSequence;
            counters.set(SessionCounters.Figure.SENT_SEQUENCE, startSequence);
            cursor.seekEnd();
        }
        HashKey key = batch ? store.hashKey() : NO_KEY;
        boolean sent = key != null
                && outlet.streamStart(
                        epoch,
                        stream,
                        startSequence,
                        key,
                        store.size(),
                        store.tableTimeTicks(nowNs),
                        batch ? Outlet.MODE_BATCH : Outlet.MODE_REAL_TIME);
        if (sent) {
            phase = batch ? Phase.CONTROL : Phase.REAL_TIME;
            if (!batch) {
                counters.add(SessionCounters.Figure.RESUMES, 1);
            }
        }
        return sent;
    }

    private int sendControlRecords() {
        int workCount = 0;
        while (workCount < config.recordsPerDutyCycle()) {
            int length = store.copyControlRecord(controlIndex, outlet.scratch(), 0);
            if (length == 0) {
                phase = Phase.IMAGES;
                return workCount + 1;
            }
            if (!outlet.offer(outlet.scratch(), 0, length)) {
                backPressured = true;
                return workCount;
            }
            controlIndex++;
            workCount++;
        }
        return workCount;
    }

    private int sendRecords(long nowNs) {
        int taken = cursor.poll(recordHandler, config.recordsPerDutyCycle(), nowNs);
        if (untold) {
            untold = false;
            beginBatch(backupHasSome, nowNs);
            return 1;
        }
        if (taken != RecordCursor.LOST) {
            return taken;
        }
        counters.add(SessionCounters.Figure.JOURNAL_LOST, 1);
        long pauseNs = pause.lost(nowNs);
        meter.breakOff();
        repair.stop();
        // The state is that of a batch backup already: the peer does not have all, and nothing more follows in this
        // stream.
        batch = true;
        phase = Phase.PAUSED;
        events.onFellBehind(pause.inARow(), pauseNs);
        return 1;
    }

    private boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int count) {
        if (length > PeerLink.MAX_MESSAGE_BYTES) {
            throw new IllegalStateException("record of " + length + " bytes, a store's limit on batches is wrong");
        }
        StreamEpochs.Verdict verdict = epochs.of(buffer, offset, count);
        if (verdict == StreamEpochs.Verdict.PASS_OVER) {
            return true;
        }
        untold = verdict == StreamEpochs.Verdict.UNTOLD;
        if (untold) {
            return false;
        }
        if (!outlet.offer(buffer, offset, length)) {
            backPressured = true;
            return false;
        }
        epochs.sent(buffer, offset);
        if (count > 0) {
            counters.set(SessionCounters.Figure.SENT_SEQUENCE, firstSequence + count - 1);
        }
        counters.add(SessionCounters.Figure.RECORDS_SENT, 1);
        counters.add(SessionCounters.Figure.MUTATIONS_SENT, count);
        return true;
    }

    private int sendImages(int most, long nowNs) {
        endImages(nowNs);
        int sent = 0;
        while (sent < most && phase == Phase.IMAGES && !walk.asked() && walk.hasRoom()) {
            if (walk.toAsk() && !ask()) {
                return sent;
            }
            if (walk.asked()) {
                meter.covered(walk.position(), nowNs);
                return sent + 1;
            }
            if (!walk.offerImage()) {
                backPressured = true;
                return sent;
            }
            sent++;
            newestAsOf = Math.max(newestAsOf, walk.range().asOfSequence());
            meter.range(walk.range().count(), walk.position(), nowNs);
            endImages(nowNs);
        }
        return sent;
    }

    /** Asks what differs, or where records keep on coming, goes on without; false when it is to be tried again. */
    private boolean ask() {
        if (atOnePlace()) {
            askingDelayed = 0;
            backPressured = !walk.offerPage(epoch, store.lastSequence());
            return !backPressured;
        }
        if (++askingDelayed < STARVED_DUTY_CYCLES) {
            return false;
        }
        askingDelayed = 0;
        walk.skipAsking();
        return true;
    }

    private void endImages(long nowNs) {
        if (phase == Phase.IMAGES && walk.over()) {
            phase = Phase.ENDING;
            meter.covered(0, nowNs);
        }
    }

    /** Whether the stream has come exactly as far as the table: only there digests mean something to the backup. */
    private boolean atOnePlace() {
        long lastSequence = store.lastSequence();
        return counters.value(SessionCounters.Figure.SENT_SEQUENCE) == lastSequence
                && cursor.nextSequence() == lastSequence + 1;
    }

    private int sendEnd(long nowNs) {
        long lastSequence = store.flush(nowNs);
        long sent = counters.value(SessionCounters.Figure.SENT_SEQUENCE);
        if (sent < newestAsOf) {
            return 0;
        }
        boolean caughtUp = sent == lastSequence;
        long digest = caughtUp ? store.digest() : 0;
        if (!outlet.batchEnd(epoch, sent, caughtUp, digest, meter.entries(), walk.sent(), store.history())) {
            return 0;
        }
        batch = false;
        phase = Phase.REAL_TIME;
        meter.end(nowNs);
        return 1;
    }

    private int sendHeartbeat(long nowNs) {
        if (nowNs - heartbeatNs < 0 || phase == Phase.START || phase == Phase.STOPPED) {
            return 0;
        }
        long lastSequence = store.lastSequence();
        // The digest is that of the table as it is now: it means something only where the stream has come as far.
        boolean comparable = phase == Phase.REAL_TIME && walk.over() && atOnePlace();
        long digest = comparable ? store.digest() : 0;
        if (!outlet.heartbeat(epoch, lastSequence, comparable, digest, store.tableTimeTicks(nowNs))) {
            return 0;
        }
        digestAt = comparable ? lastSequence : digestAt;
        heartbeatNs = nowNs + config.heartbeatIntervalNs();
        return 1;
    }

    private void observeLag(long nowNs) {
        long last = store.lastSequence();
        long peer = counters.value(SessionCounters.Figure.PEER_APPLIED);
        counters.set(SessionCounters.Figure.LAG_MUTATIONS, Math.max(0, last - peer));
        counters.set(SessionCounters.Figure.LAG_NS, lag.observe(last, peer, nowNs));
    }
}
