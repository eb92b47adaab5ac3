package io.ndpair.bench.soak;

import io.ndpair.bench.soak.FeedFile.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * The users, on a thread of their own: changes that are due at fixed times, whatever becomes of the ones before, fed to the one device that
 * is said to be the master, and acked by its peer. What was not acked when another device is fed is offered to that one again, in order.
 * All methods may be called by any thread; the ledger's monitor guards all of it.
 */
final class UserLoad implements AutoCloseable {
    /** Of the run, whose latencies are kept apart. */
    static final int QUARTERS = 4;

    private static final long PARK_NS = 200_000;
    private static final int BURST = 8_192;
    private static final long MOST_NS = TimeUnit.MINUTES.toNanos(30);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final Ledger ledger;
    private final Behaviour behaviour;
    private final int ratePerSecond;
    private final Change change = new Change();
    private final Histogram all = new Histogram(MOST_NS, 2);
    private final Histogram[] calm = new Histogram[QUARTERS];
    private final List<Second> series = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "users");
    private FeedFile feed;
    private long era;
    private long published = 1;
    private boolean isPaused;
    private boolean isMeasuring;
    private boolean isCalm;
    private long startNs;
    private long durationNs = 1;
    private long calmSinceNs;
    private long nextNs;
    private long sampledNs;
    private volatile boolean isEnding;

    /** How far it all had come at a time since the start. */
    record Second(double atS, long offered, long acked) {}

    UserLoad(Ledger ledger, long seed, int ratePerSecond) {
        this.ledger = ledger;
        this.ratePerSecond = ratePerSecond;
        behaviour = new Behaviour(seed, ledger);
        for (int i = 0; i < QUARTERS; i++) {
            calm[i] = new Histogram(MOST_NS, 2);
        }
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!isEnding) {
            int did;
            synchronized (ledger) {
                final long nowNs = System.nanoTime();
                did = settle();
                did += isPaused ? rest(nowNs) : offer(nowNs);
                publish();
                sample(nowNs);
            }
            if (did == 0) {
                LockSupport.parkNanos(PARK_NS);
            }
        }
    }

    private int rest(long nowNs) {
        nextNs = nowNs;
        return 0;
    }

    private int offer(long nowNs) {
        int did = 0;
        if (!behaviour.haveAllArrived()) {
            while (did < BURST && ledger.hasRoom() && !behaviour.haveAllArrived()) {
                offerOne(nowNs);
                did++;
            }
            nextNs = nowNs;
            return did;
        }
        final double factor = behaviour.factor(nowNs);
        if (factor == 0) {
            return rest(nowNs);
        }
        final long intervalNs = (long) (SECOND_NS / (ratePerSecond * factor));
        while (did < BURST && nextNs - nowNs <= 0 && ledger.hasRoom()) {
            offerOne(nextNs);
            nextNs += intervalNs;
            did++;
        }
        return did;
    }

    private void offerOne(long dueNs) {
        behaviour.next(change);
        change.dueNs = dueNs;
        ledger.offer(change);
    }

    private void publish() {
        if (feed == null || feed.value(Word.FED_ERA) != era) {
            return;
        }
        final long before = published;
        while (published <= ledger.offered() && published - ledger.acked() < FeedFile.CAPACITY) {
            feed.write(published, ledger.read(published, change));
            published++;
        }
        if (published != before) {
            feed.put(Word.PUBLISHED, published);
        }
    }

    private int settle() {
        if (feed == null || feed.value(Word.FED_ERA) != era) {
            return 0;
        }
        final long last = feed.value(Word.ACKED) - 1;
        final long before = ledger.acked();
        for (long number = before + 1; number <= last; number++) {
            ledger.read(number, change);
            record(change.dueNs, feed.ackedAt(number));
        }
        if (last > before) {
            ledger.ack(last);
        }
        return (int) Math.max(0, last - before);
    }

    private void record(long dueNs, long ackedNs) {
        if (!isMeasuring || dueNs - startNs < 0) {
            return;
        }
        final long tookNs = Math.min(MOST_NS, Math.max(0, ackedNs - dueNs));
        all.recordValue(tookNs);
        if (isCalm && dueNs - calmSinceNs >= 0) {
            final int quarter = (int) Math.min(QUARTERS - 1, QUARTERS * (dueNs - startNs) / durationNs);
            calm[quarter].recordValue(tookNs);
        }
    }

    private void sample(long nowNs) {
        if (isMeasuring && nowNs - sampledNs >= SECOND_NS) {
            sampledNs += SECOND_NS;
            series.add(new Second((nowNs - startNs) / (double) SECOND_NS, ledger.offered(), ledger.acked()));
        }
    }

    /** From now on this one is the master: it gets what is not acked, and what is to come. */
    void feed(FeedFile next) {
        synchronized (ledger) {
            sever();
            era++;
            published = ledger.acked() + 1;
            next.put(Word.FIRST, published);
            next.put(Word.PUBLISHED, published);
            next.put(Word.ERA, era);
            feed = next;
        }
    }

    /** Takes the last acks of the device that was fed, and feeds it no more; users go on, for whoever comes then. */
    void sever() {
        synchronized (ledger) {
            settle();
            if (feed != null) {
                feed.put(Word.ERA, 0);
                feed = null;
            }
        }
    }

    /** Whether some of what the present master was fed is never going to be acked, because it was not master all the time. */
    boolean isDoubtful() {
        synchronized (ledger) {
            return feed != null && feed.value(Word.DOUBTFUL_ERA) == era;
        }
    }

    boolean haveAllArrived() {
        synchronized (ledger) {
            return behaviour.haveAllArrived();
        }
    }

    /** Nobody does anything any more, or all go on. */
    void pause(boolean whether) {
        synchronized (ledger) {
            isPaused = whether;
        }
    }

    /** The run begins: from now on latencies count. */
    void measure(long runNs) {
        synchronized (ledger) {
            isMeasuring = true;
            durationNs = runNs;
            startNs = System.nanoTime();
            sampledNs = startNs;
        }
        calm(true);
    }

    long startNs() {
        synchronized (ledger) {
            return startNs;
        }
    }

    /** Whether the pair is left alone; what is due from now on then counts as such. */
    void calm(boolean whether) {
        synchronized (ledger) {
            isCalm = whether;
            calmSinceNs = System.nanoTime();
        }
    }

    long offered() {
        synchronized (ledger) {
            return ledger.offered();
        }
    }

    long acked() {
        synchronized (ledger) {
            return ledger.acked();
        }
    }

    /** From when a change was due to its ack, of all. */
    Histogram latencies() {
        synchronized (ledger) {
            return all.copy();
        }
    }

    /** The same of a quarter of the run, while the pair was left alone. */
    Histogram calmLatencies(int quarter) {
        synchronized (ledger) {
            return calm[quarter].copy();
        }
    }

    List<Second> series() {
        synchronized (ledger) {
            return List.copyOf(series);
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
