package io.ndpair.store.aging;

import io.ndpair.store.table.Admission;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.collections.Int2IntHashMap;
import org.agrona.collections.LongHashSet;

/**
 * Ages the master's entries by a bounded sweep per duty cycle; a machine without I/O, driven by {@link #age}.
 *
 * <table>
 * <caption>What the sweep does with what it meets; "silent" is the time since the last confirmation</caption>
 * <tr><th>entry</th><th>when</th><th>what</th></tr>
 * <tr><td>static</td><td>always</td><td>nothing</td></tr>
 * <tr><td>INCOMPLETE</td><td>silent for incompleteTimeout, and after the hold time if inherited</td><td>removed</td></tr>
 * <tr><td>REACHABLE, DELAY, PROBE</td><td>silent for reachableTime</td><td>becomes STALE</td></tr>
 * <tr><td>STALE</td><td>silent for the stale time-out of its link</td><td>due for a probe</td></tr>
 * <tr><td>any, inherited</td><td>the hold time after the takeover is over</td><td>due for a probe</td></tr>
 * </table>
 *
 * <p><b>Takeover.</b> Inherited is what was last confirmed before this device became master. It is usable at once, whatever
 * its state, and nothing is done to it during the hold time. Then each such neighbor is probed, and removed only when our own
 * probes stay unanswered. The takeover itself costs nothing: entries are not touched, only a time is noted.
 *
 * <p><b>Probes.</b> A token bucket limits all probes together; a second attempt comes before any neighbor's first. Of those that
 * are due the busiest is asked first: one that the embedder has said to be in use ({@link #used}), then the most recently
 * confirmed. The order is that of what is queued, {@value ProbeQueue#CAPACITY} neighbors, for which all that the sweep meets
 * compete; at most {@value ProbeRing#CAPACITY} are being probed. A round of the sweep takes ten seconds, longer in tables of more
 * slots than the duty cycles have time for.
 *
 * <p>Belongs to the writer's thread; {@link #status} may be asked by any. Allocates nothing after construction, except for
 * time-outs of links.
 */
public final class Aging {
    private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_STEP_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int LEAST_SLOTS = 64;
    private static final int MOST_SLOTS = 512;
    private static final int MOST_SETTLED = 256;

    /** Probes that may be sent at once after a pause. */
    private static final int BURST_PER_SECOND = 10;

    /** How long nobody is asked after the embedder could not send. */
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long USED = 1L << 62;
    private static final int NO_LIMIT = -1;

    private final AgingTable table;
    private final ProbeQueue queue = new ProbeQueue();
    private final ProbeRing ring = new ProbeRing();
    private final LongHashSet known = new LongHashSet(2 * (ProbeQueue.CAPACITY + ProbeRing.CAPACITY));
    private final Int2IntHashMap staleTimeoutsS = new Int2IntHashMap(NO_LIMIT);
    private final NeighborEntry entry = new NeighborEntry();
    private final Admission.EntryVisitor visitor = this::visit;
    private volatile AgingConfig config = AgingConfig.DEFAULT;

    private boolean isActive;
    private int nowTicks;
    private int takeoverTicks;
    private long takeoverNs;
    private boolean isHolding;
    private long sweptNs;
    private long refilledNs;
    private long pausedNs;
    private boolean isPaused;
    private int tokens;

