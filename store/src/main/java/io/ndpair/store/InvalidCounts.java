package io.ndpair.store;

import io.ndpair.store.journal.Count;
import io.ndpair.store.table.EntryCheck;

/** Counts refused neighbors by what was wrong with them. The writer counts, any thread reads. */
final class InvalidCounts {
    private final Count address = new Count();
    private final Count mac = new Count();
    private final Count state = new Count();
    private final Count link = new Count();
    private final Count flags = new Count();

    /** One more, by a cause of {@link EntryCheck}; no cause counts nothing. */
    void count(int cause) {
        switch (cause) {
            case EntryCheck.ADDRESS -> address.increment();
            case EntryCheck.MAC -> mac.increment();
            case EntryCheck.STATE -> state.increment();
            case EntryCheck.LINK -> link.increment();
            case EntryCheck.FLAGS -> flags.increment();
            default -> {}
        }
    }

    InvalidStatus status() {
        return new InvalidStatus(address.value(), mac.value(), state.value(), link.value(), flags.value());
    }
}
