package io.ndpair.bench.jmh;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.IoUtil;
import org.agrona.concurrent.Agent;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a mutation cost until it is in the journal, in batches of 64, all on one thread: table, batch, checksum, ring, append? Expected:
 * 250 ns at most on a table that fits the cache, of which Chronicle Queue itself takes some 50.
 */
public class JournalAppendBenchmark extends MicroBenchmark {
    private static final int NEIGHBORS = 10_000;
    private static final int BATCH = 64;

    /** The agents that open files and sync them need their turn only now and then. */
    private static final int BATCHES_A_TURN = 256;

    private Path directory;
    private NeighborStore store;
    private List<Agent> agents;
    private long state = 1;
    private int ticks;
    private int batches;

    /** Opens a store as master. */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".ndpair-jmh-");
        store = NeighborStore.open(
                StoreConfig.of(directory, 1).withMaxNeighbors(NEIGHBORS), StoreContext.system(new StoreListener() {
                    @Override
                    public void onError(Throwable error) {
                        throw new IllegalStateException(error);
                    }
                }));
        agents = store.agents();
        store.startEpoch();
        for (int link = 1; link <= Keys.LINKS; link++) {
            store.defineLink("link-" + link);
        }
    }

    /** Takes everything away. */
    @TearDown
    public void close() {
        store.close();
        IoUtil.delete(directory.toFile(), true);
    }

    /** A batch of 64, sealed and appended. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long append() throws Exception {
        for (int i = 0; i < BATCH; i++) {
            state = Chain.next(state);
            final long number = Chain.below(state, NEIGHBORS);
            store.upsert(
                    Keys.high(number),
                    Keys.low(number),
                    Keys.link(number),
                    Keys.mac(number),
                    NeighborState.REACHABLE,
                    0,
                    ++ticks & Integer.MAX_VALUE);
        }
        final long last = store.flush(System.nanoTime());
        batches++;
        while (store.journaledSequence() < last) {
            if (agents.get(0).doWork() == 0 || batches % BATCHES_A_TURN == 0) {
                for (int i = 1; i < agents.size(); i++) {
                    agents.get(i).doWork();
                }
            }
        }
        return last;
    }
}
