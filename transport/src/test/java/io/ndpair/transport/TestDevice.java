package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.RangeImage;
import io.ndpair.transport.link.PeerLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/** A store and a replicator on a clock of the test's, with everything that the listener was told. */
final class TestDevice implements AutoCloseable, ReplicatorListener {

    private static final int ENTRY_BYTES = 32;

    static final int BACKUP_ID = 10;
    static final long PREFIX = 0x2001_0db8_0000_0000L;

    final int deviceId;
    final StoreConfig storeConfig;
    final List<ReplicationState> states = new ArrayList<>();
    final List<String> sessions = new ArrayList<>();
    final List<Long> divergences = new ArrayList<>();
    final List<Integer> dualMasters = new ArrayList<>();
    final List<List<FactDifference>> differences = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    final List<BatchProgress> progress = new ArrayList<>();
    final List<Integer> fellBehind = new ArrayList<>();
    int mended;
    int handedOver;
    final List<MergeCounts> merged = new ArrayList<>();
    private final SplittableRandom random;
    private final long[] clock;
    AgentsDisk disk;
    NeighborStore store;
    Replicator replicator;
    private List<Agent> agents = List.of();

    TestDevice(StoreConfig storeConfig, long[] clock, long seed) {
        this.deviceId = storeConfig.deviceId();
        this.storeConfig = storeConfig;
        this.clock = clock;
        this.random = new SplittableRandom(seed + deviceId);
    }

    TestDevice openStore() {
        disk = new AgentsDisk(new ChronicleJournals(storeConfig.directory()));
        store = NeighborStore.open(
                storeConfig,
                new StoreContext(() -> clock[0], () -> clock[0] / 1_000_000, StoreListener.NONE, random),
                disk);
        disk.opened = true;
        agents = store.agents();
        for (Agent agent : agents) {
            agent.onStart();
        }
        return this;
    }

    TestDevice connect(ReplicatorConfig config, PeerLink link) {
        replicator =
                new Replicator(config, store, link, new ReplicatorContext(() -> clock[0] / 1_000_000, random, this));
        return this;
    }

    static ReplicatorConfig config(int deviceId) {
        return ReplicatorConfig.of(deviceId, BACKUP_ID, StoreConfig.DEFAULT_MAX_NEIGHBORS)
                .withIntervals(50_000_000L, 500_000_000L, 100_000_000L)
                .withBatchPace(4 * 1024 * 1024, 8, 300_000_000L);
    }

    void becomeMaster() {
        while (replicator.applyArrived(clock[0]) > 0) {
            // Whatever has come from the former master counts.
        }
        store.startEpoch();
        store.defineLink("eth0");
        replicator.role(ReplicationRole.MASTER, clock[0]);
    }

    void becomeBackup() {
        replicator.role(ReplicationRole.BACKUP, clock[0]);
    }

    /** One duty cycle. */
    int step() {
        if (store.isMaster()) {
            store.flush(clock[0]);
        }
        int workCount = replicator == null ? 0 : replicator.doWork(clock[0]);
        runAgents();
        return workCount;
    }

    void runAgents() {
        disk.isAgents = true;
        for (Agent agent : agents) {
            try {
                if (!disk.stuck || !agent.roleName().equals("catch-up")) {
                    agent.doWork();
                }
            } catch (Exception e) {
                throw new IllegalStateException(agent.roleName(), e);
            }
        }
        disk.isAgents = false;
    }

    int put(long low, long mac) {
        return store.upsert(
                PREFIX,
                low,
                1,
                0x0200_0000_0000L | (mac & 0xFFFF_FFFFL),
                NeighborState.REACHABLE,
                0,
                store.tableTimeTicks(clock[0]));
    }

    int remove(long low) {
        return store.remove(PREFIX, low, 1);
    }

    /** Changes an entry of a backup's table behind everybody's back; the index counts entries in hash order. */
    void damage(int index, Consumer<MutableDirectBuffer> change) {
        rewrite(index, (image, count, at) -> {
            change.accept(new UnsafeBuffer(image, at, ENTRY_BYTES));
            return count;
        });
    }

    /** Loses an entry of a backup's table. */
    void lose(int index) {
        rewrite(index, (image, count, at) -> {
            image.putBytes(at, image, (count - 1) * ENTRY_BYTES, ENTRY_BYTES);
            return count - 1;
        });
    }

    private interface Rewriting {
        int rewrite(MutableDirectBuffer image, int count, int at);
    }

    private void rewrite(int index, Rewriting rewriting) {
        UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        RangeImage range = new RangeImage();
        int before = 0;
        for (long position = 0; ; position = range.nextPosition()) {
            store.copyRange(position, image, 0, range);
            if (before + range.count() > index) {
                break;
            }
            before += range.count();
            if (range.nextPosition() == 0) {
                throw new IllegalArgumentException("only " + before + " entries");
            }
        }
        int count = rewriting.rewrite(image, range.count(), (index - before) * ENTRY_BYTES);
        int outcome = store.installRange(range.prefix(), range.depth(), range.asOfSequence(), image, 0, count);
        assertThat(outcome).isPositive();
    }

    boolean has(long low) {
        return store.lookup(PREFIX, low, 1, new NeighborEntry());
    }

    Map<Long, String> content() {
        Map<Long, String> content = new HashMap<>();
        store.forEach(entry -> content.put(entry.addressLow(), entry.toString()));
        return content;
    }

    long applied() {
        return store.lastSequence();
    }

    ReplicationState state() {
        return replicator.status().state();
    }

    void closeStore() {
        if (store != null) {
            disk.opened = false;
            for (Agent agent : agents) {
                agent.onClose();
            }
            store.close();
            store = null;
            agents = List.of();
        }
    }

    @Override
    public void close() {
        if (replicator != null) {
            replicator.close();
            replicator = null;
        }
        closeStore();
    }

    @Override
    public void onUp(int peerDeviceId) {
        sessions.add("up " + peerDeviceId);
    }

    @Override
    public void onDown(String reason) {
        sessions.add("down " + reason);
    }

    @Override
    public void onState(ReplicationState state) {
        states.add(state);
    }

    @Override
    public void onDivergence(long sequence) {
        divergences.add(sequence);
    }

    @Override
    public void onFellBehind(int inARow, long pauseNs) {
        fellBehind.add(inARow);
    }

    @Override
    public void onHandedOver() {
        handedOver++;
    }

    @Override
    public void onMerged(MergeCounts counts) {
        merged.add(counts);
    }

    @Override
    public void onMended() {
        mended++;
    }

    @Override
    public void onDualMaster(int peerDeviceId) {
        dualMasters.add(peerDeviceId);
    }

    @Override
    public void onFactsDiffer(List<FactDifference> these) {
        differences.add(these);
    }

    @Override
    public void onRefused(String what) {
        refusals.add(what);
    }

    @Override
    public void onBatchBackup(BatchProgress step) {
        progress.add(step);
    }
}
