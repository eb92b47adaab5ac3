package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.pair.End;
import io.ndpair.bench.pair.PairDeviceCommand;
import io.ndpair.bench.pair.UdpProxy;
import io.ndpair.node.cli.demo.LoopbackPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The channel between two devices is cut and comes back while the master learns 100,000/s: how long until the backup is at its heels again. */
final class ResumeMeasurement {
    /** As the quick kind; long enough that the session ends. */
    private static final int QUICK_CUT_S = 3;

    private static final int CUT_S = 10;
    private static final int BEFORE_S = 1;
    private static final int AFTER_S = 3;
    /** So many hundredths of a second of load; a device that is less behind has caught up. */
    private static final int BEHIND = 2;

    private static final int MOST_NEIGHBORS = 1_000_000;
    private static final long PATIENCE_S = 200;
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;
    private static final int NOTES_PER_POINT = 8;

    private final ChildJvm jvm;
    private final ReplicationSuite.Plan plan;
    private final Samples samples;
    private final List<Chart> charts;
    private final PrintStream progress;

    ResumeMeasurement(
            ChildJvm jvm, ReplicationSuite.Plan plan, Samples samples, List<Chart> charts, PrintStream progress) {
        this.jvm = jvm;
        this.plan = plan;
        this.samples = samples;
        this.charts = charts;
        this.progress = progress;
    }

    void run() throws IOException {
        final List<String> addresses = List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4");
        final int port = LoopbackPorts.free(addresses, 1);
        final int neighbors = Math.min(plan.neighbors(), MOST_NEIGHBORS);
        final End a = new End("ca", 1, "127.0.0.1", "127.0.0.3", port, directory("ca"));
        final End b = new End("cb", 2, "127.0.0.2", "127.0.0.4", port, directory("cb"));
        try (UdpProxy proxy = UdpProxy.start("127.0.0.1", "127.0.0.3", "127.0.0.2", "127.0.0.4", port);
                Worker master = PairDeviceCommand.start(a, jvm);
                Worker backup = PairDeviceCommand.start(b, jvm);
                Observer observer = new Observer(List.of(master.handle(), backup.handle()))) {
            master.await(Worker.OK, PATIENCE_S);
            backup.await(Worker.OK, PATIENCE_S);
            master.ask("promote", PATIENCE_S);
            master.ask("fill " + neighbors, PATIENCE_S);
            backup.ask("demote", PATIENCE_S);
            backup.ask("batch 0 0", PATIENCE_S);
            for (int run = 0; run < plan.runs(); run++) {
                progress.println("bench replication: cut " + (run + 1) + " of " + plan.runs());
                observer.begin();
                one(proxy, master, backup, neighbors, run);
                samples.disturbed("resume", observer.end());
            }
        } finally {
            ReplicationSuite.remove(a);
            ReplicationSuite.remove(b);
        }
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(plan.directory().resolve(name));
    }

    private void one(UdpProxy proxy, Worker master, Worker backup, int neighbors, int run) throws IOException {
        final int cutS = plan.quick() ? QUICK_CUT_S : CUT_S;
        final int count = ReplicationSuite.RATE * (BEFORE_S + cutS + AFTER_S);
        final Map<String, Long> before = backup.ask("status", PATIENCE_S);
        final Path file = plan.directory().resolve("cut" + run + ".hlog");
        master.send("paced " + ReplicationSuite.RATE + ' ' + count + ' ' + neighbors + ' ' + file);
        final long startNs = master.await("started", PATIENCE_S).get("startNs");
        awaitNs(startNs + TimeUnit.SECONDS.toNanos(BEFORE_S));
        final long cutNs = System.nanoTime();
        proxy.cut(true);
        awaitNs(cutNs + TimeUnit.SECONDS.toNanos(cutS));
        proxy.cut(false);
        final long healNs = System.nanoTime();
        final long lost = master.await(Worker.OK, PATIENCE_S).get("lost");
        final Map<String, Long> after = backup.ask("status", PATIENCE_S);
        final Map<String, Long> ours = master.ask("status", PATIENCE_S);
        if (lost != 0 || !after.get("digest").equals(ours.get("digest"))) {
            samples.wrong("after a cut " + lost + " mutations were never acked; digests " + ours.get("digest") + ", "
                    + after.get("digest"));
        }
        final List<long[]> notes = notes(file);
        samples.add("resume.batches", (double) (after.get("batches") - before.get("batches")));
        samples.add("resume.ms", caughtUpNs(notes, healNs - startNs) / NS_PER_MS);
        if (run == 0) {
            chart(notes, (cutNs - startNs) / NS_PER_S, (healNs - startNs) / NS_PER_S);
        }
    }

    /** Nanoseconds after the cut until the peer was at most two hundredths of a second of load behind. */
    static double caughtUpNs(List<long[]> notes, long healedNs) throws IOException {
        for (final long[] note : notes) {
            if (note[0] > healedNs && note[1] - note[2] <= ReplicationSuite.RATE / 100 * BEHIND) {
                return note[0] - healedNs;
            }
        }
        throw new IOException("the backup never caught up after the cut");
    }

    private static List<long[]> notes(Path hlog) throws IOException {
        final List<long[]> notes = new ArrayList<>();
        for (final String line : Files.readAllLines(Path.of(hlog + ".series"))) {
            final String[] words = line.split(" ", -1);
            notes.add(new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])});
        }
        return notes;
    }

    private void chart(List<long[]> notes, double cutS, double healedS) {
        final List<Chart.Point> lag = new ArrayList<>();
        final List<Chart.Point> acked = new ArrayList<>();
        for (int i = NOTES_PER_POINT; i < notes.size(); i += NOTES_PER_POINT) {
            final long[] note = notes.get(i);
            final long[] last = notes.get(i - NOTES_PER_POINT);
            final double atS = note[0] / NS_PER_S;
            lag.add(new Chart.Point(atS, note[1] - note[2]));
            acked.add(new Chart.Point(atS, (note[2] - last[2]) * NS_PER_S / (note[0] - last[0])));
        }
        final List<Chart.Mark> marks = List.of(new Chart.Mark(cutS, healedS, "cut"));
        final Chart.Axis seconds = new Chart.Axis("seconds", false);
        charts.add(new Chart(
                "replication.resume.lag",
                "A cut at 100,000/s: mutations not acked yet",
                seconds,
                new Chart.Axis("mutations", false),
                List.of(new Chart.Line("lag", false, lag)),
                marks));
        charts.add(new Chart(
                "replication.resume.rate",
                "A cut at 100,000/s: mutations acked a second",
                seconds,
                new Chart.Axis("1/s", false),
                List.of(new Chart.Line("acked", false, acked)),
                marks));
    }

    private static void awaitNs(long atNs) {
        long leftNs = atNs - System.nanoTime();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = atNs - System.nanoTime();
        }
    }
}
