package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Worker;
import io.ndpair.bench.peer.AeronPing;
import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.bench.suite.Percentiles;
import io.ndpair.node.cli.demo.LoopbackPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.agrona.IoUtil;

/** Bare Aeron between two processes, over UDP idling as a device does, over UDP never asleep, and over IPC. */
final class PingMeasurement {
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final String IPC = "aeron:ipc";
    private static final int PINGS = 100_000;
    private static final int BLASTS = 10_000;
    private static final int BLAST_ENTRIES = 512;
    private static final long PATIENCE_S = 120;

    private final ChildJvm jvm;
    private final ReplicationSuite.Plan plan;
    private final Samples samples;
    private final Percentiles acks;
    private final Percentiles oneWays;

    PingMeasurement(ChildJvm jvm, ReplicationSuite.Plan plan, Samples samples, Percentiles acks, Percentiles oneWays) {
        this.jvm = jvm;
        this.plan = plan;
        this.samples = samples;
        this.acks = acks;
        this.oneWays = oneWays;
    }

    void run(int run) throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B), 1);
        final String toA = AeronPing.udp(A, port);
        final String toB = AeronPing.udp(B, port);
        final Path one = driver("one");
        final Path two = driver("two");
        measure(
                "udp",
                run,
                List.of("asks", one.toString(), "own", toA, toB, PingCommand.DEVICE),
                List.of("answers", two.toString(), "own", toB, toA, PingCommand.DEVICE));
        measure(
                "udpYield",
                run,
                List.of("asks", one.toString(), "own", toA, toB, PingCommand.YIELD),
                List.of("answers", two.toString(), "own", toB, toA, PingCommand.YIELD));
        measure(
                "ipc",
                run,
                List.of(
                        "asks",
                        one.toString(),
                        "own",
                        IPC + "?session-id=2",
                        IPC + "?session-id=1",
                        PingCommand.DEVICE),
                List.of(
                        "answers",
                        one.toString(),
                        "other",
                        IPC + "?session-id=1",
                        IPC + "?session-id=2",
                        PingCommand.DEVICE));
    }

    private Path driver(String name) throws IOException {
        final Path shm = Path.of("/dev/shm");
        final Path directory = Files.createTempDirectory(
                Files.isDirectory(shm) ? shm : plan.directory(), "ndpair-bench-" + name + '-');
        return directory;
    }

    private void measure(String how, int run, List<String> asking, List<String> answering) throws IOException {
        final Path log = plan.directory().resolve("ping.log");
        try (Worker asks = PingCommand.start(jvm, log, asking)) {
            asks.await(Worker.OK, PATIENCE_S);
            try (Worker answers = PingCommand.start(jvm, log, answering)) {
                answers.await(Worker.OK, PATIENCE_S);
                asks.ask("connect", PATIENCE_S);
                final Path file = kept("ping-" + how + "-ack-run" + run + ".hlog");
                final Path oneWay = kept("ping-" + how + "-oneway-run" + run + ".hlog");
                paced(asks, file);
                answers.ask("oneway " + oneWay, PATIENCE_S);
                paced(asks, file);
                answers.ask("oneway " + oneWay, PATIENCE_S);
                add(how, HistogramFile.read(file), HistogramFile.read(oneWay));
                final int blasts = plan.some(BLASTS);
                final long tookNs = asks.ask("blast " + blasts + ' ' + BLAST_ENTRIES, PATIENCE_S)
                        .get("tookNs");
                if (tookNs > 0) {
                    samples.add("ping." + how + ".rate", (double) blasts * BLAST_ENTRIES * 1e9 / tookNs);
                }
            }
        } finally {
            IoUtil.delete(Path.of(asking.get(1)).toFile(), true);
            IoUtil.delete(Path.of(answering.get(1)).toFile(), true);
        }
    }

    private void paced(Worker asks, Path file) throws IOException {
        final long lost = asks.ask("paced " + ReplicationSuite.RATE + ' ' + plan.some(PINGS) + ' ' + file, PATIENCE_S)
                .get("lost");
        if (lost != 0) {
            throw new IOException("bare Aeron did not answer " + lost + " pings");
        }
    }

    private void add(String how, Histogram ack, Histogram oneWay) {
        Latency.add(samples, "ping." + how + ".ack", ack);
        Latency.add(samples, "ping." + how + ".oneway", oneWay);
        acks.add("bare Aeron, " + how, true, ack);
        oneWays.add("bare Aeron, " + how, true, oneWay);
    }

    private Path kept(String name) {
        return (plan.kept() == null ? plan.directory() : plan.kept()).resolve(name);
    }
}
