package io.ndpair.node.simulation;

import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.device.DeviceParts;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.ReplicatorConfig;
import io.ndpair.transport.ReplicatorContext;
import io.ndpair.transport.ReplicatorListener;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.SplittableRandom;

/** One device with its disk and its clocks: what a process is, and what outlives it. */
final class SimDevice implements StoreListener, ReplicatorListener {
    static final String PROFILE = "rbp1";
    static final int BACKUP_ID = 10;
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long MOST_WALL_MS = 1_700_000_000_000L;

    /** A mutation that waits for the peer's ack. */
    record Waiting(long ticket, int key, int number) {}

    final int index;
    final int deviceId;
    final Simulation world;
    final SplittableRandom random;
    final SimPlatform platform;
    final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    /** Stable neighbors that this process has had once. */
    final BitSet seen = new BitSet();

    final NeighborEntry entry = new NeighborEntry();
    SimDisk disk;
    NeighborStore store;
    DeviceParts parts;
    RecordCursor tap;
    DeviceConfig config;
    int incarnation;
    /** Its table may lack something that it had promised to keep, until it has caught up. */
    boolean behind = true;
    /** A bit of its table was flipped and not found yet. */
    boolean tainted;

    boolean lossyDisk;

    boolean wasMaster;
    long wallOffsetMs;
    double rate = 1;
    double wallRate = 1;
    private long clockBaseNs;
    private long clockSinceNs;
    private long wallSinceNs;
    long pausedUntilNs;
    long divergences;
    long refusals;
    boolean checkpointAtClose;

    SimDevice(int index, Simulation world, SplittableRandom random, SimPlatform platform, DeviceConfig config) {
        this.index = index;
        this.deviceId = index + 1;
        this.world = world;
        this.random = random;
        this.platform = platform;
        this.config = config;
        clockBaseNs = random.nextLong(1L << 50);
        checkpointAtClose = random.nextBoolean();
        disk = new SimDisk(this::wallMs);
    }

    long nowNs() {
        return clockBaseNs + (long) ((world.nowNs - clockSinceNs) * rate);
    }

    void drift(double newRate, double newWallRate) {
        clockBaseNs = nowNs();
        clockSinceNs = world.nowNs;
        wallOffsetMs += (long) ((world.nowNs - wallSinceNs) / 1e6 * (wallRate - 1));
        wallSinceNs = world.nowNs;
        rate = newRate;
        wallRate = newWallRate;
    }

    long wallMs() {
        return MOST_WALL_MS
                + wallOffsetMs
                + world.nowNs / 1_000_000L
                + (long) ((world.nowNs - wallSinceNs) / 1e6 * (wallRate - 1));
    }

    boolean isUp() {
        return parts != null;
    }

    Role role() {
        return parts == null ? Role.INITIALIZE : parts.neighbors().role();
    }

    ReplicationState state() {
        return parts == null
                ? ReplicationState.DISCONNECTED
                : parts.replicator().status().state();
    }

    void start() {
        incarnation++;
        Path directory = disk.path("/store");
        StoreConfig storeConfig = StoreConfig.of(directory, deviceId)
                .withMaxNeighbors(world.plan.maxNeighbors)
                .withRing(256 << 10, 64)
                .withJournal(1 << 20, world.plan.journalBytes, 256 << 10)
                .withDisk(0, 0, 100_000_000L, checkpointAtClose);
        store = NeighborStore.open(
                storeConfig,
                new StoreContext(this::nowNs, this::wallMs, this, random),
                new SimJournals(disk, directory));
        tap = store.cursor();
        wasMaster = false;
        seen.clear();
        waiting.clear();
        parts = new DeviceParts(
                config,
                PROFILE,
                this::nowNs,
                this::wallMs,
                store,
                platform,
                () -> world.link.end(index).reopen(),
                ReplicatorConfig.of(deviceId, BACKUP_ID, world.plan.maxNeighbors)
                        .withBatchPace(64 << 10, world.plan.imagesPerCycle, 1_000_000_000L),
                new ReplicatorContext(this::wallMs, random, this));
        world.trace(this, "starts with " + store.size() + " neighbors at " + store.position());
    }

    /** The process is gone, in good order or not. */
    private void gone() {
        world.link.end(index).lose();
        world.wire.end(index).clear();
        parts = null;
        tap.close();
        store = null;
    }

    /** Ends the process without a word, and finds what is left on the disk. */
    void crash(boolean power, boolean torn) {
        world.trace(this, power ? "loses its power" : "is killed");
        NeighborStore dead = store;
        DeviceParts deadParts = parts;
        SimDisk left = disk.survivor(random, power, torn);
        gone();
        deadParts.replicator().close();
        dead.close();
        disk = left;
    }

    /** Resigns, says goodbye, brings everything to disk. */
    void shutDown() throws Exception {
        world.trace(this, "is shut down");
        parts.resign();
        for (int i = 0; i < 4; i++) {
            for (var agent : store.agents()) {
                agent.doWork();
            }
        }
        NeighborStore closing = store;
        disk.unmapAll();
        gone();
        closing.close();
    }

    void step() throws Exception {
        parts.doWork();
        String told = parts.told();
        if (!told.isEmpty()) {
            world.trace(this, "says" + told);
        }
    }

    /** What this device has for a neighbor, {@link Ledger#ABSENT} if nothing. */
    long find(int key) {
        boolean found = parts.neighbors().lookup(PREFIX, low(key), key & 1, entry);
        return found ? entry.mac() : Ledger.ABSENT;
    }

    long learn(int key, long mac) {
        return parts.neighbors().learn(PREFIX, low(key), key & 1, mac, NeighborState.REACHABLE, 0);
    }

    long remove(int key) {
        return parts.neighbors().remove(PREFIX, low(key), key & 1);
    }

    void scan(long low) {
        parts.neighbors().learn(PREFIX + 1, low, 0, 0, NeighborState.INCOMPLETE, 0);
    }

    /** Two neighbors have one address on two links. */
    private static long low(int key) {
        return 0x0200_00ff_fe00_0000L + (key >> 1);
    }

    @Override
    public void onJournalGap(long firstSequence, String reason) {
        world.trace(this, "has a journal gap from " + firstSequence + ": " + reason);
    }

    @Override
    public void onJournalRestored() {
        world.trace(this, "has its journal whole again");
    }

    @Override
    public void onCorruptTail(String what, long lastGoodSequence) {
        world.trace(this, "cut a tail: " + what);
    }

    @Override
    public void onError(Throwable error) {
        world.error(this, error);
    }

    @Override
    public void onState(ReplicationState state) {
        world.trace(this, "replication " + state);
    }

    @Override
    public void onDivergence(long sequence) {
        divergences++;
        world.diverged(this, sequence);
    }

    @Override
    public void onMended() {
        world.trace(this, "is mended");
    }

    @Override
    public void onDualMaster(int peerDeviceId) {
        world.trace(this, "sees another master");
    }

    @Override
    public void onRefused(String what) {
        refusals++;
        world.refused(this, what);
    }
}
