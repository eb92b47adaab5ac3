package io.ndpair.store.journal;

import java.util.concurrent.atomic.AtomicLong;

/** A number with one writer and any readers: an ordered store costs next to nothing, an atomic addition would not. */
public final class Count {
    private final AtomicLong value = new AtomicLong();

    /** One more. Writer. */
    public void increment() {
        add(1);
    }

    /** So many more. Writer. */
    public void add(long amount) {
        value.lazySet(value.getPlain() + amount);
    }

    /** The number. Any thread. */
    public long value() {
        return value.get();
    }
}
