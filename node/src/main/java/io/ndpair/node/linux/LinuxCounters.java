package io.ndpair.node.linux;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of one part: written by the thread of that part alone, read by any. Nothing is allocated by counting. */
public final class LinuxCounters {
    private final Map<LinuxCounter, AtomicLong> values = new EnumMap<>(LinuxCounter.class);
    private final AtomicLongArray refusals = new AtomicLongArray(Errno.LIMIT);

    LinuxCounters() {
        for (final LinuxCounter counter : LinuxCounter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    void add(final LinuxCounter counter) {
        add(counter, 1);
    }

    void add(final LinuxCounter counter, final long amount) {
        final AtomicLong value = values.get(counter);
        value.setOpaque(value.getOpaque() + amount);
    }

    /** Counts a refusal by its reason. */
    void refusal(final int errno) {
        add(LinuxCounter.KERNEL_REFUSALS);
        final int index = Math.min(Math.max(errno, 0), Errno.LIMIT - 1);
        refusals.setOpaque(index, refusals.getOpaque(index) + 1);
    }

    /** How often so far. */
    public long value(final LinuxCounter counter) {
        return values.get(counter).getOpaque();
    }

    /** How often the kernel refused with this errno; what has a greater number is counted under the greatest that is kept. */
    public long refusals(final int errno) {
        return refusals.getOpaque(Math.min(Math.max(errno, 0), Errno.LIMIT - 1));
    }

    /** The refusals by errno in words, "none" if there were none. */
    public String refusalText() {
        final StringBuilder text = new StringBuilder();
        for (int errno = 0; errno < Errno.LIMIT; errno++) {
            if (refusals(errno) != 0) {
                text.append(text.length() == 0 ? "" : "; ")
                        .append(refusals(errno))
                        .append(" x ")
                        .append(Errno.text(errno));
            }
        }
        return text.length() == 0 ? "none" : text.toString();
    }
}
