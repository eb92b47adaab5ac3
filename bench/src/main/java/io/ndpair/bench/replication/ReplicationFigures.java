package io.ndpair.bench.replication;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.suite.FigureBuilder;
import io.ndpair.bench.suite.Sizes;
import java.util.ArrayList;
import java.util.List;

/** The figures of a pair. Limits: the device alone, a memory copy, bare Aeron with messages as long as a device's. */
final class ReplicationFigures {
    private static final double OF_ALONE = 0.6;
    private static final double RATE = 3e6;
    private static final double BATCH_RATE = 5e6;
    private static final double P50_TIMES = 2;
    private static final double P99_TIMES = 3;
    private static final double LIVE_TIMES = 3;
    private static final double RESUME_MS = 1_000;
    private static final double PROMOTION_MS = 10;
    private static final double OF_PLAIN = 0.5;
    private static final String PLAIN = "plain";
    private static final String ALONE = "deviceAlone";
    private static final String PING = "bareAeronUdp";
    private static final List<String> WAYS = List.of("udp", "udpYield", "ipc");
    private static final List<String> NAMES = List.of(PING, "bareAeronUdpNeverAsleep", "bareAeronIpc");

    private final Samples samples;
    private final List<Figure> figures = new ArrayList<>();
    private final String size;
    private final int neighbors;

    ReplicationFigures(Samples samples, int neighbors) {
        this.samples = samples;
        this.neighbors = neighbors;
        size = Sizes.label(neighbors);
    }

    List<Figure> all() {
        rates();
        latencies("ack", "until the peer's ack");
        latencies("oneway", "until the peer has it");
        figure("live.p99." + size, size + ": 100,000/s until the peer has it, p99, batch backups meanwhile", "us")
                .of("live.p99")
                .limit("withoutBatch", "oneway.p99")
                .goal(Goal.atMostTimes(LIVE_TIMES, "withoutBatch"), "oneway.p99")
                .addTo(figures);
        resume();
        promotions();
        tls(Sizes.label(Math.min(neighbors, ReplicationSuite.MOST_TLS_NEIGHBORS)));
        new DamageFigures(samples, neighbors).addTo(figures);
        profiles(Sizes.label(Math.min(neighbors, ProfilesMeasurement.MOST_NEIGHBORS)));
        return figures;
    }

    private void profiles(String label) {
        for (final int profiles : ProfilesMeasurement.PROFILES) {
            final String each = ", " + profiles + (profiles == 1 ? " profile" : " profiles");
            profile("rate", label, profiles, "until in both journals and the peer's tables" + each, "1/s");
            profile("ack.p50", label, profiles, "100,000/s until the peer's ack, p50" + each, "us");
            profile("ack.p99", label, profiles, "100,000/s until the peer's ack, p99" + each, "us");
            profile("cpu", label, profiles, "both devices at 100,000/s, of one core" + each, "%");
            profile("idle", label, profiles, "both devices at rest, of one core" + each, "%");
            profile("memory", label, profiles, "resident in both devices" + each, "MiB");
        }
    }

    private void profile(String what, String label, int profiles, String name, String unit) {
        figure("profiles." + what + '.' + label + ".profiles." + profiles, label + ": " + name, unit)
                .of("profiles." + what + '.' + profiles)
                .addTo(figures);
    }

    private void tls(String label) {
        figure("tls.rate." + label, label + ": TLS, until in both journals and the peer's table", "1/s")
                .of("tls.rate")
                .limit(PLAIN, "tls.plain.rate")
                .goal(Goal.atLeastTimes(OF_PLAIN, PLAIN), "tls.plain.rate")
                .addTo(figures);
        figure("tls.batch." + label, label + ": TLS, batch backup in place", "1/s")
                .of("tls.batch")
                .limit(PLAIN, "tls.plain.batch")
                .goal(Goal.atLeastTimes(OF_PLAIN, PLAIN), "tls.plain.batch")
                .addTo(figures);
        for (final String way : List.of("ack", "oneway")) {
            for (final Latency percentile : Latency.values()) {
                final String key = way + '.' + percentile.key();
                figure(
                                "tls." + key + '.' + label,
                                label + ": TLS, 100,000/s until the peer"
                                        + (way.equals("ack") ? "'s ack, " : " has it, ") + percentile.text(),
                                "us")
                        .of("tls." + key)
                        .limit(PLAIN, "tls.plain." + key)
                        .addTo(figures);
            }
        }
    }

