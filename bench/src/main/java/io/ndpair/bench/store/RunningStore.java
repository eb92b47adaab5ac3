package io.ndpair.bench.store;

import io.ndpair.bench.workload.Keys;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;

/**
 * A store as master with its agents on two threads, as a device has them: one that appends, one for what may take long. The writer is the
 * caller's thread.
 */
final class RunningStore implements AutoCloseable {
    static final String THREAD_PREFIX = "store-";

    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(2);
    private static final long PAUSE_NS = 50_000;

    private final NeighborStore store;
    private final Told told;
    private final int ringBytes;
    private final List<AgentRunner> runners = new ArrayList<>();
    // Made once: a wait must not allocate, because what the writer allocates is measured.
    private final BooleanSupplier isRoom;
    private final BooleanSupplier isJournaled;
    private long lastSequence;
    private int ticks = 1;

    private RunningStore(StoreConfig config) {
        told = new Told();
        store = NeighborStore.open(config, StoreContext.system(told));
        ringBytes = config.ringBytes();
        isRoom = () -> store.journalBacklogBytes() < ringBytes / 4;
        isJournaled = () -> store.journaledSequence() >= lastSequence;
    }

    /** Opens a directory and becomes master. */
    static RunningStore start(StoreConfig config) {
        final RunningStore running = new RunningStore(config);
        final List<Agent> agents = running.store.agents();
        running.run(agents.get(0), DeviceIdling.journal(), "journal");
        running.run(new CompositeAgent(agents.subList(1, agents.size())), DeviceIdling.disk(), "disk");
        running.store.startEpoch();
        for (int link = 1; link <= Keys.LINKS; link++) {
            running.store.defineLink("link-" + link);
        }
        return running;
    }

    private void run(Agent agent, IdleStrategy idle, String name) {
        final AgentRunner runner = new AgentRunner(idle, told::onError, null, agent);
        runners.add(runner);
        AgentRunner.startOnThread(runner, task -> {
            final Thread thread = new Thread(task, THREAD_PREFIX + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    NeighborStore store() {
        return store;
    }

    /** Journal gaps so far: the disk was slower than what came. */
    int gaps() {
        return told.gaps;
    }

    /** Errors and corruption that the store told of. */
    List<String> errors() {
        return told.errors;
    }

    /** Puts a neighbor, at a later time than all before. Answers whether it was taken. */
    boolean upsert(long number) {
        return store.upsert(
                        Keys.high(number),
                        Keys.low(number),
                        Keys.link(number),
                        Keys.mac(number),
                        NeighborState.REACHABLE,
                        0,
                        ticks++)
                == Outcome.APPLIED;
    }

    /** Puts the neighbors 0 to n-1 and waits until they are journaled. Answers how many were not taken. */
    long fill(int neighbors) {
        long refused = 0;
        for (int number = 0; number < neighbors; number++) {
            refused += upsert(number) ? 0 : 1;
            awaitRoom();
        }
        awaitJournaled();
        return refused;
    }

    /** Waits while the journal is half a ring behind: a feeder that is no live network gives it time. */
    void awaitRoom() {
        if (store.journalBacklogBytes() > ringBytes / 2) {
            await("room in the ring", isRoom);
        }
    }

    /** Waits until everything is journaled. */
    void awaitJournaled() {
        lastSequence = store.flush(System.nanoTime());
        await("the journal", isJournaled);
    }

    /** Asks for a checkpoint and waits until it is there. */
    void checkpoint() {
        final long before = store.status().checkpoints();
        store.requestCheckpoint();
        await("a checkpoint", () -> store.status().checkpoints() > before);
    }

    private void await(String what, BooleanSupplier reached) {
        final long startNs = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("waited in vain for " + what + ": " + store.status() + told.errors);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Ends the agents, then closes the store. */
    @Override
    public void close() {
        runners.forEach(AgentRunner::close);
        store.close();
    }

    private static final class Told implements StoreListener {
        private final List<String> errors = new ArrayList<>();
        private volatile int gaps;

        @Override
        public void onJournalGap(long firstSequence, String reason) {
            // One thread alone tells of gaps.
            final int before = gaps;
            gaps = before + 1;
        }

        @Override
        public void onJournalRestored() {
            // Nothing to do: the gap was counted.
        }

        @Override
        public void onCorruptTail(String what, long lastGoodSequence) {
            error("corrupt after " + lastGoodSequence + ": " + what);
        }

        @Override
        public void onError(Throwable error) {
            error(error.toString());
        }

        private synchronized void error(String what) {
            errors.add(what);
        }
    }
}
