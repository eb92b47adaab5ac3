package io.ndpair.store;

import io.ndpair.store.aging.AgingTable;
import io.ndpair.store.journal.BatchAppender;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.table.Admission;
import io.ndpair.store.table.EntryCheck;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.Operation;

/**
 * The table as its master changes it: each change takes a sequence and is staged for the record that tells the journal and the
 * peer of it; evictions are changes like any other. Belongs to the writer's thread; allocates nothing on the steady path.
 */
final class MasterTable implements AgingTable {
    private final StoreContext context;
    private final NeighborTable table;
    private final Admission admission;
    private final RecordApplier applier;
    private final BatchAppender appender;
    private final TableClock clock;
    private final InvalidCounts invalid;
    private final NeighborEntry changed = new NeighborEntry();
    private final NeighborEntry victim = new NeighborEntry();

    MasterTable(
            StoreContext context,
            NeighborTable table,
            RecordApplier applier,
            BatchAppender appender,
            TableClock clock,
            InvalidCounts invalid) {
        this.context = context;
        this.table = table;
        this.admission = table.admission();
        this.applier = applier;
        this.appender = appender;
        this.clock = clock;
        this.invalid = invalid;
    }

    /** Puts an entry, in the place of one that is worth less if there is no room; an {@link Outcome}. */
    int upsert(long addressHigh, long addressLow, int linkId, long mac, int state, int flags, int lastConfirmedTicks) {
        int cause = EntryCheck.cause(addressHigh, addressLow, linkId, mac, state, flags);
        if (cause != EntryCheck.NOTHING) {
            invalid.count(cause);
            return Outcome.REFUSED_INVALID;
        }
        if (!applier.lineage().links().isKnown(linkId)) {
            invalid.count(EntryCheck.LINK);
            return Outcome.REFUSED_UNKNOWN_LINK;
        }
        changed.set(addressHigh, addressLow, linkId, lastConfirmedTicks, mac, state, flags);
        return put();
    }

    private int put() {
        int outcome = admission.put(changed, next());
        if (outcome < 0) {
            outcome = makeRoom(outcome);
        }
        return staged(changed, outcome, Operation.UPSERT);
    }

    private int makeRoom(int refusal) {
        if (!admission.displaced(changed, refusal, victim)) {
            return table.refuse(refusal);
        }
        remove(victim);
        int outcome = admission.putInPlace(changed, next());
        return outcome < 0 ? table.refuse(outcome) : outcome;
    }

    int remove(long addressHigh, long addressLow, int linkId) {
        victim.set(addressHigh, addressLow, linkId, 0, 0, 0, 0);
        int outcome = table.remove(addressHigh, addressLow, linkId, next());
        return staged(victim, outcome, Operation.REMOVE);
    }

    @Override
    public void remove(NeighborEntry entry) {
        remove(entry.addressHigh(), entry.addressLow(), entry.linkId());
    }

    @Override
    public void changeState(NeighborEntry entry, int state) {
        changed.set(
                entry.addressHigh(),
                entry.addressLow(),
                entry.linkId(),
                entry.lastConfirmedTicks(),
                entry.mac(),
                state,
                entry.flags());
        put();
    }

    @Override
    public boolean lookup(long addressHigh, long addressLow, int linkId, NeighborEntry out) {
        return table.lookup(addressHigh, addressLow, linkId, out);
    }

    @Override
    public boolean sweep(int slots, Admission.EntryVisitor each) {
        return admission.sweep(slots, each);
    }

    @Override
    public long slots() {
        return admission.slots();
    }

    private long next() {
        return applier.lastSequence() + 1;
    }

    private int staged(NeighborEntry entry, int outcome, int operation) {
        if (outcome == Outcome.APPLIED) {
            appender.add(entry, operation);
            applier.advance(next());
            if (appender.full()) {
                flush(context.nanoClock().nanoTime());
            }
        }
        return outcome;
    }

    /** Seals what is staged; answers the last sequence. */
    long flush(long nowNs) {
        int count = appender.count();
        long last = applier.lastSequence();
        if (count > 0) {
            appender.seal(
                    applier.lineage().epoch(),
                    last - count + 1,
                    ticks(nowNs),
                    context.epochClock().time());
        }
        return last;
    }

    /** Table time now, which what the applier knows follows. */
    int ticks(long nowNs) {
        int ticks = clock.ticks(nowNs);
        applier.adoptTableTime(ticks);
        return ticks;
    }
}
