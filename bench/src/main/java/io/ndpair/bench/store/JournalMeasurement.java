package io.ndpair.bench.store;

import io.ndpair.bench.child.Allocation;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.workload.Chain;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.StoreStatus;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * How fast known neighbors are confirmed with a journal (batches, CRC32C, the journal agent and the others on their threads) and without:
 * the table alone. Slices of both take turns. The clock of a slice with a journal stops when its last mutation is journaled, so nothing is
 * left in memory for later.
 */
final class JournalMeasurement implements Measurement {
    static final String NAME = "journal";

    /** Mutations that a writer takes in one duty cycle, after which it seals a batch. */
    static final int CYCLE = 64;

    private static final int SLICES = 4;
    private static final int MUTATIONS = 4_000_000;
    private static final long NO_CHECKPOINT_BYTES = Long.MAX_VALUE;

    @Override
    public void run(Task task, SampleLines out) {
        final String size = Size.label(task.neighbors());
        final int slice = task.operations(MUTATIONS) / SLICES;
        final HashKey key = HashKey.random(new SplittableRandom(task.neighbors()));
        try (Observer observer = new Observer();
                RunningStore running =
                        RunningStore.start(config(task.directory().resolve(NAME), task.neighbors()));
                NeighborTable table = new NeighborTable(TableConfig.of(task.neighbors()), key)) {
            final TableLoops loops = new TableLoops(table, task.neighbors(), 1);
            loops.fill(0, task.neighbors());
            out.expect("refused while filling the store", 0, running.fill(task.neighbors()));
            final Journaled journaled = new Journaled(running, task.neighbors());
            journaled.run(slice);
            loops.upsertKnown(slice);
            for (int run = 0; run < task.runs(); run++) {
                observer.begin();
                long aloneNs = 0;
                long journaledNs = 0;
                for (int i = 0; i < SLICES; i++) {
                    final long startNs = System.nanoTime();
                    loops.upsertKnown(slice);
                    final long middleNs = System.nanoTime();
                    journaled.run(slice);
                    aloneNs += middleNs - startNs;
                    journaledNs += System.nanoTime() - middleNs;
                }
                final Disturbance disturbance = observer.end();
                out.number("table.rate." + size, (double) SLICES * slice * 1e9 / aloneNs);
                out.number("journaled.rate." + size, (double) SLICES * slice * 1e9 / journaledNs);
                out.disturbance("journaled.rate." + size, disturbance);
            }
            allocations(size, running, journaled, slice, out);
            out.expect("mutations refused with a journal", 0, journaled.refused);
            out.expect("mutations refused without", 0, loops.wrong());
            out.expect("entries of the store", task.neighbors(), running.store().size());
            out.fact("journal.gaps." + size, Integer.toString(running.gaps()));
            running.errors().forEach(out::wrong);
        }
    }

    /** As a device configures it, but that no checkpoint falls into a measurement by chance. */
    static StoreConfig config(Path directory, int neighbors) {
        final StoreConfig defaults = StoreConfig.of(directory, 1).withMaxNeighbors(neighbors);
        return defaults.withJournal(
                        defaults.generationBytes(), defaults.retention().journalBytes(), NO_CHECKPOINT_BYTES)
                .withDisk(defaults.touchAheadBytes(), defaults.reserveBytes(), defaults.syncIntervalNs(), false);
    }

    private static void allocations(
            String size, RunningStore running, Journaled journaled, int mutations, SampleLines out) {
        final Allocation allocation = new Allocation();
        final StoreStatus before = running.store().status();
        final long agentsBefore = allocation.bytesOf(RunningStore.THREAD_PREFIX);
        out.number("allocation.journaled." + size, allocation.perOperation(mutations, journaled::run));
        out.number(
                "allocation.agents." + size,
                (double) (allocation.bytesOf(RunningStore.THREAD_PREFIX) - agentsBefore) / mutations);
        final StoreStatus after = running.store().status();
        out.number(
                "journaled.batch." + size,
                (double) mutations / Math.max(1, after.journalRecords() - before.journalRecords()));
    }

    private static final class Journaled {
        private final RunningStore running;
        private final int neighbors;
        private long state = 1;
        private long refused;

        Journaled(RunningStore running, int neighbors) {
            this.running = running;
            this.neighbors = neighbors;
        }

        long run(int mutations) {
            final NeighborStore store = running.store();
            long next = state;
            for (int i = 1; i <= mutations; i++) {
                next = Chain.next(next);
                refused += running.upsert(Chain.below(next, neighbors)) ? 0 : 1;
                if (i % CYCLE == 0) {
                    store.flush(System.nanoTime());
                    running.awaitRoom();
                }
            }
            running.awaitJournaled();
            state = next;
            return refused;
        }
    }
}
