package io.ndpair.bench.soak;

import io.ndpair.bench.soak.FeedFile.Word;
import io.ndpair.node.device.Neighbors;
import io.ndpair.store.table.NeighborState;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands what the {@link FeedFile} holds to the device, in order, from a thread of its own, and tells how far the peer has acked it. What is
 * refused is offered again, as long as the era lasts.
 */
final class Feeder implements AutoCloseable {
    private static final long PARK_NS = 250_000;
    private static final int MASK = FeedFile.CAPACITY - 1;

    private final FeedFile feed;
    private final Neighbors neighbors;
    private final int link;
    private final long[] tickets = new long[FeedFile.CAPACITY];
    private final Thread thread = new Thread(this::run, "feeder");
    private volatile boolean isEnding;
    private long era;
    private long next;
    private long acked;

    Feeder(FeedFile feed, Neighbors neighbors, int link) {
        this.feed = feed;
        this.neighbors = neighbors;
        this.link = link;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            final int did = begin() + settle() + offer();
            if (did == 0) {
                LockSupport.parkNanos(PARK_NS);
            }
        }
    }

    private int begin() {
        final long wanted = feed.value(Word.ERA);
        if (wanted == era) {
            return 0;
        }
        era = wanted;
        next = feed.value(Word.FIRST);
        acked = next;
        feed.put(Word.OFFERED, next);
        feed.put(Word.ACKED, next);
        feed.put(Word.FED_ERA, era);
        return 1;
    }

    private int settle() {
        final long before = acked;
        final long replicated = neighbors.replicated();
        long nowNs = 0;
        while (acked < next && tickets[(int) acked & MASK] <= replicated) {
            if (neighbors.isInDoubt(tickets[(int) acked & MASK])) {
                feed.put(Word.DOUBTFUL_ERA, era);
                break;
            }
            nowNs = nowNs == 0 ? System.nanoTime() : nowNs;
            feed.ackedAt(acked, nowNs);
            acked++;
        }
        if (acked != before) {
            feed.put(Word.ACKED, acked);
        } else if (acked < next && neighbors.isInDoubt(tickets[(int) acked & MASK])) {
            feed.put(Word.DOUBTFUL_ERA, era);
        }
        return (int) (acked - before);
    }

    private int offer() {
        final long published = feed.value(Word.PUBLISHED);
        int did = 0;
        while (era != 0 && next < published && next - acked < FeedFile.CAPACITY && feed.value(Word.ERA) == era) {
            // Said before it is done: what was offered may be anywhere.
            feed.put(Word.OFFERED, next + 1);
            final long ticket = offer(next);
            if (ticket <= 0) {
                break;
            }
            tickets[(int) next & MASK] = ticket;
            next++;
            did++;
        }
        return did;
    }

    private long offer(long number) {
        final long high = feed.high(number);
        final long low = feed.low(number);
        switch (feed.kind(number)) {
            case Change.LEARN:
                return neighbors.learn(high, low, link, feed.mac(number), NeighborState.REACHABLE, 0);
            case Change.REMOVE:
                return neighbors.remove(high, low, link);
            default:
                return neighbors.confirm(high, low, link);
        }
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
