package io.ndpair.election.vrrp;

/** When a master announces its addresses: a series after becoming master, begun again when a weaker master was heard. */
final class AnnounceSchedule {
    /** Hosts need to hear the winner again after a weaker master spoke, but not at the rate of its advertisements. */
    static final long RESTART_GAP_NS = 1_000_000_000L;

    private int remaining;
    private long intervalNs;
    private long deadlineNs;
    private long beganNs;

    /** The first announcement goes out now; the others follow. */
    void begin(AnnouncePolicy policy, long nowNs) {
        beganNs = nowNs;
        remaining = policy.count() - 1;
        intervalNs = policy.intervalNs();
        deadlineNs = nowNs + intervalNs;
    }

    /** Begins again unless it did so less than a second ago. */
    boolean beginAgain(AnnouncePolicy policy, long nowNs) {
        final boolean due = nowNs - beganNs >= RESTART_GAP_NS;
        if (due) {
            begin(policy, nowNs);
        }
        return due;
    }

    boolean due(long nowNs) {
        if (remaining == 0 || nowNs - deadlineNs < 0) {
            return false;
        }
        remaining--;
        deadlineNs = nowNs + intervalNs;
        return true;
    }

    boolean pending() {
        return remaining > 0;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
