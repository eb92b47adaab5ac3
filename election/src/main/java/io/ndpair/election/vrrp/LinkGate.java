package io.ndpair.election.vrrp;

/**
 * Whether the group's link may be believed: up, down, or a state that still has to last. A link that came up is believed
 * after the recover delay, and the first one that is down, where a link that is down is ignored at all, after the hold of
 * Initialize.
 */
final class LinkGate {
    private static final long NS_PER_S = 1_000_000_000L;

    private boolean up;
    private boolean waiting;
    private boolean seen;
    private long firstSeenNs;
    private long deadlineNs;

    /** The link is up. Where it was not, and the group has not started, the delay begins. */
    void rise(boolean started, int recoverDelayS, long nowNs) {
        see(nowNs);
        if (up) {
            return;
        }
        up = true;
        waiting = !started && recoverDelayS > 0;
        deadlineNs = nowNs + recoverDelayS * NS_PER_S;
    }

    /** The link is down. */
    void fall(long nowNs) {
        see(nowNs);
        up = false;
        waiting = false;
    }

    /** While the link is down, the group is held in Initialize, counted from when the link was first looked at. */
    void hold(int holdS) {
        waiting = true;
        deadlineNs = firstSeenNs + holdS * NS_PER_S;
    }

    /** Whether what was waited for is over; the wait then ends. */
    boolean passed(long nowNs) {
        final boolean over = waiting && nowNs - deadlineNs >= 0;
        if (over) {
            waiting = false;
        }
        return over;
    }

    void stopWaiting() {
        waiting = false;
    }

    boolean up() {
        return up;
    }

    boolean waiting() {
        return waiting;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    private void see(long nowNs) {
        if (!seen) {
            seen = true;
            firstSeenNs = nowNs;
        }
    }
}
