package io.ndpair.bench.store;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.LookupBatch;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;

/** The loops over one table that holds the neighbors 0 to n-1. Every answer is checked and wrong ones are counted. Confined to one thread. */
final class TableLoops {
    static final int BATCH = 64;

    private final NeighborTable table;
    private final long neighbors;
    private final NeighborEntry entry = new NeighborEntry();
    private final LookupBatch batch = new LookupBatch(BATCH);
    private final long[] batchNumbers = new long[BATCH];
    private long state;
    private long sequence;
    private int ticks = 1;
    private long wrong;

    TableLoops(NeighborTable table, long neighbors, long seed) {
        this.table = table;
        this.neighbors = neighbors;
        state = seed;
        sequence = table.appliedSequence();
    }

    /** Answers that were wrong. */
    long wrong() {
        return wrong;
    }

    /** Puts the numbers from..to-1, in their order. */
    void fill(long from, long to) {
        for (long number = from; number < to; number++) {
            wrong += put(number, 0) == Outcome.APPLIED ? 0 : 1;
        }
        table.appliedSequence(sequence);
    }

    int put(long number, int lastConfirmedTicks) {
        entry.set(
                Keys.high(number),
                Keys.low(number),
                Keys.link(number),
                lastConfirmedTicks,
                Keys.mac(number),
                NeighborState.REACHABLE,
                0);
        return table.upsert(entry, ++sequence);
    }

    long hitDependent(int lookups) {
        long next = state;
        long errors = 0;
        long result = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next + result);
            final long number = Chain.below(next, neighbors);
            errors += table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry) ? 0 : 1;
            result = entry.mac();
            errors += result == Keys.mac(number) ? 0 : 1;
        }
        state = next;
        wrong += errors;
        return result;
    }

    long hitIndependent(int lookups) {
        long next = state;
        long errors = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next);
            final long number = Chain.below(next, neighbors);
            errors += table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry) ? 0 : 1;
            errors += entry.mac() == Keys.mac(number) ? 0 : 1;
        }
        state = next;
        wrong += errors;
        return errors;
    }

    long missDependent(int lookups) {
        long next = state;
        long found = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next + found);
            final long number = neighbors + Chain.below(next, neighbors);
            found += table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry) ? 1 : 0;
        }
        state = next;
        wrong += found;
        return found;
    }

    long missIndependent(int lookups) {
        long next = state;
        long found = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next);
            final long number = neighbors + Chain.below(next, neighbors);
            found += table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry) ? 1 : 0;
        }
        state = next;
        wrong += found;
        return found;
    }

    long hitBatch(int lookups) {
        for (int done = 0; done < lookups; done += BATCH) {
            final int size = Math.min(BATCH, lookups - done);
            addToBatch(size, 0);
            int errors = size - table.lookupBatch(batch);
            for (int i = 0; i < size; i++) {
                errors += batch.entry(i, entry) && entry.mac() == Keys.mac(batchNumbers[i]) ? 0 : 1;
            }
            wrong += errors;
        }
        return state;
    }

    long missBatch(int lookups) {
        for (int done = 0; done < lookups; done += BATCH) {
            addToBatch(Math.min(BATCH, lookups - done), neighbors);
            wrong += table.lookupBatch(batch);
        }
        return state;
    }

    private void addToBatch(int size, long firstNumber) {
        batch.clear();
        long next = state;
        for (int i = 0; i < size; i++) {
            next = Chain.next(next);
            final long number = firstNumber + Chain.below(next, neighbors);
            batchNumbers[i] = number;
            batch.add(Keys.high(number), Keys.low(number), Keys.link(number));
        }
        state = next;
    }

    /** Confirms known neighbors, each at a later time than all before, so that every one of them is a change. */
    long upsertKnown(int upserts) {
        long next = state;
        long errors = 0;
        ticks++;
        for (int i = 0; i < upserts; i++) {
            next = Chain.next(next);
            errors += put(Chain.below(next, neighbors), ticks + i) == Outcome.APPLIED ? 0 : 1;
        }
        ticks += upserts;
        table.appliedSequence(sequence);
        state = next;
        wrong += errors;
        return errors;
    }

    /** What the keys themselves cost. */
    long keysOnly(int keys) {
        long next = state;
        long sum = 0;
        for (int i = 0; i < keys; i++) {
            next = Chain.next(next);
            final long number = Chain.below(next, neighbors);
            sum += Keys.high(number) ^ Keys.low(number) ^ Keys.link(number);
        }
        state = next;
        return sum;
    }
}
