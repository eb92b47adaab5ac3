package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.Operation;
import io.ndpair.transport.codec.MergeLinkDecoder;
import io.ndpair.transport.codec.MergeOfferDecoder;
import io.ndpair.transport.session.SessionCounters.Figure;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;

/**
 * The master's side of a merge: takes what a former master offers, neighbor by neighbor by {@link MergeRule}, as ordinary mutations. Links are the same
 * when their names are, whatever ids the other has given them. Everything is counted by what came of it.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>OVER</td><td>{@link #begin}</td><td>TO_ASK</td></tr>
 * <tr><td>TO_ASK</td><td>MergeRequest sent</td><td>ASKED</td></tr>
 * <tr><td>ASKED</td><td>MergeLink, MergeOffer that is not the last</td><td>ASKED</td></tr>
 * <tr><td>ASKED</td><td>the last MergeOffer</td><td>OVER</td></tr>
 * <tr><td>TO_ASK, ASKED</td><td>no progress for half the stall time: broken, what was still to come is counted</td><td>OVER</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>OVER</td></tr>
 * </table>
 *
 * What is of another stream than that of {@link #begin} was said before the other knew that we wait no longer, and is passed over.
 */
final class MergeTaking {

    private static final int MAX_LINKS = 65_536;
    private static final int UNKNOWN = 0;

    private enum State {
        OVER,
        TO_ASK,
        ASKED
    }

    private final SessionConfig config;
    private final NeighborStore store;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final MergeRemovals removals;
    private final Int2IntHashMap links = new Int2IntHashMap(UNKNOWN);
    private final NeighborEntry ours = new NeighborEntry();
    private final NeighborEntry theirs = new NeighborEntry();
    private State state = State.OVER;
    private int stream;
    private long coveredSequence;
    private long lastSequence;
    private long progressNs;
    private boolean whole;
    private long epochTicks;
    private boolean partedAtEpoch;
    private boolean removalsKnown;

    MergeTaking(SessionConfig config, NeighborStore store, Outlet outlet, SessionCounters counters) {
        this.config = config;
        this.store = store;
        this.outlet = outlet;
        this.counters = counters;
        removals = new MergeRemovals(store);
    }

    /** Begins; the other's history is ours up to the common sequence and goes on to its last. */
    void begin(long commonSequence, long otherLast, int newStream, long nowNs) {
        state = State.TO_ASK;
        stream = newStream;
        links.clear();
        coveredSequence = commonSequence;
        lastSequence = otherLast;
        progressNs = nowNs;
        whole = false;
        History history = store.history();
        removals.begin(commonSequence);
        // Of the epoch, not of the session: a session is made anew whenever the configuration changes.
        epochTicks = Integer.toUnsignedLong(store.epochTicks());
        partedAtEpoch = history.size() > 0 && history.firstSequence(history.size() - 1) <= commonSequence + 1;
    }

    void stop() {
        state = State.OVER;
        removals.stop();
    }

    boolean over() {
        return state == State.OVER;
    }

    int doWork(long nowNs) {
        int workCount = removals.read();
        if (state == State.TO_ASK && workCount > 0 && removals.isBehind()) {
            // Asked when it can be judged what is offered.
            progressNs = nowNs;
        } else if (state == State.TO_ASK && outlet.mergeRequest(coveredSequence, stream)) {
            state = State.ASKED;
            progressNs = nowNs;
            workCount++;
        }
        // What was merged is sealed, whoever else writes.
        store.flush(nowNs);
        if (state != State.OVER && nowNs - progressNs > config.batchStallNs() / 2) {
            counters.add(Figure.MERGES_BROKEN, 1);
            counters.add(Figure.MERGE_LOST, Math.max(0, lastSequence - coveredSequence));
            stop();
        }
        return workCount;
    }

    /**
     * The other's name of a link.
     *
     * @return null, or what is wrong with it
     */
    String onLink(MergeLinkDecoder message, long nowNs) {
        if (state != State.ASKED || (int) message.stream() != stream) {
            return null;
        }
        progressNs = nowNs;
        int id = (int) message.linkId();
        String name = HelloCodec.printable(message.name());
        if (id == UNKNOWN || name.isEmpty() || links.size() >= MAX_LINKS) {
            return "MergeLink: id, name or number of links";
        }
        int known;
        try {
            known = store.defineLink(name);
        } catch (StoreException e) {
            // There is no room for another link: neighbors on it are counted.
            known = UNKNOWN;
        }
        if (known != UNKNOWN) {
            links.put(id, known);
        }
        return null;
    }

