package io.ndpair.bench.store;

import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;

/** An empty table whose memory is touched ahead of need by a thread beside the writer's, as a device does. */
final class TouchedTable implements AutoCloseable {
    private final NeighborTable table;
    private final AgentRunner toucher;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    TouchedTable(int maxNeighbors, long seed) {
        table = new NeighborTable(TableConfig.of(maxNeighbors), HashKey.random(new SplittableRandom(seed)));
        toucher = new AgentRunner(DeviceIdling.disk(), failure::set, null, new Toucher());
        AgentRunner.startOnThread(toucher);
    }

    NeighborTable table() {
        return table;
    }

    @Override
    public void close() {
        toucher.close();
        table.close();
        if (failure.get() != null) {
            throw new IllegalStateException("memory could not be touched", failure.get());
        }
    }

    private final class Toucher implements Agent {
        @Override
        public int doWork() {
            return table.prepareMemory();
        }

        @Override
        public String roleName() {
            return "memory-toucher";
        }
    }
}
