package io.ndpair.bench.soak;

import java.nio.file.Path;
import java.util.Set;

/**
 * What a soak is to do.
 *
 * @param durationNs of the run, from when all users have arrived
 * @param neighbors users
 * @param ratePerSecond of their changes
 * @param faults what is done to the pair
 * @param seed of users and faults
 * @param isLossPlanted whether a neighbor is forgotten at the end that the ledger has as acked
 * @param directory for files while it lasts
 */
record Plan(
        long durationNs,
        int neighbors,
        int ratePerSecond,
        Set<Fault> faults,
        long seed,
        boolean isLossPlanted,
        Path directory) {
    private static final long ENTRY_BYTES = 40;
    private static final long ENTRIES_PER_USER = 2;
    private static final long CHECKPOINTS = 3;
    private static final long MIB = 1 << 20;
    /** As the store keeps by default: a gibibyte, two files of 128 MiB, what is touched ahead and what comes until a checkpoint. */
    private static final long JOURNAL_BYTES = (1024 + 2 * 128 + 64 + 256) * MIB;

    private static final long SPARE_BYTES = 512 * MIB;

    /** More than that on the disk means that something is kept that should have gone. */
    long mostDiskBytes() {
        return JOURNAL_BYTES + CHECKPOINTS * ENTRIES_PER_USER * ENTRY_BYTES * neighbors;
    }

    /** Of a file system of one device's own: what is kept too long is to be seen before it fills. */
    long diskBytes() {
        return 2 * mostDiskBytes() + SPARE_BYTES;
    }
}
