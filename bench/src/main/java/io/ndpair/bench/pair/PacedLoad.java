package io.ndpair.bench.pair;

import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.node.device.Neighbors;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
    private static final int NONE = -1;

    private final Neighbors[] profiles;
    private final Load load;
    private final int known;
    private final long startNs;
    private final double intervalNs;
    private final long[] tickets;
    /** Which mutation of the same profile was offered next; what is offered to a profile is acked in that order. */
    private final int[] next;

    private final int[] oldest;
    private final int[] newest;
    private final IdleStrategy idle = new YieldingIdleStrategy();
    private final Histogram acks = new Histogram(MOST_NS, 3);
    private final StringBuilder notes = new StringBuilder();
    private int offered;
    private int acked;

    PacedLoad(Neighbors[] profiles, Load load, int known, long startNs, int ratePerSecond, int count) {
        this.profiles = profiles;
        this.load = load;
        this.known = known;
        this.startNs = startNs;
        intervalNs = 1e9 / ratePerSecond;
        tickets = new long[count];
        next = new int[count];
        oldest = new int[profiles.length];
        newest = new int[profiles.length];
        Arrays.fill(next, NONE);
        Arrays.fill(oldest, NONE);
        Arrays.fill(newest, NONE);
    }

    /** Offers all of it and waits for the acks; answers how many never came. */
    int run() {
        final long lastDueNs = startNs + (long) (tickets.length * intervalNs);
        long notedNs = startNs;
        long nowNs = System.nanoTime();
        while (acked < tickets.length && nowNs - lastDueNs < MOST_NS) {
            int did = 0;
            while (offered < tickets.length && did < MOST_AT_ONCE && dueNs(offered) - nowNs <= 0) {
                final long number = load.draw(known);
                final long ticket = load.learn(number);
                if (ticket < 0) {
                    if (ticket != Neighbors.BUSY) {
                        return tickets.length - acked;
                    }
                    break;
                }
                note(load.profile(number), ticket);
                did++;
            }
            nowNs = System.nanoTime();
            did += settle(nowNs);
            if (nowNs - notedNs >= NOTE_NS) {
                notedNs = nowNs;
                note(nowNs);
            }
            idle.idle(did);
        }
        note(nowNs);
        return tickets.length - acked;
    }

    private void note(long nowNs) {
        notes.append(nowNs - startNs)
                .append(' ')
                .append(offered)
                .append(' ')
                .append(acked)
                .append('\n');
    }

    private long dueNs(int number) {
        return startNs + (long) (number * intervalNs);
    }

    private void note(int profile, long ticket) {
        tickets[offered] = ticket;
        if (oldest[profile] == NONE) {
            oldest[profile] = offered;
        } else {
            next[newest[profile]] = offered;
        }
        newest[profile] = offered++;
    }

    private int settle(long nowNs) {
        final int before = acked;
        for (int profile = 0; profile < profiles.length; profile++) {
            if (oldest[profile] != NONE) {
                final long replicated = profiles[profile].replicated();
                while (oldest[profile] != NONE && tickets[oldest[profile]] <= replicated) {
                    acks.recordValue(Math.min(MOST_NS, Math.max(0, nowNs - dueNs(oldest[profile]))));
                    acked++;
                    oldest[profile] = next[oldest[profile]];
                }
            }
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
