package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Epoch;

/**
 * When a backup acks and what it claims: at once where something was applied or has changed, when more of it is journaled, and at the latest
 * after a heartbeat's interval. An ack claims that everything up to a sequence is here; where that is not so it claims nothing (0).
 */
final class AckSender {
    private final NeighborStore store;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final long intervalNs;
    private final LagMeter lag = new LagMeter();
    private boolean due;
    private long latestNs;
    private long ackedJournaled;

    AckSender(NeighborStore store, Outlet outlet, SessionCounters counters, long intervalNs) {
        this.store = store;
        this.outlet = outlet;
        this.counters = counters;
        this.intervalNs = intervalNs;
    }

    /** A session was made. */
    void begin(long nowNs) {
        due = false;
        latestNs = nowNs;
        lag.reset();
    }

    /** Something has changed that the master should know of now. */
    void due() {
        due = true;
    }

    /**
     * A duty cycle.
     *
     * @param whole          the table is like the master's as of the last sequence, as far as this device knows
     * @param masterSequence that the master is known to have
     * @param images         range images of this stream that were installed
     * @param alikeAt        where the tables were last found alike, negative if not yet
     */
    int doWork(boolean whole, Epoch epoch, int stream, long masterSequence, long images, long alikeAt, long nowNs) {
        long received = store.lastSequence();
        long applied = whole ? received : 0;
        long journaled = Math.min(store.journaledSequence(), applied);
        long behind = Math.max(0, masterSequence - received);
        counters.set(SessionCounters.Figure.LAG_MUTATIONS, behind);
        counters.set(SessionCounters.Figure.LAG_NS, lag.observe(masterSequence, received, nowNs));
        if (!due && journaled == ackedJournaled && nowNs - latestNs < 0) {
            return 0;
        }
        if (!outlet.ack(epoch, applied, journaled, received, stream, images, alikeAt)) {
            return 0;
        }
        due = false;
        ackedJournaled = journaled;
        latestNs = nowNs + intervalNs;
        return 1;
    }
}
