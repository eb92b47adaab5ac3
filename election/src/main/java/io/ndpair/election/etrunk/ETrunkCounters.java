package io.ndpair.election.etrunk;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counters of an E-Trunk: one thread counts, any thread reads. Counting allocates nothing. */
public final class ETrunkCounters {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong sendFailures = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final Map<HelloDrop, AtomicLong> drops = new EnumMap<>(HelloDrop.class);

    ETrunkCounters() {
        for (final HelloDrop reason : HelloDrop.values()) {
            drops.put(reason, new AtomicLong());
        }
    }

    void countSent() {
        increment(sent);
    }

    void countSendFailure() {
        increment(sendFailures);
    }

    void countReceived() {
        increment(received);
    }

    void count(HelloDrop reason) {
        increment(drops.get(reason));
    }

    /** Hellos sent. */
    public long sent() {
        return sent.get();
    }

    /** Hellos that the channel did not take. */
    public long sendFailures() {
        return sendFailures.get();
    }

    /** Hellos accepted. */
    public long received() {
        return received.get();
    }

    /** Hellos discarded for one reason. */
    public long dropped(HelloDrop reason) {
        return drops.get(reason).get();
    }

    /** Hellos discarded, all reasons that occurred. */
    public Map<HelloDrop, Long> dropped() {
        final Map<HelloDrop, Long> copy = new EnumMap<>(HelloDrop.class);
        drops.forEach((reason, count) -> {
            if (count.get() != 0) {
                copy.put(reason, count.get());
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static void increment(AtomicLong counter) {
        counter.lazySet(counter.getPlain() + 1);
    }
}