    /**
     * Neighbors of the other's.
     *
     * @return null, or what is wrong with them
     */
    String onOffer(MergeOfferDecoder offer, DirectBuffer buffer, long nowNs) {
        if (state != State.ASKED || (int) offer.stream() != stream) {
            return null;
        }
        progressNs = nowNs;
        int count = offer.neighbors().count();
        int at = offer.limit();
        if (offer.sequence() < coveredSequence || offer.last() > 1 || offer.whole() > 1) {
            return "MergeOffer: sequence or flags";
        }
        if (offer.whole() == 1 && !whole) {
            whole = true;
            counters.add(Figure.MERGES_WHOLE, 1);
        }
        int ourNow = store.tableTimeTicks(nowNs);
        // The other has taken our table time over with our Hello: where its own is less, the offer has waited for so
        // long, and what it offers is older than when it was said.
        long theirNow = Math.max(offer.tableTime(), Integer.toUnsignedLong(ourNow));
        store.flush(nowNs);
        removalsKnown = removals.catchUp();
        for (int i = 0; i < count; i++, at += EntryLayout.ENTRY_BYTES) {
            int operation = (buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4;
            if (operation != Operation.UPSERT && operation != Operation.REMOVE) {
                return "MergeOffer: operation " + operation;
            }
            theirs.readFrom(buffer, at);
            counters.add(Figure.MERGE_OFFERED, 1);
            long age = Math.max(0, theirNow - Integer.toUnsignedLong(theirs.lastConfirmedTicks()));
            merge(operation, age, ourNow);
        }
        coveredSequence = offer.sequence();
        if (offer.last() == 1) {
            counters.add(Figure.MERGES, 1);
            stop();
        }
        return null;
    }

    private void merge(int operation, long age, int ourNow) {
        int link = links.get(theirs.linkId());
        if (link == UNKNOWN) {
            counters.add(Figure.MERGE_NO_LINK, 1);
            return;
        }
        boolean has = store.lookup(theirs.addressHigh(), theirs.addressLow(), link, ours);
        NeighborEntry mine = has ? ours : null;
        long ourAge = has ? ageOf(ours, ourNow) : 0;
        boolean untouched = has && partedAtEpoch && Integer.toUnsignedLong(ours.lastConfirmedTicks()) < epochTicks;
        boolean removal = operation == Operation.REMOVE;
        MergeRule.Decision decision = removal
                ? MergeRule.removal(mine, ourAge, age, untouched)
                : MergeRule.neighbor(mine, ourAge, theirs, age, untouched, absence(link, age, ourNow));
        int confirmed = (int) Math.max(0, Integer.toUnsignedLong(ourNow) - age);
        switch (decision) {
            case TAKE:
                take(link, theirs.state(), confirmed);
                break;
            case TAKE_STALE:
                counters.add(Figure.MERGE_CONFLICTS, has ? 1 : 0);
                take(link, NeighborState.STALE, confirmed);
                break;
            case KEEP_STALE:
                counters.add(Figure.MERGE_CONFLICTS, 1);
                counters.add(Figure.MERGE_KEPT, 1);
                doubt(link);
                break;
            case DOUBT:
                counters.add(Figure.MERGE_DOUBTED, 1);
                doubt(link);
                break;
            case INCOMPLETE:
                counters.add(Figure.MERGE_INCOMPLETE, 1);
                break;
            default:
                counters.add(Figure.MERGE_KEPT, 1);
                break;
        }
    }

    private MergeRule.Absence absence(int link, long age, int ourNow) {
        if (!removalsKnown) {
            return MergeRule.Absence.UNSURE;
        }
        long removed = removals.removedTicks(theirs.addressHigh(), theirs.addressLow(), link);
        return removed == MergeRemovals.NEVER
                ? MergeRule.Absence.NEVER_HAD
                : MergeRule.absence(Math.max(0, Integer.toUnsignedLong(ourNow) - removed), age);
    }

    private void take(int link, int state, int confirmed) {
        int outcome = store.upsert(
                theirs.addressHigh(), theirs.addressLow(), link, theirs.mac(), state, theirs.flags(), confirmed);
        counters.add(outcome >= Outcome.UNCHANGED ? Figure.MERGE_TAKEN : Figure.MERGE_REFUSED, 1);
    }

    private void doubt(int link) {
        int outcome = store.upsert(
                ours.addressHigh(),
                ours.addressLow(),
                link,
                ours.mac(),
                NeighborState.STALE,
                ours.flags(),
                ours.lastConfirmedTicks());
        if (outcome < Outcome.UNCHANGED) {
            counters.add(Figure.MERGE_REFUSED, 1);
        }
    }

    private static long ageOf(NeighborEntry entry, int now) {
        return Math.max(0, Integer.toUnsignedLong(now) - Integer.toUnsignedLong(entry.lastConfirmedTicks()));
    }
}
