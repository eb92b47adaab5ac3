package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.pair.End;
import io.ndpair.bench.pair.PairDeviceCommand;
import io.ndpair.node.cli.demo.LoopbackPorts;
import io.ndpair.store.table.EntryLayout;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Alters an entry in the memory of the backup's table, behind the table's back: one bit, which the backup finds and puts back by itself; and three
 * bits, for which its scrub can but own up, so that the next heartbeat's digest differs and the master repairs the range. Both devices
 * are at rest otherwise. Entries are drawn, so the place of the scrub at the time of the flip is too.
 */
final class RepairMeasurement {
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final int ONE_BIT = 0x10;
    private static final int THREE_BITS = 0x92;
    private static final long PATIENCE_S = 200;
    private static final double NS_PER_MS = 1e6;
    private static final double PERCENT = 100;

    private final ChildJvm jvm;
    private final ReplicationSuite.Plan plan;
    private final Samples samples;
    private final PrintStream progress;
    private final SplittableRandom random = new SplittableRandom(1);

    RepairMeasurement(ChildJvm jvm, ReplicationSuite.Plan plan, Samples samples, PrintStream progress) {
        this.jvm = jvm;
        this.plan = plan;
        this.samples = samples;
        this.progress = progress;
    }

    void run() throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final End a = new End("fa", 1, A, B, port, directory("fa"));
        final End b = new End("fb", 2, B, A, port, directory("fb"));
        try (Worker master = PairDeviceCommand.start(a, jvm);
                Worker backup = PairDeviceCommand.start(b, jvm);
                Observer observer = new Observer(List.of(master.handle(), backup.handle()))) {
            master.await(Worker.OK, PATIENCE_S);
            backup.await(Worker.OK, PATIENCE_S);
            master.ask("promote", PATIENCE_S);
            master.ask("fill " + plan.neighbors(), PATIENCE_S);
            backup.ask("demote", PATIENCE_S);
            backup.ask("batch 0 0", PATIENCE_S);
            master.ask("peer", PATIENCE_S);
            for (int run = 0; run < plan.runs(); run++) {
                progress.println("bench replication: flipped bits " + (run + 1) + " of " + plan.runs());
                final Map<String, Long> bit = flip(master, backup, ONE_BIT, observer, "repair.bit");
                samples.add("repair.bit.moved", share(bit.get("repairBytes")));
                final Map<String, Long> entry = flip(master, backup, THREE_BITS, observer, "repair");
                samples.add("repair.moved", share(entry.get("repairBytes")));
                samples.add("repair.received", share(entry.get("bytes")));
                if (entry.get("divergences") == 0) {
                    samples.wrong("three bits that flipped were mended without a repair by the master");
                } else {
                    samples.add("repair.known.ms", entry.get("repairNs") / NS_PER_MS);
                }
            }
        } finally {
            ReplicationSuite.remove(a);
            ReplicationSuite.remove(b);
        }
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(plan.directory().resolve(name));
    }

    private Map<String, Long> flip(Worker master, Worker backup, int bits, Observer observer, String key)
            throws IOException {
        final Map<String, Long> ours = master.ask("status", PATIENCE_S);
        final long number = random.nextInt(plan.neighbors());
        observer.begin();
        backup.send("flip " + number + ' ' + bits + ' ' + ours.get("digest"));
        backup.await("flipped", PATIENCE_S);
        final Map<String, Long> found = backup.await(Worker.OK, PATIENCE_S);
        samples.add(key + ".ms", found.get("tookNs") / NS_PER_MS);
        samples.disturbed(key + ".ms", observer.end());
        final Map<String, Long> theirs = backup.ask("status", PATIENCE_S);
        final Map<String, Long> now = master.ask("status", PATIENCE_S);
        if (!theirs.get("digest").equals(now.get("digest"))
                || !theirs.get("size").equals(now.get("size"))) {
            samples.wrong("tables differ after bits " + bits + " of neighbor " + number + " had flipped: " + now + ", "
                    + theirs);
        }
        return found;
    }

    private double share(long moved) {
        return PERCENT * moved / ((double) plan.neighbors() * EntryLayout.ENTRY_BYTES);
    }
}
