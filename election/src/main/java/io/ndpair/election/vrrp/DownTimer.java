package io.ndpair.election.vrrp;

import io.ndpair.election.role.RoleReason;

/** The backup's timer (Active_Down_Timer): when the master counts as silent, and what that then means. */
final class DownTimer {
    private int intervalCs;
    private long deadlineNs;
    private boolean resignationHeard;
    private boolean weakerIgnored;
    private long weakerHeardNs;
    private int weakerIntervalCs;

    DownTimer(int intervalCs) {
        this.intervalCs = intervalCs;
    }

    /** An advertisement of this interval was accepted; returns whether the interval is new. */
    boolean accept(int heardIntervalCs, long heardNs, int multiplier, int priority) {
        final boolean changed = intervalCs != heardIntervalCs;
        intervalCs = heardIntervalCs;
        deadlineNs = heardNs + VrrpTiming.downNs(multiplier, priority, intervalCs);
        resignationHeard = false;
        weakerIgnored = false;
        return changed;
    }

    /** The master resigned: only the skew is waited for. The interval is not taken from that advertisement (rule B7). */
    void resigned(long nowNs, int priority) {
        deadlineNs = nowNs + VrrpTiming.skewNs(priority, intervalCs);
        resignationHeard = true;
        weakerIgnored = false;
    }

    /** A weaker master was heard, who is to be preempted: the timer runs on (P1). */
    void ignoreWeaker(int heardIntervalCs, long nowNs) {
        weakerIgnored = true;
        weakerHeardNs = nowNs;
        weakerIntervalCs = heardIntervalCs;
    }

    /**
     * What was ignored would be accepted as things are now, so it counts, as of when it was heard. Otherwise the timer
     * that it did not reset would still preempt a living master. Returns whether the interval is new.
     */
    boolean acceptIgnoredWeaker(int multiplier, int priority) {
        return weakerIgnored && accept(weakerIntervalCs, weakerHeardNs, multiplier, priority);
    }

    /** Nobody is listened to; from the next start on our own interval counts. */
    void interval(int ownIntervalCs) {
        intervalCs = ownIntervalCs;
    }

    RoleReason takeoverReason() {
        if (weakerIgnored) {
            return RoleReason.PREEMPT;
        }
        return resignationHeard ? RoleReason.PRIORITY_ZERO_HEARD : RoleReason.DOWN_TIMER;
    }

    boolean resignationHeard() {
        return resignationHeard;
    }

    int intervalCs() {
        return intervalCs;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