    private final AtomicLong markedStale = new AtomicLong();
    private final AtomicLong probes = new AtomicLong();
    private final AtomicLong probesNotSent = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong removedSilent = new AtomicLong();
    private final AtomicLong removedIncomplete = new AtomicLong();
    private final AtomicInteger probing = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Ages a table, once it is told to {@link #start}. */
    public Aging(AgingTable table) {
        this.table = table;
    }

    /** Other times and rates, from now on. */
    public void configure(AgingConfig next) {
        config = next;
    }

    /** The times and rates in force. Any thread. */
    public AgingConfig config() {
        return config;
    }

    /**
     * A stale time-out for one link; 0 takes it away again.
     *
     * @throws IllegalArgumentException outside the range of {@link AgingConfig#staleTimeoutS}
     */
    public void staleTimeout(int linkId, int seconds) {
        if (seconds == 0) {
            staleTimeoutsS.remove(linkId);
            return;
        }
        AgingConfig.between("staleTimeoutS", seconds, AgingConfig.MIN_STALE_TIMEOUT_S, AgingConfig.MAX_STALE_TIMEOUT_S);
        staleTimeoutsS.put(linkId, seconds);
    }

    /** This device has become master: everything in the table is inherited. */
    public void start(long nowNs, int ticks) {
        stop();
        isActive = true;
        isHolding = true;
        takeoverNs = nowNs;
        takeoverTicks = ticks;
        sweptNs = nowNs;
        refilledNs = nowNs;
        isPaused = false;
        tokens = 0;
    }

    /** This device is master no more: who was asked is forgotten. */
    public void stop() {
        isActive = false;
        queue.clear();
        ring.clear();
        known.clear();
        publish();
    }

    /**
     * One bounded duty cycle.
     *
     * @param ticks table time now
     * @return work done; 0 when this device is not master
     */
    public int age(long nowNs, int ticks, ProbeHandler handler) {
        if (!isActive) {
            return 0;
        }
        nowTicks = ticks;
        isHolding = isHolding && nowNs - takeoverNs < config.holdS() * SECOND_NS;
        int work = sweep(nowNs);
        refill(nowNs);
        isPaused = isPaused && nowNs - pausedNs < PAUSE_NS;
        work += settle(nowNs, handler);
        work += begin(nowNs, handler);
        publish();
        return work;
    }

    /** The embedder forwards to this neighbor: if it is due for a probe it is asked before those that nobody uses. */
    public void used(long addressHigh, long addressLow, int linkId) {
        if (isActive && table.lookup(addressHigh, addressLow, linkId, entry) && isDue(entry)) {
            offer(entry, USED);
        }
    }

    /** What has been done. Any thread. */
    public AgingStatus status() {
        return new AgingStatus(
                markedStale.getAcquire(),
                probes.getAcquire(),
                probesNotSent.getAcquire(),
                confirmed.getAcquire(),
                removedSilent.getAcquire(),
                removedIncomplete.getAcquire(),
                probing.getAcquire(),
                waiting.getAcquire());
    }

    private int sweep(long nowNs) {
        long slots = table.slots();
        long elapsedNs = Math.min(nowNs - sweptNs, LONGEST_STEP_NS);
        long due = elapsedNs * slots / ROUND_NS;
        if (due < LEAST_SLOTS) {
            return 0;
        }
        sweptNs = nowNs;
        table.sweep((int) Math.min(due, MOST_SLOTS), visitor);
        return 1;
    }

    private void visit(NeighborEntry met) {
        if ((met.flags() & EntryFlags.STATIC) != 0) {
            return;
        }
        if (met.state() == NeighborState.INCOMPLETE) {
            if (silentTicks(met) >= config.incompleteTimeoutS() * 10L && !(isHolding && isInherited(met))) {
                table.remove(met);
                increment(removedIncomplete);
            }
            return;
        }
        if (isDue(met)) {
            offer(met, 0);
        }
        if (met.state() != NeighborState.STALE && silentTicks(met) >= config.reachableTimeMs() / 100) {
            table.changeState(met, NeighborState.STALE);
            increment(markedStale);
        }
    }

    private long silentTicks(NeighborEntry met) {
        // One that says to be confirmed in the future is as fresh as can be.
        return Math.max(0, Integer.toUnsignedLong(nowTicks) - Integer.toUnsignedLong(met.lastConfirmedTicks()));
    }

    private boolean isInherited(NeighborEntry met) {
        return Integer.compareUnsigned(met.lastConfirmedTicks(), takeoverTicks) < 0;
    }

    private boolean isDue(NeighborEntry met) {
        if ((met.flags() & EntryFlags.STATIC) != 0 || met.state() == NeighborState.INCOMPLETE) {
            return false;
        }
        if (isInherited(met)) {
            return !isHolding;
        }
        if (met.state() != NeighborState.STALE) {
            return false;
        }
        int ofLink = staleTimeoutsS.get(met.linkId());
        return silentTicks(met) >= (ofLink == NO_LIMIT ? config.staleTimeoutS() : ofLink) * 10L;
    }

    private void offer(NeighborEntry due, long bonus) {
        long worth = bonus | Integer.toUnsignedLong(due.lastConfirmedTicks());
        int room = queue.room(worth);
        if (room != 0 && known.add(identity(due.addressHigh(), due.addressLow(), due.linkId()))) {
            if (room <= queue.size()) {
                known.remove(identity(queue.high(room), queue.low(room), queue.link(room)));
            }
            queue.put(room, due.addressHigh(), due.addressLow(), due.linkId(), worth);
        }
    }

    private void refill(long nowNs) {
        int rate = config.probesPerSecond();
        long elapsedNs = Math.min(nowNs - refilledNs, SECOND_NS);
        long more = elapsedNs * rate / SECOND_NS;
        if (more > 0) {
            refilledNs = elapsedNs == SECOND_NS ? nowNs : refilledNs + more * SECOND_NS / rate;
            tokens = (int) Math.min(tokens + more, Math.max(1, rate / BURST_PER_SECOND));
        }
    }

    /** Those who have had time to answer. */
    private int settle(long nowNs, ProbeHandler handler) {
        long intervalNs = TimeUnit.MILLISECONDS.toNanos(config.intervalMs());
        int settled = 0;
        while (settled < MOST_SETTLED && ring.size() > 0 && nowNs - ring.askedNs() >= intervalNs) {
            int attempt = nextAttempt(handler);
            if (attempt != 0 && (tokens <= 0 || isPaused)) {
                break;
            }
            long high = ring.high();
            long low = ring.low();
            int linkId = ring.link();
            ring.removeFirst();
            if (attempt != 0 && ask(attempt, nowNs, handler)) {
                ring.add(high, low, linkId, entry.lastConfirmedTicks(), attempt, nowNs, handler.mark(linkId));
            } else {
                known.remove(identity(high, low, linkId));
            }
            settled++;
        }
        return settled;
    }

    /** The number of the attempt that the first of the ring needs; 0 if it needs none, for better or worse. */
    private int nextAttempt(ProbeHandler handler) {
        if (!table.lookup(ring.high(), ring.low(), ring.link(), entry)) {
            return 0;
        }
        if (entry.lastConfirmedTicks() != ring.confirmed() || !isDue(entry)) {
            increment(confirmed);
            return 0;
        }
        if (!handler.isSent(ring.link(), ring.mark())) {
            return ring.attempts();
        }
        if (ring.attempts() < config.attempts()) {
            return ring.attempts() + 1;
        }
        table.remove(entry);
        increment(removedSilent);
        return 0;
    }

    /** Those whose turn it is to be asked first. */
    private int begin(long nowNs, ProbeHandler handler) {
        int begun = 0;
        while (begun < MOST_SETTLED && tokens > 0 && !isPaused && queue.size() > 0 && !ring.isFull()) {
            begun++;
            queue.take();
            boolean isDue = table.lookup(queue.high(0), queue.low(0), queue.link(0), entry) && isDue(entry);
            if (isDue && ask(1, nowNs, handler)) {
                int linkId = queue.link(0);
                long mark = handler.mark(linkId);
                ring.add(queue.high(0), queue.low(0), linkId, entry.lastConfirmedTicks(), 1, nowNs, mark);
            } else {
                known.remove(identity(queue.high(0), queue.low(0), queue.link(0)));
            }
        }
        return begun;
    }

    private boolean ask(int attempt, long nowNs, ProbeHandler handler) {
        int sent = handler.probe(entry.addressHigh(), entry.addressLow(), entry.linkId(), entry.mac(), attempt);
        if (sent > 0) {
            // May go below zero: what one asks for at once is paid for before the next one is asked.
            tokens -= sent;
            increment(probes);
            return true;
        }
        increment(probesNotSent);
        isPaused = true;
        pausedNs = nowNs;
        return false;
    }

    private void publish() {
        probing.setRelease(ring.size());
        waiting.setRelease(queue.size());
    }

    /** Two neighbors of the same number are not probed at the same time, and that is all that comes of it. */
    private static long identity(long addressHigh, long addressLow, int linkId) {
        long mixed = (addressHigh ^ Long.rotateLeft(addressLow * 0x9E37_79B9_7F4A_7C15L, 31) ^ linkId)
                * 0xBF58_476D_1CE4_E5B9L;
        return mixed ^ (mixed >>> 32);
    }

    private static void increment(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}
