package io.ndpair.election.vrrp;

/**
 * The preempt delay, which the RFC does not know, with keepalived's meaning: it starts at the first weaker advertisement
 * heard as backup; while it runs weaker advertisements are accepted; afterwards they are not, and the down timer runs out.
 * A stronger advertisement and each return to backup set it back.
 */
final class PreemptDelay {
    private enum Phase {
        IDLE,
        RUNNING,
        OVER
    }

    private Phase phase = Phase.IDLE;
    private long deadlineNs;

    void reset() {
        phase = Phase.IDLE;
    }

    /** A weaker advertisement came; whether the delay still asks to accept it. */
    boolean protectsWeaker(int delayS, long nowNs) {
        if (delayS == 0) {
            return false;
        }
        if (phase == Phase.IDLE) {
            phase = Phase.RUNNING;
            deadlineNs = nowNs + delayS * 1_000_000_000L;
        } else if (phase == Phase.RUNNING && nowNs - deadlineNs >= 0) {
            phase = Phase.OVER;
        }
        return phase == Phase.RUNNING;
    }

    boolean running() {
        return phase == Phase.RUNNING;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
