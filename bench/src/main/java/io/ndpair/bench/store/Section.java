package io.ndpair.bench.store;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The parts of the benchmark that can be chosen; written in lower case. */
enum Section {
    /** Lookups, upserts of known neighbors, allocations. */
    LOOKUP,
    /** Other maps with the same keys. */
    PEERS,
    /** Insertion from empty: rate, and the slowest of single ones. */
    GROWTH,
    /** Resident bytes an entry. */
    MEMORY,
    /** Reader beside writer; range copy beside writer. */
    INTERFERENCE,
    /** Mutations with a journal. */
    JOURNAL,
    /** Mutations at a fixed rate on the disk. */
    OPENLOOP,
    /** Opening a directory: from a checkpoint, by replay. */
    RECOVERY,
    /** Ever more readers beside a writer. */
    READERS,
    /** Neighbors that arrive and leave: rate, and memory after turnovers. */
    CHURN;

    /** What is measured if nothing is chosen: all but what {@code bench scaling} is for. */
    static Set<Section> usual() {
        return EnumSet.complementOf(EnumSet.of(READERS, CHURN));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
