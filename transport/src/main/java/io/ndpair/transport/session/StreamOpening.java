package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.Position;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.Rekeying;
import io.ndpair.transport.codec.StreamStartDecoder;

/**
 * What stands between a StreamStart and the stream: a table that has another hash key than the master moves to the master's first, a segment in a duty
 * cycle, because ten million entries at once would hold up every other profile of this thread for seconds. The table does not change meanwhile, as
 * nothing of the stream is taken. A table that has the key, or is not to be replaced, goes through at once.
 */
final class StreamOpening {

    private static final int SEGMENTS_PER_DUTY_CYCLE = 1;

    /** A StreamStart that was found right. */
    record Start(
            boolean batch,
            Epoch epoch,
            long sequence,
            HashKey key,
            long entriesEstimate,
            int tableTimeTicks,
            int stream) {}

    private final NeighborStore store;
    private Start start;
    private boolean refused;

    StreamOpening(NeighborStore store) {
        this.store = store;
    }

    /** What a StreamStart says, or null when it was refused; {@code waiting} for a first one. */
    static Start check(StreamStartDecoder start, boolean waiting, Position position, Refuser refuser) {
        boolean batch = start.mode() == Outlet.MODE_BATCH;
        long sequence = start.sequence();
        if (!HelloCodec.termInBounds(start.term())
                || sequence < 0
                || (!batch && start.mode() != Outlet.MODE_REAL_TIME)) {
            refuser.refuse(Refusal.MALFORMED, "StreamStart: term, sequence or mode");
            return null;
        }
        Epoch epoch = new Epoch(start.term(), (int) start.deviceId());
        if (epoch.compareTo(position.epoch()) < 0) {
            refuser.refuse(Refusal.STALE_EPOCH, "StreamStart of " + epoch + ", seen " + position.epoch());
            return null;
        }
        if (!batch && (!waiting || !position.contiguous() || position.sequence() != sequence)) {
            refuser.refuse(
                    Refusal.SEQUENCE_GAP, "StreamStart after " + sequence + ", we stand at " + position.sequence());
            return null;
        }
        HashKey key = new HashKey(start.hashKey0(), start.hashKey1(), start.hashKey2(), start.hashKey3());
        return new Start(
                batch, epoch, sequence, key, start.entriesEstimate(), (int) start.tableTime(), (int) start.stream());
    }

    void begin(Start next) {
        start = next;
        refused = false;
    }

    boolean pending() {
        return start != null;
    }

    /** Whether the last {@link #doWork} found that it cannot be done. */
    boolean refused() {
        return refused;
    }

    /** The start, as soon as the stream may begin; null before. */
    Start doWork() {
        int outcome =
                start.batch() ? store.rekeying().towards(start.key(), SEGMENTS_PER_DUTY_CYCLE) : Outcome.UNCHANGED;
        if (outcome == Rekeying.MORE) {
            return null;
        }
        Start ready = start;
        start = null;
        refused = outcome < 0;
        return ready;
    }

    /** The stream will not begin. */
    void stop() {
        start = null;
        store.rekeying().abandon();
    }
}
