package io.ndpair.bench.soak;

import io.ndpair.bench.pair.End;
import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A device under faults, as its product runs it, fed by a {@link Feeder}; its roles come from outside. Confined to one thread. */
final class SoakDevice implements AutoCloseable {
    /** Bytes of an entry in a dump: address, MAC and state. */
    static final int DUMPED_BYTES = 25;

    private static final String PROFILE = "rbp1";
    private static final String SERVICE = "rbs1";
    private static final String LINK = "lan0";
    private static final int BACKUP_ID = 10;
    private static final int MTU_BYTES = 8192;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long SWITCH_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_NS = 200_000;
    private static final long FLOOD_HIGH = 0x2001_0db8_f100_0000L;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MOST_ENTRIES_PER_USER = 3;

    private final Device device;
    private final DeviceConfig whole;
    private final Neighbors neighbors;
    private final int link;
    private final Feeder feeder;
    private final SplittableRandom random = new SplittableRandom(1);

    SoakDevice(End end, Path feed, int users) {
        device = Device.builder()
                .name(end.name())
                .deviceId(end.deviceId())
                .dataDirectory(end.directory())
                .service(SERVICE, end.peer(), end.source(), end.port())
                .link(LINK)
                .profile(PROFILE, BACKUP_ID, SERVICE, LINK)
                .options(options -> options.withMtuBytes(MTU_BYTES)
                        .withMaxNeighbors((int) Math.min(1 << 28, (long) users * MOST_ENTRIES_PER_USER)))
                .start();
        whole = device.config();
        neighbors = device.neighbors(PROFILE)
                .orElseThrow(() -> new IllegalStateException("profile " + PROFILE + " does not run"));
        link = neighbors.link(LINK);
        feeder = new Feeder(FeedFile.open(feed), neighbors, link);
    }

    private ProfileReport report() {
        return device.reports().get(0);
    }

    void role(boolean isMaster) {
        final Role wanted = isMaster ? Role.MASTER : Role.BACKUP;
        device.role(PROFILE, wanted);
        await("the role " + wanted, () -> neighbors.role() == wanted);
    }

    /** Answers 1 if this device has handed over to the peer, 0 if it remains master. */
    long switchover() throws IOException {
        try {
            return device.switchover(PROFILE, SWITCH_NS)
                            .get(2 * SWITCH_NS, TimeUnit.NANOSECONDS)
                            .isEmpty()
                    ? 1
                    : 0;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in a switchover", e);
        } catch (final java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("a switchover came to no end", e);
        }
    }

    /** An address scan: neighbors that nobody answers for. Answers how many the device has taken. */
    long flood(int count) {
        long taken = 0;
        for (int i = 0; i < count; i++) {
            taken += neighbors.learn(FLOOD_HIGH, random.nextLong() | 1, link, 0, NeighborState.INCOMPLETE, 0) > 0
                    ? 1
                    : 0;
            if ((i & 0xff) == 0) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
        return taken;
    }

    /** Forgets a neighbor, on both devices. */
    void forget(long high, long low) {
        final long ticket = neighbors.remove(high, low, link);
        await("the peer to forget a neighbor", () -> ticket > 0 && neighbors.isReplicated(ticket));
    }

    long batchBackup() {
        return device.batchBackup(SERVICE);
    }

    /** The operator shuts the service, or opens it again. */
    void shut(boolean whether) {
        if (!whether) {
            device.apply(whole);
            return;
        }
        final RbsConfig open = whole.services().get(SERVICE);
        device.apply(whole.withService(new RbsConfig(SERVICE, open.endpoints(), true, open.sslPolicy())));
    }

    /** Whether it is well; cheap. */
    Map<String, Long> health() {
        final ProfileReport report = report();
        final Map<String, Long> health = new LinkedHashMap<>();
        health.put("master", neighbors.role() == Role.MASTER ? 1L : 0L);
        health.put("ready", neighbors.ready() ? 1L : 0L);
        health.put("gapOpen", report.store().journalGapOpen() ? 1L : 0L);
        health.put("faulty", report.store().journalFault().isEmpty() ? 0L : 1L);
        health.put("sequence", report.store().lastSequence());
        health.put("digest", device.digest(PROFILE));
        return health;
    }

    /** Where it stands, and what it holds; collects its garbage for that. */
    Map<String, Long> status() {
        final ProfileReport report = report();
        final Map<String, Long> status = health();
        status.put("size", report.store().neighbors());
        status.put("journaled", report.store().journaledSequence());
        status.put("gaps", report.store().journalGaps());
        status.put("checkpoints", report.store().checkpoints());
        status.put("corruptTails", report.store().corruptTails());
        status.put("divergences", report.replication().divergences());
        status.put("batches", report.replication().batchBackups());
        status.put("resumes", report.replication().resumes());
        status.put("tableBytes", report.store().memoryBytes());
        status.put("heapBytes", heapAfterCollection());
        status.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
        return status;
    }

    /** What a collection that is asked for leaves. */
    private static long heapAfterCollection() {
        System.gc();
        long bytes = 0;
        for (final MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            final MemoryUsage left = pool.getCollectionUsage();
            bytes += left == null ? 0 : left.getUsed();
        }
        return bytes;
    }

    /** Writes the table into a file, entry by entry while it goes on changing. */
    long dump(Path file) throws IOException {
        final NeighborEntry entry = new NeighborEntry();
        final Neighbors.Walk walk = neighbors.walk();
        long entries = 0;
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            while (walk.next(entry)) {
                out.writeLong(entry.addressHigh());
                out.writeLong(entry.addressLow());
                out.writeLong(entry.mac());
                out.writeByte(entry.state());
                entries++;
            }
        }
        return entries;
    }

    private void await(String what, BooleanSupplier reached) {
        final long startNs = System.nanoTime();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException("waited in vain for " + what + ": " + report());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public void close() {
        feeder.close();
        device.close();
    }
}
