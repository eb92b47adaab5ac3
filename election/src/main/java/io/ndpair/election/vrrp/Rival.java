package io.ndpair.election.vrrp;

/**
 * Another router that is master beside this one, as far as this one hears: a weaker one whose advertisements come. It has
 * yielded when it resigned or was silent for as long as a backup of its priority would wait.
 */
final class Rival {
    private static final int MULTIPLIER = 3;

    private boolean present;
    private long high;
    private long low;
    private long deadlineNs;

    /** A weaker advertisement was heard as master; returns whether there was no rival before. */
    boolean heard(long sourceHigh, long sourceLow, int priority, int intervalCs, long nowNs) {
        final boolean isNew = !present;
        present = true;
        high = sourceHigh;
        low = sourceLow;
        deadlineNs = nowNs + VrrpTiming.downNs(MULTIPLIER, priority, intervalCs);
        return isNew;
    }

    /** Somebody resigned; returns whether it was the rival. */
    boolean resigned(long sourceHigh, long sourceLow) {
        return present && high == sourceHigh && low == sourceLow && forget();
    }

    /** Whether the rival has been silent for long enough; it is then forgotten. */
    boolean yielded(long nowNs) {
        return present && nowNs - deadlineNs >= 0 && forget();
    }

    /** Returns whether there was one. */
    boolean forget() {
        final boolean was = present;
        present = false;
        return was;
    }

    boolean present() {
        return present;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
