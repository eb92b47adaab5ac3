package io.ndpair.election.vrrp;

/**
 * When a master sends Router Advertisements for the virtual router: at once, then every 16 s, each good for three such
 * periods (RFC 4861 6.2.1: lifetime 3 x interval; FRR does the same).
 */
final class RouterSchedule {
    /** Router lifetime told in each. */
    static final int LIFETIME_S = 48;

    static final long PERIOD_NS = 16_000_000_000L;

    private boolean running;
    private long deadlineNs;

    void begin(long nowNs) {
        running = true;
        deadlineNs = nowNs + PERIOD_NS;
    }

    /** Returns whether it was running. */
    boolean end() {
        final boolean was = running;
        running = false;
        return was;
    }

    boolean due(long nowNs) {
        if (!running || nowNs - deadlineNs < 0) {
            return false;
        }
        deadlineNs = nowNs + PERIOD_NS;
        return true;
    }

    boolean running() {
        return running;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
