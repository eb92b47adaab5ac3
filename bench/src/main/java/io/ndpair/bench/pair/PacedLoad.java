package io.ndpair.bench.pair;

import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.node.device.Neighbors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Mutations that are due at fixed times, whatever becomes of the ones before; their latencies to the peer's ack count from then. Twice in
 * a hundredth of a second it notes how far it and the peer have come. The thread yields when nothing is due. Confined to one thread.
 */
final class PacedLoad {
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long NOTE_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_AT_ONCE = 512;

    private final Neighbors neighbors;
    private final Load load;
    private final int known;
    private final long startNs;
    private final double intervalNs;
    private final long[] tickets;
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final Histogram acks = new Histogram(MOST_NS, 3);
    private final StringBuilder notes = new StringBuilder();
    private int offered;
    private int acked;

    PacedLoad(Neighbors neighbors, Load load, int known, long startNs, int ratePerSecond, int count) {
        this.neighbors = neighbors;
        this.load = load;
        this.known = known;
        this.startNs = startNs;
        intervalNs = 1e9 / ratePerSecond;
        tickets = new long[count];
    }

    /** Offers all of it and waits for the acks; answers how many never came. */
    int run() {
        final long lastDueNs = startNs + (long) (tickets.length * intervalNs);
        long notedNs = startNs;
        long nowNs = System.nanoTime();
        while (acked < tickets.length && nowNs - lastDueNs < MOST_NS) {
            int did = 0;
            while (offered < tickets.length && did < MOST_AT_ONCE && dueNs(offered) - nowNs <= 0) {
                final long ticket = load.learn(load.draw(known));
                if (ticket < 0) {
                    if (ticket != Neighbors.BUSY) {
                        return tickets.length - acked;
                    }
                    break;
                }
                tickets[offered++] = ticket;
                did++;
            }
            nowNs = System.nanoTime();
            did += settle(nowNs);
            if (nowNs - notedNs >= NOTE_NS) {
                notedNs = nowNs;
                notes.append(nowNs - startNs)
                        .append(' ')
                        .append(offered)
                        .append(' ')
                        .append(acked)
                        .append('\n');
            }
            idle.idle(did);
        }
        return tickets.length - acked;
    }

    private long dueNs(int number) {
        return startNs + (long) (number * intervalNs);
    }

    private int settle(long nowNs) {
        final long replicated = neighbors.replicated();
        final int before = acked;
        while (acked < offered && tickets[acked] <= replicated) {
            acks.recordValue(Math.min(MOST_NS, Math.max(0, nowNs - dueNs(acked))));
            acked++;
        }
        return acked - before;
    }

    /** Writes the latencies as an .hlog, and beside it a line for each note: nanoseconds since the start, offered, acked. */
    void write(Path hlog) throws IOException {
        HistogramFile.write(hlog, "ack", acks);
        try (PrintStream out =
                new PrintStream(new FileOutputStream(hlog + ".series"), false, StandardCharsets.US_ASCII)) {
            out.print(notes);
        }
    }
}
