package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.environment.ProcFiles;
import io.ndpair.bench.pair.End;
import io.ndpair.bench.pair.PairDeviceCommand;
import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.node.cli.demo.LoopbackPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The same neighbors and the same changes, cut into 1 to 64 profiles over one service: a table, a journal and a session each, on the same threads. A
 * fresh pair for each number of profiles, in every run.
 */
final class ProfilesMeasurement {
    static final int[] PROFILES = {1, 2, 4, 8, 16, 32, 64};
    static final int MOST_NEIGHBORS = 1_000_000;

    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final int QUICK_MANY = 8;
    private static final int BLAST = 3_000_000;
    private static final int WARM_UP = 500_000;
    private static final int PACED = 300_000;
    private static final long REST_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PATIENCE_S = 200;
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_US = 1e3;
    private static final double PERCENT = 100;
    private static final double KIB_PER_MIB = 1024;

    private final ChildJvm jvm;
    private final ReplicationSuite.Plan plan;
    private final Samples samples;
    private final PrintStream progress;

    ProfilesMeasurement(ChildJvm jvm, ReplicationSuite.Plan plan, Samples samples, PrintStream progress) {
        this.jvm = jvm;
        this.plan = plan;
        this.samples = samples;
        this.progress = progress;
    }

    void run() throws IOException {
        for (int run = 0; run < plan.runs(); run++) {
            for (final int profiles : PROFILES) {
                if (!plan.quick() || profiles == 1 || profiles == QUICK_MANY) {
                    progress.println(
                            "bench replication: " + profiles + " profiles, run " + (run + 1) + " of " + plan.runs());
                    pair(profiles, run);
                }
            }
        }
    }

    private void pair(int profiles, int run) throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final End a = new End("ma", 1, A, B, port, directory("ma")).withProfiles(profiles);
        final End b = new End("mb", 2, B, A, port, directory("mb")).withProfiles(profiles);
        try (Worker master = PairDeviceCommand.start(a, jvm);
                Worker backup = PairDeviceCommand.start(b, jvm);
                Observer observer = new Observer(List.of(master.handle(), backup.handle()))) {
            master.await(Worker.OK, PATIENCE_S);
            backup.await(Worker.OK, PATIENCE_S);
            master.ask("promote", PATIENCE_S);
            final int neighbors = Math.min(plan.neighbors(), MOST_NEIGHBORS);
            master.ask("fill " + neighbors, PATIENCE_S);
            backup.ask("demote", PATIENCE_S);
            backup.ask("ready", PATIENCE_S);
            master.ask("blast " + plan.some(WARM_UP) + ' ' + neighbors + " 1", PATIENCE_S);
            final int count = plan.some(BLAST);
            observer.begin();
            final long tookNs = master.ask("blast " + count + ' ' + neighbors + " 1", PATIENCE_S)
                    .get("tookNs");
            note("rate", profiles, count * NS_PER_S / tookNs, observer.end());
            paced(master, backup, neighbors, profiles, run, observer);
            observer.begin();
            final long restNs = System.nanoTime();
            final Duration before = cpu(master, backup);
            LockSupport.parkNanos(REST_NS);
            final double idle = share(before, cpu(master, backup), System.nanoTime() - restNs);
            note("idle", profiles, idle, observer.end());
            samples.add("profiles.memory." + profiles, resident(master) + resident(backup));
            alike(master, backup, neighbors, profiles);
        } finally {
            ReplicationSuite.remove(a);
            ReplicationSuite.remove(b);
        }
    }

    private void paced(Worker master, Worker backup, int neighbors, int profiles, int run, Observer observer)
            throws IOException {
        final Path kept = plan.kept() == null ? plan.directory() : plan.kept();
        final Path file = kept.resolve("profiles-" + profiles + "-ack-run" + run + ".hlog");
        final String request = "paced " + ReplicationSuite.RATE + ' ' + plan.some(PACED) + ' ' + neighbors + ' ' + file;
        // Twice: what is compiled in the first is not measured.
        offer(master, request);
        observer.begin();
        final long startNs = System.nanoTime();
        final Duration before = cpu(master, backup);
        final long lost = offer(master, request);
        final double busy = share(before, cpu(master, backup), System.nanoTime() - startNs);
        final Disturbance disturbance = observer.end();
        if (lost != 0) {
            samples.wrong(lost + " mutations of " + profiles + " profiles were never acked");
        }
        final Histogram acks = HistogramFile.read(file);
        note("ack.p50", profiles, acks.getValueAtPercentile(50) / NS_PER_US, disturbance);
        note("ack.p99", profiles, acks.getValueAtPercentile(99) / NS_PER_US, disturbance);
        note("cpu", profiles, busy, disturbance);
    }

    private static long offer(Worker master, String request) throws IOException {
        master.send(request);
        master.await("started", PATIENCE_S);
        return master.await(Worker.OK, PATIENCE_S).get("lost");
    }

    private void alike(Worker master, Worker backup, int neighbors, int profiles) throws IOException {
        master.ask("peer", PATIENCE_S);
        final Map<String, Long> ours = master.ask("status", PATIENCE_S);
        final Map<String, Long> theirs = backup.ask("status", PATIENCE_S);
        // The neighbor that told of the promotion was removed again.
        if (ours.get("size") != neighbors
                || !ours.get("size").equals(theirs.get("size"))
                || !ours.get("digest").equals(theirs.get("digest"))
                || theirs.get("divergences") != 0) {
            samples.wrong("tables of " + profiles + " profiles with " + neighbors + " neighbors differ: " + ours + ", "
                    + theirs);
        }
    }

    private void note(String what, int profiles, double number, Disturbance disturbance) {
        final String key = "profiles." + what + '.' + profiles;
        samples.add(key, number);
        samples.disturbed(key, disturbance);
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(plan.directory().resolve(name));
    }

    private static Duration cpu(Worker one, Worker other) {
        return one.handle()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .plus(other.handle().info().totalCpuDuration().orElse(Duration.ZERO));
    }

    private static double share(Duration before, Duration after, long tookNs) {
        return PERCENT * after.minus(before).toNanos() / tookNs;
    }

    private static double resident(Worker worker) {
        final Path status = Path.of("/proc/" + worker.handle().pid() + "/status");
        return ProcFiles.number(status, "VmRSS:") / KIB_PER_MIB;
    }
}
