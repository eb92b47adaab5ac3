package io.ndpair.bench.store;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;

/**
 * A table of always the same number of neighbors, of which the one that is there longest leaves and a new one arrives; hashing makes that places
 * all over the table. Confined to one thread.
 */
final class ChurnLoop {
    private static final int ALL = 100;
    private static final int PAIR = 2;

    private final NeighborTable table;
    private final int neighbors;
    private final NeighborEntry entry = new NeighborEntry();
    private long first;
    private long state = 1;
    private long sequence;
    private int ticks;
    private long wrong;

    ChurnLoop(NeighborTable table, int neighbors) {
        this.table = table;
        this.neighbors = neighbors;
    }

    void fill() {
        for (long number = 0; number < neighbors; number++) {
            put(number);
        }
    }

    /** So many mutations; of a hundred, so many are departures and arrivals, as many of each. */
    void mutate(int mutations, int percent) {
        long turned = 0;
        int done = 0;
        while (done < mutations) {
            if (turned * ALL < (long) done * percent || percent == ALL) {
                replace();
                turned += PAIR;
                done += PAIR;
            } else {
                state = Chain.next(state);
                put(first + Chain.below(state, neighbors));
                done++;
            }
        }
        table.appliedSequence(sequence);
    }

    /** Everybody leaves and as many others arrive, one by one. */
    void turnOver() {
        for (int i = 0; i < neighbors; i++) {
            replace();
        }
        table.appliedSequence(sequence);
    }

    private void replace() {
        final long leaves = first++;
        wrong += table.remove(Keys.high(leaves), Keys.low(leaves), Keys.link(leaves), ++sequence) == Outcome.APPLIED
                ? 0
                : 1;
        put(leaves + neighbors);
    }

    private void put(long number) {
        entry.set(
                Keys.high(number),
                Keys.low(number),
                Keys.link(number),
                ++ticks,
                Keys.mac(number),
                NeighborState.REACHABLE,
                0);
        wrong += table.upsert(entry, ++sequence) == Outcome.APPLIED ? 0 : 1;
    }

    int size() {
        return table.size();
    }

    long wrong() {
        return wrong;
    }

    /** How many of those that are there are not right, and how many of the last that left still are. */
    long check() {
        long bad = 0;
        for (long number = first; number < first + neighbors; number++) {
            bad += found(number) && entry.mac() == Keys.mac(number) ? 0 : 1;
        }
        for (long number = Math.max(0, first - neighbors); number < first; number++) {
            bad += found(number) ? 1 : 0;
        }
        return bad;
    }

    private boolean found(long number) {
        return table.lookup(Keys.high(number), Keys.low(number), Keys.link(number), entry);
    }
}
