package io.ndpair.bench.store;

import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.workload.Chain;
import io.ndpair.store.model.StoreConfig;
import java.nio.file.Path;

/** Leaves a directory for {@link RecoveryMeasurement}: one with a checkpoint and nothing after it, or one with a journal and nothing else. */
final class RecoveryPreparation implements Measurement {
    static final String NAME = "prepare";
    static final String CHECKPOINT = "checkpoint";
    static final String JOURNAL = "journal";

    /** Mutations of the journal for each neighbor. */
    static final int MUTATIONS_PER_NEIGHBOR = 10;

    private static final long KEEP_ALL_BYTES = 1L << 40;

    static Path directory(Task task) {
        return task.directory().resolve("recover-" + task.detail());
    }

    /** Nothing is let go, and no checkpoint is taken but the one that is asked for. */
    static StoreConfig config(Task task) {
        final StoreConfig defaults = StoreConfig.of(directory(task), 1).withMaxNeighbors(task.neighbors());
        return defaults.withJournal(defaults.generationBytes(), KEEP_ALL_BYTES, KEEP_ALL_BYTES)
                .withDisk(defaults.touchAheadBytes(), defaults.reserveBytes(), defaults.syncIntervalNs(), false);
    }

    static long mutations(Task task) {
        return (long) task.neighbors() * (task.detail().equals(JOURNAL) ? MUTATIONS_PER_NEIGHBOR : 1);
    }

    @Override
    public void run(Task task, SampleLines out) {
        try (RunningStore running = RunningStore.start(config(task))) {
            long refused = running.fill(task.neighbors());
            long state = 1;
            for (long i = task.neighbors(); i < mutations(task); i++) {
                state = Chain.next(state);
                refused += running.upsert(Chain.below(state, task.neighbors())) ? 0 : 1;
                running.awaitRoom();
            }
            running.awaitJournaled();
            out.expect("refused while preparing a recovery", 0, refused);
            if (task.detail().equals(CHECKPOINT)) {
                running.checkpoint();
            }
            out.fact("digest." + task.detail(), Long.toHexString(running.store().digest()));
            out.expect("gaps while preparing a recovery", 0, running.gaps());
            running.errors().forEach(out::wrong);
        }
    }
}