    private void rates() {
        final FigureBuilder rate = figure("rate." + size, size + ": until in both journals and the peer's table", "1/s")
                .of("rate.pair")
                .limit(ALONE, "rate.alone");
        pings(rate, "rate")
                .goal(Goal.atLeastTimes(OF_ALONE, ALONE), "rate.alone")
                .addTo(figures);
        figure("rate.floor." + size, size + ": the same, as a number of its own", "1/s")
                .of("rate.pair")
                .goal(Goal.atLeast(RATE))
                .addTo(figures);
        batch("batch.", "batch backup to applied, fresh JVM", "batch.fresh");
        batch("batch.running.", "batch backup to applied, in place, a JVM that has run", "batch.running");
        final String flows = Sizes.label(Math.min(neighbors, ConntrackdMeasurement.MOST_FLOWS));
        figure("conntrackd." + flows, flows + " flows: conntrackd's bulk resync to its external cache", "1/s")
                .of("conntrackd.rate")
                .addTo(figures);
    }

    private void batch(String key, String name, String of) {
        final FigureBuilder figure =
                figure(key + size, size + ": " + name, "1/s").of(of).limit("memoryCopy", "memory.copy");
        pings(figure, "rate")
                .peer("conntrackdResync", "conntrackd.rate")
                .goal(Goal.atLeast(BATCH_RATE))
                .addTo(figures);
    }

    private void latencies(String what, String name) {
        for (final Latency percentile : Latency.values()) {
            final String key = what + '.' + percentile.key();
            final FigureBuilder figure = figure(
                            key + '.' + size, size + ": 100,000/s " + name + ", " + percentile.text(), "us")
                    .of(key);
            pings(figure, key);
            if (percentile == Latency.P50) {
                figure.goal(Goal.atMostTimes(P50_TIMES, PING), "ping.udp." + key);
            } else if (percentile == Latency.P99) {
                figure.goal(Goal.atMostTimes(P99_TIMES, PING), "ping.udp." + key);
            }
            figure.addTo(figures);
        }
    }

    private FigureBuilder pings(FigureBuilder figure, String key) {
        for (int way = 0; way < WAYS.size(); way++) {
            figure.limit(NAMES.get(way), "ping." + WAYS.get(way) + '.' + key);
        }
        return figure;
    }

    private void resume() {
        figure("resume.ms", "after a cut at 100,000/s: until caught up", "ms")
                .of("resume.ms")
                .goal(Goal.atMost(RESUME_MS))
                .addTo(figures);
        figure("resume.batches", "batch backups that this took", "1")
                .of("resume.batches")
                .goal(Goal.atMost(0))
                .addTo(figures);
    }

    private void promotions() {
        promotion("small", Sizes.label(Math.min(ReplicationSuite.SMALL, neighbors)));
        if (neighbors > ReplicationSuite.SMALL) {
            promotion("large", size);
        }
    }

    private void promotion(String key, String label) {
        figure("promotion." + label, label + ": from the role to the first neighbor learned as master", "ms")
                .of("promotion." + key)
                .goal(Goal.atMost(PROMOTION_MS))
                .addTo(figures);
        figure("promotion.first." + label, label + ": the same, the first in its JVM", "ms")
                .of("promotion.first." + key)
                .goal(Goal.atMost(PROMOTION_MS))
                .addTo(figures);
    }

    private FigureBuilder figure(String what, String name, String unit) {
        return new FigureBuilder(samples, "replication." + what, name, unit);
    }
}
