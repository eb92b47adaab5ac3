package io.ndpair.node.cli.demo;

import io.ndpair.node.cli.demo.DemoLedger.Field;
import io.ndpair.node.device.Neighbors;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Offers the workload to the master and notes which of it the peer holds. Churn is offered open loop: each mutation has a time at which it
 * is meant to happen, and its latency counts from there, also when this process came late to it.
 */
final class Feeder {
    private static final int MAX_OFFERS_PER_RUN = 512;
    private static final int PENDING = 1 << 20;
    private static final int FILL_NOTE_EVERY = 64;
    private static final long NOT_TIMED = 0;
    private static final long HIGHEST_MICROS = TimeUnit.SECONDS.toMicros(60);
    private static final long SAVE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final double NS_PER_SECOND = 1e9;

    private final Neighbors neighbors;
    private final int link;
    private final DemoLedger ledger;
    private final Workload workload;
    private final Path histogramFile;
    private final Histogram latencies = new Histogram(1, HIGHEST_MICROS, 3);

    // What was offered and not yet known to be on the peer: its ticket, when it was meant to happen, and how much had
    // been offered then.
    private final long[] tickets = new long[PENDING];
    private final long[] intendedNs = new long[PENDING];
    private final long[] offeredThen = new long[PENDING];
    private long head;
    private long tail;
    private long offered;

    private boolean isNextTaken;
    private long churnBeganNs;
    private long churnOffered;
    private long lastSavedNs;

    Feeder(Neighbors neighbors, int link, DemoLedger ledger, Workload workload, DemoSettings settings) {
        this.neighbors = neighbors;
        this.link = link;
        this.ledger = ledger;
        this.workload = workload;
        histogramFile = Path.of(settings.ledger() + ".latency");
    }

    /** Lets the users appear, as fast as the device takes them. */
    int fill() {
        int done = 0;
        while (done < MAX_OFFERS_PER_RUN && offered < workload.users() && offer(NOT_TIMED)) {
            done++;
        }
        return done;
    }

    /** Offers what is due by now at the target rate. */
    int churn(long nowNs) {
        final long rate = Math.max(1, ledger.value(Field.TARGET_RATE));
        if (churnBeganNs == 0) {
            churnBeganNs = nowNs;
            lastSavedNs = nowNs;
        }
        int done = 0;
        while (done < MAX_OFFERS_PER_RUN) {
            final long dueNs = churnBeganNs + (long) (churnOffered * (NS_PER_SECOND / rate));
            if (dueNs - nowNs > 0 || !offer(dueNs)) {
                break;
            }
            churnOffered++;
            done++;
        }
        return done;
    }

    private boolean offer(long dueNs) {
        if (tail - head == PENDING) {
            return false;
        }
        if (!isNextTaken) {
            workload.next();
            isNextTaken = true;
        }
        final long ticket = take();
        if (ticket <= 0) {
            return false;
        }
        isNextTaken = false;
        offered++;
        // Of the fill every 64th is noted: a peer that joins late leaves all of it waiting for its ack.
        if (dueNs != NOT_TIMED || offered % FILL_NOTE_EVERY == 0 || offered == workload.users()) {
            final int slot = (int) tail & PENDING - 1;
            tickets[slot] = ticket;
            intendedNs[slot] = dueNs;
            offeredThen[slot] = offered;
            tail++;
        }
        ledger.put(Field.OFFERED, offered);
        return true;
    }

    private long take() {
        final int user = workload.user();
        final long high = workload.addressHigh(user);
        final long low = workload.addressLow(user);
        return switch (workload.operation()) {
            case Workload.REFRESH -> neighbors.confirm(high, low, link);
            case Workload.REMOVE -> neighbors.remove(high, low, link);
            default -> neighbors.learn(high, low, link, workload.mac(user), NeighborState.REACHABLE, 0);
        };
    }

    /** Notes what the peer has acked since the last call. */
    void settle() {
        final long replicated = neighbors.replicated();
        final long nowNs = System.nanoTime();
        long acked = 0;
        while (head < tail && tickets[(int) head & PENDING - 1] <= replicated) {
            final int slot = (int) head & PENDING - 1;
            if (intendedNs[slot] != NOT_TIMED) {
                latencies.recordValue(Math.min(HIGHEST_MICROS, Math.max(1, (nowNs - intendedNs[slot]) / 1000)));
            }
            acked = offeredThen[slot];
            head++;
        }
        if (acked > 0) {
            ledger.put(Field.ACKED, acked);
        }
        if (lastSavedNs != 0 && nowNs - lastSavedNs >= SAVE_INTERVAL_NS) {
            lastSavedNs = nowNs;
            save();
        }
    }

    /** The demo reads the latencies after this process was killed, so they are kept in a file that is always whole. */
    private void save() {
        final Path fresh = Path.of(histogramFile + ".new");
        try (PrintStream out = new PrintStream(Files.newOutputStream(fresh), false, StandardCharsets.US_ASCII)) {
            out.println(latencies.getValueAtPercentile(50));
            out.println(latencies.getValueAtPercentile(99));
            out.println(latencies.getValueAtPercentile(99.9));
            out.println(latencies.getMaxValue());
            out.println(latencies.getTotalCount());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.move(fresh, histogramFile, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
