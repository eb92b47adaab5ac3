package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.pair.Certificates;
import io.ndpair.bench.pair.End;
import io.ndpair.bench.pair.PairDeviceCommand;
import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.bench.suite.Percentiles;
import io.ndpair.node.cli.demo.LoopbackPorts;
import io.ndpair.node.device.Device;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;

/**
 * Two device processes on loopback. In each run the master works alone, then a fresh backup joins, then the same load goes through both,
 * and bare Aeron is measured in between. Confined to one thread.
 */
final class ReplicationSuite {
    static final int RATE = 100_000;
    static final int SMALL = 10_000;
    static final int MOST_TLS_NEIGHBORS = 1_000_000;

    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final int BLAST = 3_000_000;
    private static final int WARM_UP = 500_000;
    /** Until the compilers of both processes have come to rest: through the first eight million a pair runs at 0.6 of its later rate. */
    private static final int PAIR_WARM_UP = 12_000_000;

    private static final int PACED = 200_000;

    /** Pairs of which the first promotion is taken. */
    private static final int FIRST_PROMOTIONS = 3;

    /** A JVM that has just taken a batch backup compiles for some seconds on both cores; a backup has hours before its first promotion. */
    private static final long COMPILERS_REST_NS = 8_000_000_000L;

    private static final int QUICKER = 20;
    private static final long PATIENCE_S = 200;
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_US = 1e3;

    private final ChildJvm jvm;
    private final Plan plan;
    private final Samples samples = new Samples();
    private final Percentiles acks = new Percentiles();
    private final Percentiles oneWays = new Percentiles();
    private final List<Chart> charts = new ArrayList<>();
    private final PrintStream progress;

    /**
     * What is measured.
     *
     * @param neighbors in the tables
     * @param runs of each figure
     * @param quick whether fewer operations will do
     * @param parts which parts
     * @param directory for files while it lasts
     * @param kept for raw histograms; null where none are kept
     */
    record Plan(int neighbors, int runs, boolean quick, java.util.Set<Part> parts, Path directory, Path kept) {
        int some(int count) {
            return quick ? count / QUICKER : count;
        }
    }

    ReplicationSuite(ChildJvm jvm, Plan plan, PrintStream progress) {
        this.jvm = jvm;
        this.plan = plan;
        this.progress = progress;
    }

    /** Measures what was chosen. */
    Samples run() throws IOException {
        if (plan.parts.contains(Part.STREAM)) {
            stream();
        }
        if (plan.parts.contains(Part.PROMOTION)) {
            promotions(Math.min(SMALL, plan.neighbors), "small");
            promotions(plan.neighbors, "large");
        }
        if (plan.parts.contains(Part.RESUME)) {
            new ResumeMeasurement(jvm, plan, samples, charts, progress).run();
        }
        if (plan.parts.contains(Part.TLS)) {
            tls();
        }
        if (plan.parts.contains(Part.REPAIR)) {
            new RepairMeasurement(jvm, plan, samples, progress).run();
        }
        if (plan.parts.contains(Part.CONNTRACKD)) {
            new ConntrackdMeasurement(plan, samples, progress).run();
        }
        if (plan.parts.contains(Part.PROFILES)) {
            new ProfilesMeasurement(jvm, plan, samples, progress).run();
        }
        return samples;
    }

    /** Percentiles and what happened over time. */
    List<Chart> charts() {
        final List<Chart> all = new ArrayList<>();
        if (plan.parts.contains(Part.STREAM)) {
            all.add(acks.chart("replication.ack", "100,000/s: until the peer's ack"));
            all.add(oneWays.chart("replication.oneway", "100,000/s: until the peer has it"));
        }
        all.addAll(charts);
        return all;
    }

    private void tls() throws IOException {
        final Path keys = Files.createDirectories(plan.directory.resolve("keys"));
        Certificates.make(keys);
        final int neighbors = Math.min(plan.neighbors, MOST_TLS_NEIGHBORS);
        for (int run = 0; run < plan.runs; run++) {
            say("plain and TLS " + (run + 1) + " of " + plan.runs);
            protection("tls.plain.", null, neighbors, run);
            protection("tls.", keys, neighbors, run);
        }
    }

