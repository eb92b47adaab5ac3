package io.ndpair.election.vrrp;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counters of a group or a channel: one thread counts, any thread reads. Counting allocates nothing. */
public final class VrrpCounters {
    private final Map<VrrpCounter, AtomicLong> counts = zeros(VrrpCounter.class);
    private final Map<DropReason, AtomicLong> drops = zeros(DropReason.class);
    private final Map<AdvertNotice, AtomicLong> notices = zeros(AdvertNotice.class);

    public void count(VrrpCounter counter) {
        increment(counts.get(counter));
    }

    public void count(DropReason reason) {
        increment(drops.get(reason));
    }

    public void count(AdvertNotice notice) {
        increment(notices.get(notice));
    }

    public long value(VrrpCounter counter) {
        return counts.get(counter).get();
    }

    public long value(DropReason reason) {
        return drops.get(reason).get();
    }

    public long value(AdvertNotice notice) {
        return notices.get(notice).get();
    }

    /** A copy of the plain counters. */
    public Map<VrrpCounter, Long> counters() {
        return copy(VrrpCounter.class, counts);
    }

    /** A copy of the drops, all reasons. */
    public Map<DropReason, Long> dropped() {
        return copy(DropReason.class, drops);
    }

    /** A copy of the oddities, all kinds. */
    public Map<AdvertNotice, Long> noticed() {
        return copy(AdvertNotice.class, notices);
    }

    private static <E extends Enum<E>> Map<E, AtomicLong> zeros(Class<E> type) {
        final Map<E, AtomicLong> zeros = new EnumMap<>(type);
        for (final E constant : type.getEnumConstants()) {
            zeros.put(constant, new AtomicLong());
        }
        return zeros;
    }

    private static <E extends Enum<E>> Map<E, Long> copy(Class<E> type, Map<E, AtomicLong> counters) {
        final Map<E, Long> copy = new EnumMap<>(type);
        counters.forEach((constant, value) -> copy.put(constant, value.get()));
        return copy;
    }

    private static void increment(AtomicLong counter) {
        counter.lazySet(counter.getPlain() + 1);
    }
}
