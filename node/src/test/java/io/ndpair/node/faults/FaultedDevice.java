package io.ndpair.node.faults;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceListener;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.node.faults.Account.Field;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/** A device process that feeds mutations while it is told to, and says in its account how far it has got. */
final class FaultedDevice {
    private static final String PROFILE = "rbp1";
    private static final String LINK = "lan0";
    private static final int MOST_PENDING = 1 << 16;
    private static final int BURST = 64;
    private static final long PAUSE_NS = 1_000_000L;
    private static final long LOG_INTERVAL_NS = 10_000_000_000L;
    private static final long REPORT_INTERVAL_NS = 20_000_000L;

    private record Pending(long ticket, long index) {}

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final Account account;
    private final Device device;
    private final Neighbors neighbors;
    private final Path dump;
    private final int users;
    private final int link;
    private long era;
    private long loggedAtNs = System.nanoTime();
    private long reportedAtNs = System.nanoTime() - REPORT_INTERVAL_NS;
    private long next;

    private FaultedDevice(String[] words) {
        account = Account.open(Path.of(words[5]));
        dump = Path.of(words[5] + ".dump");
        users = Integer.parseInt(words[6]);
        device = Device.builder()
                .name(words[0])
                .deviceId(Integer.parseInt(words[1]))
                .dataDirectory(Path.of(words[4]))
                .service("rbs1", words[3], words[2], 9100)
                .link(LINK)
                .vrrp6(LINK, 1, "fe80::1", group -> group.withPriority("a".equals(words[0]) ? 120 : 100)
                        .withAdvertIntervalCs(10))
                .profile(PROFILE, 10, "rbs1", LINK)
                .follow(PROFILE, LINK, 1)
                .options(options -> options.withListener(new Roles()))
                .start();
        neighbors = device.neighbors(PROFILE).orElseThrow();
        link = neighbors.link(LINK);
    }

    private final class Roles implements DeviceListener {
        @Override
        public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
            account.put(Field.MASTER, role == Role.MASTER ? 1 : 0);
        }

        @Override
        public void onReady(String profile, boolean ready, String reason) {
            account.put(Field.READY, ready ? 1 : 0);
        }
    }

    public static void main(String[] words) throws IOException {
        new FaultedDevice(words).run();
    }

    private void run() throws IOException {
        account.put(Field.STARTED, 1);
        ProcessHandle driver = ProcessHandle.current().parent().orElseThrow();
        while (driver.isAlive()) {
            settle();
            report();
            feed();
            if (account.value(Field.DUMP) != account.value(Field.DUMPED)) {
                dump();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        device.close();
    }

    /** A burst a millisecond. What is refused is offered again, as long as this device is master of its era. */
    private void feed() {
        long wanted = account.value(Field.ERA);
        if (wanted != era) {
            era = wanted;
            pending.clear();
            next = account.value(Field.FIRST);
            account.put(Field.ACKED, next);
            account.put(Field.OFFERED, next);
            account.put(Field.FED_ERA, era);
        }
        for (int i = 0; era != 0 && i < BURST && pending.size() < MOST_PENDING; i++) {
            // Said before it is done: what was offered may be anywhere.
            account.put(Field.OFFERED, next + 1);
            long ticket = neighbors.learn(
                    Users.addressHigh(),
                    Users.addressLow(Users.user(next, users)),
                    link,
                    Users.mac(next),
                    NeighborState.REACHABLE,
                    0);
            if (ticket <= 0) {
                return;
            }
            pending.add(new Pending(ticket, next));
            next++;
        }
    }

    private void settle() {
        Pending first = pending.peek();
        long acked = -1;
        while (first != null && neighbors.isReplicated(first.ticket())) {
            acked = first.index() + 1;
            pending.poll();
            first = pending.peek();
        }
        if (first != null && neighbors.isInDoubt(first.ticket())) {
            account.put(Field.DOUBTFUL_ERA, era);
        }
        if (acked >= 0) {
            account.put(Field.ACKED, acked);
        }
    }

    private void report() {
        long nowNs = System.nanoTime();
        if (nowNs - reportedAtNs < REPORT_INTERVAL_NS) {
            return;
        }
        reportedAtNs = nowNs;
        ProfileReport report = device.reports().get(0);
        account.put(Field.SEQUENCE, report.store().lastSequence());
        account.put(Field.DIGEST, device.digest(PROFILE));
        account.put(Field.DIVERGENCES, report.replication().divergences());
        account.put(Field.BATCH_BACKUPS, report.replication().batchBackups());
        if (nowNs - loggedAtNs >= LOG_INTERVAL_NS) {
            // For whoever has to find out why a run has failed.
            loggedAtNs = nowNs;
            System.out.println(Instant.now() + " era " + era + ", next " + next + ", pending " + pending.size() + ", "
                    + report.role() + ", " + report.replication());
        }
    }

    private void dump() throws IOException {
        NeighborEntry entry = new NeighborEntry();
        Neighbors.Walk walk = neighbors.walk();
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(dump)))) {
            while (walk.next(entry)) {
                out.writeLong(entry.addressHigh());
                out.writeLong(entry.addressLow());
                out.writeLong(entry.mac());
            }
        }
        account.put(Field.DUMPED, account.value(Field.DUMP));
    }
}