    /** A fresh pair: changes as fast as it takes them, a batch backup in place, changes at a fixed rate. */
    private void protection(String key, Path keys, int neighbors, int run) throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final End plainA = end("ta", 1, A, B, port);
        final End plainB = end("tb", 2, B, A, port);
        final End a = keys == null ? plainA : plainA.withKeys(keys);
        final End b = keys == null ? plainB : plainB.withKeys(keys);
        try (Worker master = PairDeviceCommand.start(a, jvm);
                Worker backup = PairDeviceCommand.start(b, jvm);
                Observer observer = new Observer(List.of(master.handle(), backup.handle()))) {
            master.await(Worker.OK, PATIENCE_S);
            backup.await(Worker.OK, PATIENCE_S);
            master.ask("promote", PATIENCE_S);
            master.ask("fill " + neighbors, PATIENCE_S);
            backup.ask("demote", PATIENCE_S);
            backup.ask("batch 0 0", PATIENCE_S);
            master.ask("blast " + plan.some(WARM_UP) + ' ' + neighbors + " 1", PATIENCE_S);
            expect(
                    "TLS sessions of a channel (" + key + ')',
                    keys == null ? 0 : 1,
                    backup.ask("tls", PATIENCE_S).get("sessions"));
            final int count = plan.some(BLAST);
            observer.begin();
            final long tookNs = master.ask("blast " + count + ' ' + neighbors + " 1", PATIENCE_S)
                    .get("tookNs");
            note(observer, key + "rate", count * NS_PER_S / tookNs);
            observer.begin();
            note(observer, key + "batch", inPlace(backup));
            observer.begin();
            final Histogram[] found = paced(master, backup, neighbors, false, key + "run" + run);
            final Disturbance disturbance = observer.end();
            latencies(key + "ack", found[0], disturbance);
            latencies(key + "oneway", found[1], disturbance);
            alike(master, backup);
        } finally {
            remove(a);
            remove(b);
        }
    }

    private End end(String name, int id, String source, String peer, int port) throws IOException {
        return new End(name, id, source, peer, port, Files.createDirectories(plan.directory.resolve(name)));
    }

    private void stream() throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final End a = end("a", 1, A, B, port);
        try (Worker master = PairDeviceCommand.start(a, jvm)) {
            master.await(Worker.OK, PATIENCE_S);
            master.ask("promote", PATIENCE_S);
            say("filling " + plan.neighbors);
            master.ask("fill " + plan.neighbors, PATIENCE_S);
            master.ask(blast(plan.some(WARM_UP), false), PATIENCE_S);
            for (int run = 0; run < plan.runs; run++) {
                say("run " + (run + 1) + " of " + plan.runs);
                alone(master);
                final End b = end("b", 2, B, A, port);
                try (Worker backup = PairDeviceCommand.start(b, jvm)) {
                    backup.await(Worker.OK, PATIENCE_S);
                    joined(master, backup, run);
                } finally {
                    remove(b);
                }
                new PingMeasurement(jvm, plan, samples, acks, oneWays).run(run);
                samples.add("memory.copy", MemoryCopy.entriesPerSecond());
            }
        } finally {
            remove(a);
        }
    }

    static void remove(End end) throws IOException {
        IoUtil.delete(Device.driverDirectory(end.directory()).toFile(), true);
        IoUtil.delete(end.directory().toFile(), true);
    }

    private String blast(int count, boolean hasPeer) {
        return "blast " + count + ' ' + plan.neighbors + ' ' + (hasPeer ? 1 : 0);
    }

    private void alone(Worker master) throws IOException {
        final int count = plan.some(BLAST);
        final long tookNs = master.ask(blast(count, false), PATIENCE_S).get("tookNs");
        samples.add("rate.alone", count * NS_PER_S / tookNs);
    }

    private void joined(Worker master, Worker backup, int run) throws IOException {
        try (Observer observer = new Observer(List.of(master.handle(), backup.handle()))) {
            observer.begin();
            backup.ask("demote", PATIENCE_S);
            final Map<String, Long> batch = backup.ask("batch 0 0", PATIENCE_S);
            note(observer, "batch.fresh", entriesPerSecond(batch));
            expect("entries of a batch backup", master.ask("status", PATIENCE_S).get("size"), batch.get("entries"));
            master.ask(blast(plan.some(PAIR_WARM_UP), true), PATIENCE_S);
            final int count = plan.some(BLAST);
            observer.begin();
            final long tookNs = master.ask(blast(count, true), PATIENCE_S).get("tookNs");
            note(observer, "rate.pair", count * NS_PER_S / tookNs);
            paced(master, backup, false, "warm");
            observer.begin();
            final Histogram[] quiet = paced(master, backup, false, "run" + run);
            final Disturbance disturbance = observer.end();
            latencies("ack", quiet[0], disturbance);
            latencies("oneway", quiet[1], disturbance);
            acks.add("pair", false, quiet[0]);
            oneWays.add("pair", false, quiet[1]);
            // The first into a table that has all: much of it is code that the one into an empty table never ran.
            inPlace(backup);
            observer.begin();
            note(observer, "batch.running", inPlace(backup));
            observer.begin();
            final Histogram[] beside = paced(master, backup, true, "batch" + run);
            if (beside[1].getTotalCount() > 0) {
                note(observer, "live.p99", beside[1].getValueAtPercentile(99) / NS_PER_US);
                oneWays.add("pair, batch backups meanwhile", false, beside[1]);
            }
            alike(master, backup);
        }
    }

    /** A batch backup into a process that has run for a while; answers its entries a second. */
    private double inPlace(Worker backup) throws IOException {
        final long ended = backup.ask("status", PATIENCE_S).get("batchesEnded");
        return entriesPerSecond(backup.ask("batch " + ended + " 1", PATIENCE_S));
    }

    private static double entriesPerSecond(Map<String, Long> batch) {
        return batch.get("entries") * NS_PER_S / batch.get("tookNs");
    }

    /** Answers the latencies to the ack and the ages at the backup. */
    private Histogram[] paced(Worker master, Worker backup, boolean withBatches, String name) throws IOException {
        return paced(master, backup, plan.neighbors, withBatches, name);
    }

    private Histogram[] paced(Worker master, Worker backup, int neighbors, boolean withBatches, String name)
            throws IOException {
        final int count = plan.some(PACED);
        final Path ack = kept("replication-ack-" + name + ".hlog");
        final Path oneWay = kept("replication-oneway-" + name + ".hlog");
        master.send("paced " + RATE + ' ' + count + ' ' + neighbors + ' ' + ack);
        final Map<String, Long> started = master.await("started", PATIENCE_S);
        backup.ask(
                "age " + started.get("sequence") + ' ' + started.get("startNs") + ' ' + RATE + ' ' + count + ' '
                        + (withBatches ? 1 : 0) + ' ' + oneWay,
                PATIENCE_S);
        final long lost = master.await(Worker.OK, PATIENCE_S).get("lost");
        expect("mutations that were never acked", 0, lost);
        return new Histogram[] {HistogramFile.read(ack), HistogramFile.read(oneWay)};
    }

    private Path kept(String name) {
        return (plan.kept == null ? plan.directory : plan.kept).resolve(name);
    }

    private void latencies(String what, Histogram found, Disturbance disturbance) {
        Latency.add(samples, what, found);
        for (final Latency percentile : Latency.values()) {
            samples.disturbed(what + '.' + percentile.key(), disturbance);
        }
    }

    private void alike(Worker master, Worker backup) throws IOException {
        master.ask("peer", PATIENCE_S);
        final Map<String, Long> ours = master.ask("status", PATIENCE_S);
        final Map<String, Long> theirs = backup.ask("status", PATIENCE_S);
        expect("entries of the backup", ours.get("size"), theirs.get("size"));
        expect("digest of the backup", ours.get("digest"), theirs.get("digest"));
        expect("divergences", 0, theirs.get("divergences"));
        expect("gaps of the master's journal", 0, ours.get("gaps"));
    }

    /** Several pairs for the first promotion of a JVM, the last of them for the others. */
    private void promotions(int neighbors, String key) throws IOException {
        final int pairs = plan.quick() ? 1 : FIRST_PROMOTIONS;
        for (int pair = 1; pair <= pairs; pair++) {
            say("promotions at " + neighbors + ", pair " + pair + " of " + pairs);
            promotions(neighbors, key, pair == pairs ? plan.runs : 0);
        }
    }

    private void promotions(int neighbors, String key, int repeats) throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final End a = end("pa", 1, A, B, port);
        final End b = end("pb", 2, B, A, port);
        try (Worker one = PairDeviceCommand.start(a, jvm);
                Worker two = PairDeviceCommand.start(b, jvm);
                Observer observer = new Observer(List.of(one.handle(), two.handle()))) {
            one.await(Worker.OK, PATIENCE_S);
            two.await(Worker.OK, PATIENCE_S);
            one.ask("promote", PATIENCE_S);
            one.ask("fill " + neighbors, PATIENCE_S);
            two.ask("demote", PATIENCE_S);
            two.ask("batch 0 0", PATIENCE_S);
            Worker master = one;
            Worker backup = two;
            if (!plan.quick()) {
                LockSupport.parkNanos(COMPILERS_REST_NS);
            }
            for (int run = 0; run <= repeats; run++) {
                master.ask("peer", PATIENCE_S);
                master.ask("demote", PATIENCE_S);
                observer.begin();
                final double ms = backup.ask("promote", PATIENCE_S).get("tookNs") / NS_PER_MS;
                // The first of a JVM runs code that was never run.
                if (run == 0) {
                    samples.add("promotion.first." + key, ms);
                } else {
                    note(observer, "promotion." + key, ms);
                }
                final Worker former = master;
                master = backup;
                backup = former;
            }
            master.ask("peer", PATIENCE_S);
            alike(master, backup);
        } finally {
            remove(a);
            remove(b);
        }
    }

    private void note(Observer observer, String key, double number) {
        samples.add(key, number);
        samples.disturbed(key, observer.end());
    }

    private void expect(String what, long expected, long found) {
        if (expected != found) {
            samples.wrong(what + ": expected " + expected + ", found " + found);
        }
    }

    private void say(String what) {
        progress.println("bench replication: " + what);
    }
}
