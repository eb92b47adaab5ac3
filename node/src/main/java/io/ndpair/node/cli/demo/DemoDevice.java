package io.ndpair.node.cli.demo;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.cli.demo.DemoLedger.Command;
import io.ndpair.node.cli.demo.DemoLedger.Field;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceListener;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One device process of the demo, and an example of how software embeds a device: it opens one with the builder, learns neighbors into it,
 * follows which of them the peer holds, and looks entries up.
 *
 * <p>What it is to do, and what it has done, stands in a {@link DemoLedger} that the demo reads.
 */
final class DemoDevice {
    static final String PROFILE = "rbp1";
    static final String LINK = "lan0";
    static final int BACKUP_ID = 10;
    private static final int VRID = 1;
    private static final int ADVERT_INTERVAL_CS = 10;
    private static final long REPORT_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int DUMP_BUFFER_BYTES = 1 << 20;
    private static final int MTU_BYTES = 8192;

    private final DemoSettings settings;
    private final DemoLedger ledger;
    private final Device device;
    private final Neighbors neighbors;
    private final int link;
    private final Feeder feeder;
    private final StableLookups lookups;

    private DemoDevice(DemoSettings settings) {
        this.settings = settings;
        ledger = DemoLedger.open(settings.ledger());
        device = Device.builder()
                .name(settings.name())
                .deviceId(settings.deviceId())
                .dataDirectory(settings.dataDirectory())
                .service("rbs1", settings.peer(), settings.source(), settings.port())
                .link(LINK)
                .vrrp6(LINK, VRID, "fe80::1", group -> group.withPriority(settings.priority())
                        .withAdvertIntervalCs(ADVERT_INTERVAL_CS))
                .profile(PROFILE, BACKUP_ID, "rbs1", LINK)
                .follow(PROFILE, LINK, VRID)
                .options(options -> options.withListener(new RoleToLedger()).withMtuBytes(MTU_BYTES))
                .start();
        neighbors = device.neighbors(PROFILE)
                .orElseThrow(() -> new IllegalStateException("profile " + PROFILE + " does not run"));
        link = neighbors.link(LINK);
        feeder = new Feeder(neighbors, link, ledger, new Workload(settings.seed(), settings.neighbors()), settings);
        lookups = new StableLookups(neighbors, link, ledger, settings.neighbors());
    }

    /** Roles and readiness go straight into the ledger: the demo measures the switchover by them. */
    private final class RoleToLedger implements DeviceListener {
        /** As a backup; a master counts as ready. Both are told on the replication thread. */
        private boolean wasReady;

        @Override
        public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
            ledger.put(Field.ROLE_SINCE_NS, System.nanoTime());
            if (role == Role.MASTER) {
                ledger.put(Field.READY_BEFORE_MASTER, wasReady ? 1 : 0);
            }
            ledger.put(Field.MASTER, role == Role.MASTER ? 1 : 0);
        }

        @Override
        public void onReady(String profile, boolean ready, String reason) {
            ledger.put(Field.READY, ready ? 1 : 0);
            if (ledger.value(Field.MASTER) == 0) {
                wasReady = ready;
            }
        }
    }

    /** Runs a device until it is told to stop, or killed. */
    static void run(DemoSettings settings) throws IOException {
        final DemoDevice demo = new DemoDevice(settings);
        try {
            demo.loop();
        } finally {
            demo.device.close();
        }
    }

    private void loop() throws IOException {
        report(System.nanoTime());
        ledger.put(Field.STARTED, 1);
        long lastReportNs = System.nanoTime();
        Command command = ledger.command();
        final Optional<ProcessHandle> demo = ProcessHandle.current().parent();
        // A device does not outlive the demo that started it, however that ended.
        while (command != Command.STOP && demo.map(ProcessHandle::isAlive).orElse(true)) {
            final long nowNs = System.nanoTime();
            final int work =
                    switch (command) {
                        case FILL -> feeder.fill();
                        case CHURN -> feeder.churn(nowNs);
                        case PROBE -> lookups.run();
                        case DUMP -> dump();
                        case NONE, STOP -> 0;
                    };
            feeder.settle();
            if (nowNs - lastReportNs >= REPORT_INTERVAL_NS) {
                lastReportNs = nowNs;
                report(nowNs);
            }
            if (work == 0) {
                LockSupport.parkNanos(100_000);
            }
            command = ledger.command();
        }
    }

    private void report(long nowNs) {
        final ProfileReport report = device.reports().get(0);
        ledger.put(Field.TABLE_SIZE, report.store().neighbors());
        ledger.put(Field.LAST_SEQUENCE, report.store().lastSequence());
        ledger.put(Field.JOURNALED_SEQUENCE, report.store().journaledSequence());
        ledger.put(Field.PEER_SEQUENCE, report.replication().peerAppliedSequence());
        ledger.put(Field.BATCH_ENTRIES, report.replication().batch().entries());
        ledger.put(Field.BATCH_TOTAL, report.replication().batch().entriesTotal());
        ledger.put(Field.BATCH_RATE, report.replication().batch().entriesPerSecond());
        ledger.put(Field.BATCH_BACKUPS, report.replication().batchBackups());
        ledger.put(Field.DIGEST_CHECKS, report.replication().digestsCompared());
        ledger.put(Field.DIVERGENCES, report.replication().divergences());
        ledger.put(Field.ALIVE_NS, nowNs);
    }

    private int dump() throws IOException {
        if (ledger.isDone(Command.DUMP)) {
            return 0;
        }
        final ByteBuffer bytes = ByteBuffer.allocateDirect(DUMP_BUFFER_BYTES);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final NeighborEntry entry = new NeighborEntry();
        final Neighbors.Walk walk = neighbors.walk();
        try (FileChannel channel = FileChannel.open(
                Path.of(settings.ledger() + ".dump"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            int length = 0;
            while (walk.next(entry)) {
                entry.writeTo(buffer, length, 0);
                length += EntryLayout.ENTRY_BYTES;
                if (length == DUMP_BUFFER_BYTES) {
                    write(channel, bytes, length);
                    length = 0;
                }
            }
            write(channel, bytes, length);
        }
        report(System.nanoTime());
        ledger.put(Field.DIGEST, device.digest(PROFILE));
        ledger.done(Command.DUMP);
        return 1;
    }

    private static void write(FileChannel channel, ByteBuffer bytes, int length) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
