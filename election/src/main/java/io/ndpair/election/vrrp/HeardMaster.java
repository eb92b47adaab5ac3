package io.ndpair.election.vrrp;

/** Who is master as far as this device knows, for displays; all zero when nobody is known. */
final class HeardMaster {
    private long high;
    private long low;
    private int priority;

    /** Returns whether this is something new. */
    boolean set(long newHigh, long newLow, int newPriority) {
        final boolean differs = high != newHigh || low != newLow || priority != newPriority;
        high = newHigh;
        low = newLow;
        priority = newPriority;
        return differs;
    }

    boolean known() {
        return priority != 0;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    int priority() {
        return priority;
    }
}
